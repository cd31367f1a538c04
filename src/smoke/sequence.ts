import type { Step } from './step.ts';
import { bindfs } from './steps/bindfs.ts';
import { throughBindfs } from './steps/bindfs-alone.ts';
import { directory } from './steps/directory.ts';
import { dns } from './steps/dns.ts';
import { cleanUp, remove, stop } from './steps/end.ts';
import { events, exit } from './steps/events.ts';
import { image } from './steps/image.ts';
import { leftovers } from './steps/leftovers.ts';
import { log } from './steps/log.ts';
import { network, userns } from './steps/looks.ts';
import { mount } from './steps/mount.ts';
import { create, sandbox, start } from './steps/pod.ts';

/** The whole sequence: the supervisor's calls in its order, and the looks into the container. */
export const STEPS: readonly Step[] = [
  leftovers,
  directory,
  image,
  bindfs,
  sandbox,
  create,
  events,
  start,
  exit,
  log,
  userns,
  network,
  dns,
  mount,
  stop,
  remove,
  cleanUp,
];

/** Only the way of a directory through bindfs (`--bindfs-only`): no runtime has a part in it. */
export const BINDFS_STEPS: readonly Step[] = [leftovers, directory, bindfs, throughBindfs, cleanUp];
