import { answered, type Answer } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import { readConf, type Conf, type Network } from './conf-file.ts';

/** libcni's, in any runtime; a name in upper case is none. */
const EXTENSIONS = ['.conf', '.conflist', '.json'];

/** A directory with more entries is none that an administrator made. */
const MAX_ENTRIES = 10_000;
/** A runtime that passes over bad files reads on; so far does the doctor. */
const MAX_FILES = 20;

/** How a runtime chooses among the files of its directory. */
export interface Choice {
  /** How many files containerd loads (max_conf_num), 0 for all; null where a bad file is passed over for the next. */
  readonly max: number | null;
  /** Whether a runtime that passes over bad files would take this network. */
  readonly usable: (network: Network) => Promise<boolean>;
}

export interface Loaded {
  /** The files that count, in their order; empty where there is none. */
  readonly counting: readonly Conf[];
  /** Files in front of the one that counts, which the runtime could not use. */
  readonly passedOver: readonly Conf[];
  /** Names of the files that nobody reads. */
  readonly unused: readonly string[];
}

/**
 * The networks that a runtime loads from its configuration directory. The files are taken in the order
 * of their names. containerd (go-cni, loadFromConfDir) loads the first `max` and fails as a whole where one
 * of them is bad; CRI-O (ocicni) and cri-dockerd pass over what they cannot use, a file with a
 * plugin that is not installed included, and take the first that is left.
 */
export async function networksLoaded(host: Host, directory: string, choice: Choice): Promise<Answer<Loaded>> {
  const entries = await host.ask('readDirectory', { path: directory, max: MAX_ENTRIES });
  if (!entries.ok) return entries;
  const names = entries.value
    .filter(({ name, type }) => type !== 'directory' && EXTENSIONS.some((extension) => extensionOf(name) === extension))
    .map(({ name }) => name);
  const read = (name: string): Promise<Conf> => readConf(host, `${directory.replace(/\/+$/, '')}/${name}`);

  if (choice.max !== null) {
    const count = choice.max === 0 ? MAX_FILES : Math.min(choice.max, MAX_FILES);
    const counting = await Promise.all(names.slice(0, count).map(read));
    return answered({ counting, passedOver: [], unused: names.slice(count) });
  }
  const passedOver: Conf[] = [];
  for (const [index, name] of names.slice(0, MAX_FILES).entries()) {
    const conf = await read(name);
    const counts = conf.state === 'unseen' || (conf.state === 'network' && (await choice.usable(conf.network)));
    if (counts) return answered({ counting: [conf], passedOver, unused: names.slice(index + 1) });
    passedOver.push(conf);
  }
  // Of files that are all bad the first is the one that was meant.
  return answered({ counting: passedOver.slice(0, 1), passedOver: [], unused: names.slice(1) });
}

/** As Go's filepath.Ext: from the last dot on, a name that is nothing but an extension included. */
function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot === -1 ? '' : name.slice(dot);
}
