import { isAccountName } from '../config/accounts.ts';
import { parseReference } from '../registry/reference.ts';
import type { CommandLine } from './parse.ts';
import { absolute } from './places.ts';
import { UsageError } from './usage-error.ts';

/** What a command line asks of `smoke`. */
export interface SmokeLine {
  readonly image: string | null;
  readonly userns: boolean | null;
  readonly network: 'pod' | 'host';
  readonly mount: string | null;
  readonly user: string | null;
  readonly directory: string | null;
  readonly keep: boolean;
}

/** The image as ccon would name it to craned: the whole reference written out. */
function imageOf(line: CommandLine): string | null {
  const value = line.value('image');
  if (value === undefined) return null;
  const read = parseReference(value);
  if (read.ok) return read.value.text;
  throw new UsageError({ en: `--image ${value}: ${read.reason.en}`, zh: `--image ${value}：${read.reason.zh}` });
}

function userOf(line: CommandLine): string | null {
  const value = line.value('user');
  if (value === undefined || isAccountName(value)) return value ?? null;
  throw new UsageError({ en: `--user ${value}: that is no name of an account`, zh: `--user ${value}：不是账号名` });
}

/** Reads it; wrong values are UsageErrors. */
export function smokeLineOf(line: CommandLine): SmokeLine {
  const path = (name: 'mount' | 'directory'): string | null => {
    const value = line.value(name);
    return value === undefined ? null : absolute(value);
  };
  return {
    image: imageOf(line),
    userns: line.flag('userns') ?? null,
    network: line.value('network') === 'host' ? 'host' : 'pod',
    mount: path('mount'),
    user: userOf(line),
    directory: path('directory'),
    keep: line.flag('keep') ?? false,
  };
}
