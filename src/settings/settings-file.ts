import { isAccountName } from '../config/accounts.ts';
import { meantKey } from '../config/known-keys.ts';
import type { ConfigNode } from '../config/reading.ts';
import type { Lang } from '../lang.ts';
import { parseDuration } from '../options/duration.ts';
import { malformed, parsed, type Parsed } from '../registry/parsed.ts';
import { parseReference } from '../registry/reference.ts';
import { parseRegistryHost } from '../registry/registry-host.ts';
import { list, section, sectionWith, table, value, type Read, type Tell } from './reader.ts';
import type { ExpectedEntry, SettingsFile } from './schema.ts';
import { NO_SETTINGS, type Expected, type KnownNames, type Settings } from './settings.ts';
import { parseSpaceLimit } from './space-limit.ts';

/** A section must have all keys that the schema has. */
type KeysOf<T> = { readonly [K in keyof Required<T>]: Read<unknown> };

/** Text that is kept as it was written once it is known to mean something. */
function wellFormed(parse: (text: string) => Parsed<unknown>): Read<string> {
  return value((text) => {
    const read = parse(text);
    return read.ok ? parsed(text) : read;
  });
}

const account = wellFormed((text) =>
  isAccountName(text) ? parsed(text) : malformed('that is no name of an account', '不是账号名'),
);

const words = value((text) => (text.trim() === '' ? malformed('it is empty', '内容为空') : parsed(text.trim())));

const language = value<Lang>((text) =>
  text === 'zh' || text === 'en' ? parsed(text) : malformed('that is neither zh nor en', '应为 zh 或 en'),
);

const duration = value((text) => {
  const ms = parseDuration(text);
  return ms === undefined
    ? malformed('that is no duration (such as 500ms, 5s, 2m)', '不是时长（例如 500ms、5s、2m）')
    : parsed(ms);
});

const day = value((text) => {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // Date.parse takes 2026-02-30 for a day of March.
  const real = !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
  return real ? parsed(text) : malformed('that is no date such as 2026-12-31', '不是日期（例如 2026-12-31）');
});

const space = value(parseSpaceLimit);

const yesOrNo = value((text) =>
  text === 'true' || text === 'false'
    ? parsed(text === 'true')
    : malformed('that is neither true nor false', '应为 true 或 false'),
);

const count = value((text) =>
  /^[1-9]\d?$|^100$/.test(text)
    ? parsed(Number(text))
    : malformed('that is no number from 1 to 100', '应为 1 到 100 的整数'),
);

const DEADLINES = { check: duration, run: duration } satisfies KeysOf<NonNullable<SettingsFile['deadlines']>>;

const THRESHOLDS = {
  imageSpace: section({ warning: space, error: space }),
  baseDirSpace: section({ warning: space }),
} satisfies KeysOf<NonNullable<SettingsFile['thresholds']>>;

/** A finding code by its name; of another the nearest is named. */
function codeAmong(codes: readonly string[]): Read<string> {
  return value((text) => {
    if (codes.includes(text)) return parsed(text);
    const meant = meantKey(text, codes);
    return malformed(
      `no finding has that code${meant === null ? '' : `; ${meant} is meant?`}`,
      `没有这个结论代码${meant === null ? '' : `；是否应为 ${meant}？`}`,
    );
  });
}

/** What may drain a node: a code, or a check or group that stands for several. */
function drainsAmong({ codes, drains }: KnownNames): Read<readonly string[]> {
  return value((text) => {
    const own = drains.get(text);
    if (own) return parsed(own);
    if (codes.includes(text))
      return malformed(
        'no node is drained on it: it is never an error of the node itself',
        '不能据此排空节点：它从不是节点自身的错误',
      );
    const meant = meantKey(text, [...drains.keys()]);
    return malformed(
      `no finding that may drain a node has that name${meant === null ? '' : `; ${meant} is meant?`}`,
      `没有可据以排空节点的同名结论${meant === null ? '' : `；是否应为 ${meant}？`}`,
    );
  });
}

/** An entry of `expected`, with its place in the file. */
function expectedAmong(codes: readonly string[]): Read<Expected> {
  const keys = { code: codeAmong(codes), target: words, reason: words, expires: day } satisfies KeysOf<ExpectedEntry>;
  const read = sectionWith(keys, ['code', 'reason', 'expires']);
  return (node, key, tell) => {
    const entry = read(node, key, tell);
    return entry && { ...entry, target: entry.target ?? null, span: node.span };
  };
}

/** Reads the document by the schema; what is wrong in it is told. */
export function settingsIn(root: ConfigNode, known: KnownNames, tell: Tell): Settings {
  // A file of comments only.
  if (root.kind === 'null') return NO_SETTINGS;
  const keys = {
    registries: list(wellFormed(parseRegistryHost)),
    images: list(wellFormed(parseReference)),
    users: list(account),
    language,
    deadlines: section(DEADLINES),
    thresholds: section(THRESHOLDS),
    notes: table(known.codes, words),
    expected: list(expectedAmong(known.codes)),
    healthCheck: section({ dryRun: yesOrNo, runs: count, drainOn: list(drainsAmong(known)) } satisfies KeysOf<
      NonNullable<SettingsFile['healthCheck']>
    >),
  } satisfies KeysOf<SettingsFile>;
  const { deadlines, healthCheck = {}, ...read } = section(keys)(root, '', tell) ?? {};
  const { drainOn, ...rest } = healthCheck;
  return {
    ...NO_SETTINGS,
    ...read,
    checkMs: deadlines?.check ?? null,
    runMs: deadlines?.run ?? null,
    healthCheck: { ...NO_SETTINGS.healthCheck, ...rest, ...(drainOn ? { drainOn: [...new Set(drainOn.flat())] } : {}) },
  };
}
