import { parseHostList, type HostBudget } from './host-list.ts';
import type { GresGroup, GresName } from './reading.ts';
import type { Section } from './section.ts';
import type { Stops } from './stops.ts';

type Devices = Pick<GresGroup, 'cdiNames' | 'devices' | 'pipeline'>;

/**
 * The CDI names and the device files of one gres item. Names go with devices by their index, so craned
 * wants as many of one as of the other; a list that is no sequence it passes over without a word.
 */
export function readGresDevices(item: Section, kind: string, budget: HostBudget, stops: Stops): Devices {
  const before = stops.list.length;
  const cdiNames = readCdiNames(item, kind, budget, stops);
  const devices = countDevices(item, kind, budget, stops);
  const pipeline = item.text('DeviceCniPipeline', '');
  const readable = stops.list.length === before && cdiNames !== null && devices !== null;
  if (readable && cdiNames.length > 0 && cdiNames.length !== devices) {
    const words = `CDI name count (${cdiNames.length}) does not match device count (${devices})`;
    const key = item.has('DeviceCDIRegex') ? 'DeviceCDIRegex' : 'DeviceCDIList';
    stops.exits('value', item.pathOf(key), words, item.get(key)?.span ?? null, 'count-mismatch');
  }
  return { cdiNames, devices, pipeline };
}

/** A list of names craned reads as it is; only DeviceCDIRegex has the syntax of host lists. */
function readCdiNames(item: Section, kind: string, budget: HostBudget, stops: Stops): GresName[] | null {
  const regex = item.get('DeviceCDIRegex');
  const list = item.get('DeviceCDIList')?.kind === 'sequence';
  if (regex && list) {
    const words = `GRES ${kind} has both DeviceCDIRegex and DeviceCDIList`;
    stops.exits('value', item.pathOf('DeviceCDIRegex'), words, regex.span, 'both-forms');
  }
  if (list) return item.texts('DeviceCDIList').map(({ text, path, node }) => ({ text, key: path, span: node.span }));
  if (!regex) return [];
  const key = item.pathOf('DeviceCDIRegex');
  const names = parseHostList(regex.kind === 'scalar' ? regex.text : '', budget);
  if ('hosts' in names) return names.hosts.map((text) => ({ text, key, span: regex.span }));
  if (names.fault === 'illegal') {
    stops.exits('value', key, `Illegal gres ${kind} DeviceCDIRegex string format.`, regex.span, 'illegal-format');
  }
  return null;
}

/** How many devices there are: a name of DeviceFileRegex each, and an entry of DeviceFileList, which may be several files. */
function countDevices(item: Section, kind: string, budget: HostBudget, stops: Stops): number | null {
  let devices = 0;
  let complete = true;
  const illegal = (key: string, path: string, span: GresName['span']): void => {
    stops.exits('value', path, `Illegal gres ${kind} ${key} path string format.`, span, 'illegal-format');
  };
  const regex = item.get('DeviceFileRegex');
  if (regex) {
    const paths = parseHostList(regex.kind === 'scalar' ? regex.text : '', budget);
    if ('hosts' in paths) devices += paths.hosts.length;
    else if (paths.fault === 'illegal') illegal('DeviceFileRegex', item.pathOf('DeviceFileRegex'), regex.span);
    else complete = false;
  }
  const list = item.get('DeviceFileList')?.kind === 'sequence';
  for (const { text, path, node } of list ? item.texts('DeviceFileList') : []) {
    devices += 1;
    const paths = parseHostList(text, budget);
    if ('fault' in paths && paths.fault === 'illegal') illegal('DeviceFileList', path, node.span);
  }
  if (!regex && !list) {
    const words = `At least one of DeviceFileRegex or DeviceFileList must be configured for GRES ${kind} device.`;
    stops.exits('missing', item.pathOf('DeviceFileRegex'), words, item.span, 'no-device-file');
  }
  return complete ? devices : null;
}
