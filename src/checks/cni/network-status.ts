import { askCri, infoValue } from '../../cri/ask-cri.ts';
import { answered, type Answer } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import { parseConf, type Network } from './conf-file.ts';
import { field, list, objectOf, text } from './go-json.ts';
import { oneLine } from '../look/one-line.ts';

/** What a runtime tells of its CNI in Status. */
export interface NetworkStatus {
  /** NetworkReady; null where it was not told. */
  readonly ready: boolean | null;
  /** The error of containerd's CNI loader, empty where there is none or nobody tells. */
  readonly loadError: string;
  /** How many files containerd loads, 0 for all; null where nobody tells. */
  readonly maxConfNum: number | null;
  /** Whether containerd runs the plugin `loopback` for every pod (use_internal_loopback is off). */
  readonly loopback: boolean;
  /** The networks that containerd holds, as it read them; empty where nobody tells. */
  readonly networks: readonly Network[];
}

/** What containerd calls the network that it makes of the plugin `loopback` itself. */
const LOOPBACK = 'cni-loopback';

/**
 * Asks for it. containerd tells in the info map of a verbose Status what it has loaded (`cniconfig`,
 * with cni-loopback as a network of its own) and how that went (`lastCNILoadStatus`); CRI-O and
 * cri-dockerd tell the condition only.
 */
export async function askNetworkStatus(host: Host, socket: string): Promise<Answer<NetworkStatus>> {
  const status = await askCri(host, socket, 'RuntimeService', 'Status', { verbose: true });
  if (!status.ok) return status;
  const { info } = status.value;
  const condition = status.value.status?.conditions.find(({ type }) => type === 'NetworkReady');
  const config = objectOf(infoValue(info, 'cniconfig')) ?? {};
  const said = infoValue(info, 'lastCNILoadStatus');
  const max = field(config, 'PluginMaxConfNum');
  const held = list(config, 'Networks')
    .map((network) => objectOf(field(objectOf(network) ?? {}, 'Config')))
    .filter((network) => network !== null);
  const networks = held
    .filter((network) => text(network, 'Name') !== LOOPBACK)
    .map((network) => parseConf('cniconfig.conflist', text(network, 'Source')));
  return answered({
    ready: condition ? condition.status : null,
    loadError: typeof said === 'string' && said !== 'OK' ? oneLine(said) : '',
    maxConfNum: typeof max === 'number' ? max : null,
    loopback: held.some((network) => text(network, 'Name') === LOOPBACK),
    networks: networks.flatMap((conf) => (conf.state === 'network' ? [{ ...conf.network, path: 'Status' }] : [])),
  });
}
