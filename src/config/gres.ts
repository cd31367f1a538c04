import { parseHostList } from './host-list.ts';
import type { ConfigNode } from './reading.ts';
import type { Section } from './section.ts';
import type { Stops } from './stops.ts';

/**
 * The devices of a node (`gres`), as far as the file alone can stop craned: names, list syntax, and
 * that there is a device file (ParseConfig, Craned.cpp).
 */
export function readGres(node: Section, stops: Stops): void {
  for (const [index, value] of node.items('gres').entries()) {
    const item = node.item('gres', index, value);
    const name = bareText(item, 'name', stops);
    const type = name === undefined ? undefined : bareText(item, 'type', stops);
    if (type === undefined) continue;
    item.text('EnvInjector', '');
    const illegal = (key: string, at: ConfigNode): void => {
      stops.exits('value', item.pathOf(key), `Illegal gres ${name}:${type} ${key} path string format.`, at.span);
    };
    for (const key of ['DeviceCDIRegex', 'DeviceFileRegex']) {
      const regex = item.get(key);
      if (regex && isIllegal(regex.kind === 'scalar' ? regex.text : '')) illegal(key, regex);
    }
    for (const key of ['DeviceCDIList', 'DeviceFileList']) {
      if (item.get(key)?.kind !== 'sequence') continue;
      for (const entry of item.texts(key)) if (isIllegal(entry.text)) illegal(key, entry.node);
    }
    if (!item.has('DeviceFileRegex') && item.get('DeviceFileList')?.kind !== 'sequence') {
      const words = `At least one of DeviceFileRegex or DeviceFileList must be configured for GRES ${name}:${type} device.`;
      stops.exits('missing', item.pathOf('DeviceFileRegex'), words, value.span);
    }
  }
}

function isIllegal(text: string): boolean {
  const list = parseHostList(text);
  return 'fault' in list && list.fault === 'illegal';
}

/** A bare as<std::string>: yaml-cpp throws where the key is not there (InvalidNode). */
function bareText(item: Section, key: string, stops: Stops): string | undefined {
  const before = stops.list.length;
  if (item.has(key)) return item.text(key, '');
  if (stops.list.length > before) return undefined;
  stops.aborts('missing', item.pathOf(key), `invalid node; first invalid key: "${key}"`, item.span);
  return undefined;
}
