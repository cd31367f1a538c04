import { readConfig } from '../config/read-config.ts';
import type { ConfigReading } from '../config/reading.ts';
import { askOnce } from '../host/host.ts';
import { liveHost } from '../host/live.ts';
import { treeHost } from '../host/tree.ts';
import type { CommandLine } from '../options/parse.ts';
import { placesOf } from '../options/places.ts';
import { jsonDocument } from '../report/json.ts';
import { visible } from '../report/visible.ts';
import type { Session } from './session.ts';

const EXIT_OF = { starts: 0, exits: 1, aborts: 1, missing: 1, unknown: 3 } as const;

/** The document of `config --json`: what craned does with the file, in its own words, and what it holds then. */
function documentOf(reading: ConfigReading): object {
  const section =
    reading.outcome === 'starts' && reading.entry('Partitions') !== null && reading.entry('Container') !== null;
  return {
    outcome: reading.outcome,
    message: reading.message,
    line: reading.mark?.line ?? null,
    column: reading.mark?.column ?? null,
    container: section ? (reading.container ?? { enabled: false }) : null,
  };
}

/** `crane-doctor config`: what craned would read from the file. */
export async function config(line: CommandLine, session: Session): Promise<number> {
  const { configPath, root } = placesOf(line);
  const host = askOnce(root === null ? liveHost() : treeHost(root));
  try {
    const reading = await readConfig(host, configPath, {
      asIfEnabled: line.flag('as-if-enabled') ?? false,
    });
    await session.print(line.flag('json') ? jsonDocument(documentOf(reading)) : textOf(reading, session.lang));
    return EXIT_OF[reading.outcome];
  } finally {
    host.close();
  }
}

function textOf(reading: ConfigReading, lang: Session['lang']): string {
  const zh = lang === 'zh';
  const outcomes = {
    starts: zh ? 'craned 接受此文件' : 'craned accepts this file',
    exits: zh ? 'craned 以退出码 1 退出' : 'craned exits with code 1',
    aborts: zh ? 'craned 异常中止' : 'craned aborts',
    missing: zh ? '文件不存在' : 'the file is missing',
    unknown: zh ? '无法查看' : 'could not look',
  };
  const where = reading.mark ? `:${reading.mark.line}:${reading.mark.column}` : '';
  const words = reading.message === null ? '' : `\n  ${visible(reading.message)}`;
  const values = Object.entries(reading.identity?.values ?? {}).filter(([path]) => path.startsWith('Container'));
  const rows = values.map(([path, value]) => `  ${path}: ${visible(value)}`);
  return `${[`${visible(reading.path)}${where}: ${outcomes[reading.outcome]}${words}`, ...rows].join('\n')}\n`;
}
