import { CONTAINER } from './catalogue/container.ts';
import { CRANED_FILE } from './catalogue/craned-file.ts';
import { CRANED_RUNNING } from './catalogue/craned-running.ts';
import { CRANED_VALUES } from './catalogue/craned-values.ts';
import { GUIDE_COMMANDS } from './catalogue/guide-commands.ts';
import { GUIDE } from './catalogue/guide.ts';
import { IMAGE } from './catalogue/image.ts';
import { POD_SANDBOX } from './catalogue/pod-sandbox.ts';
import { RUNTIME_IMAGE } from './catalogue/runtime-image.ts';
import { RUNTIME_POD } from './catalogue/runtime-pod.ts';
import { RUNTIME_SOCKET } from './catalogue/runtime-socket.ts';
import { SUBID } from './catalogue/subid.ts';
import { USER } from './catalogue/user.ts';
import { VOLUME } from './catalogue/volume.ts';
import type { Message } from './message.ts';

/**
 * Every message that is known, in the order in which entries win over others that match the same line: what
 * is said most exactly stands before what is said in general.
 */
export const CATALOGUE: readonly Message[] = [
  ...CRANED_FILE,
  ...CRANED_VALUES,
  ...CRANED_RUNNING,
  ...USER,
  ...VOLUME,
  ...SUBID,
  ...IMAGE,
  ...CONTAINER,
  ...POD_SANDBOX,
  ...RUNTIME_SOCKET,
  ...RUNTIME_POD,
  ...RUNTIME_IMAGE,
  ...GUIDE,
  ...GUIDE_COMMANDS,
];
