import { resolve } from 'node:path';
import type { CheckOptions, Role } from '../checks/check.ts';
import { NotABundle, readBundle, type ReadBundle } from '../bundle/read-bundle.ts';
import type { Host } from '../host/host.ts';
import { liveHost } from '../host/live.ts';
import { replayHost } from '../host/replay.ts';
import type { CheckRequest } from '../options/check-request.ts';
import type { CommandLine } from '../options/parse.ts';
import { UsageError } from '../options/usage-error.ts';
import { whyUnread } from './why-unread.ts';

/** Larger than any bundle, packed. */
const MAX_BYTES = 256 * 1024 * 1024;

/** A bundle as a host, and what was examined when it was made in the place of what the command line leaves open. */
export interface OpenedBundle {
  readonly host: Host;
  readonly adapted: (asked: CheckRequest) => CheckRequest;
}

/** Opens `--from FILE`. A file that is no whole bundle is a wrong call, with the reason. */
export async function openBundle(path: string, line: CommandLine): Promise<OpenedBundle> {
  if (line.value('root') !== undefined)
    throw new UsageError({ en: '--from and --root exclude each other', zh: '--from 与 --root 不能同时使用' });
  const { manifest, answers } = await read(path);
  const { request } = manifest;
  const given = (name: string): boolean => line.value(name) !== undefined;
  const recorded = request.options as unknown as CheckOptions;
  return {
    host: replayHost(answers),
    adapted: (asked) => ({
      ...asked,
      configPath: given('config') ? asked.configPath : request.configPath,
      settingsPath: given('settings') ? asked.settingsPath : request.settingsPath,
      role: given('role') ? asked.role : (request.role as Role | 'auto'),
      selection: {
        only: given('only') ? asked.selection.only : request.only,
        skip: given('skip') ? asked.selection.skip : request.skip,
        offline: asked.selection.offline || request.offline,
      },
      options: {
        ...asked.options,
        ...(given('registry') || given('image')
          ? {}
          : {
              registries: recorded.registries,
              images: recorded.images,
              fromSettings: recorded.fromSettings ?? [],
            }),
        ...(given('user') ? {} : { users: recorded.users }),
        asIfEnabled: asked.options.asIfEnabled || recorded.asIfEnabled,
        measurePull: (asked.options.measurePull ?? false) || (recorded.measurePull ?? false),
      },
    }),
  };
}

async function read(path: string): Promise<ReadBundle> {
  const host = liveHost();
  try {
    const file = await host.ask('readFile', { path: resolve(path), maxBytes: MAX_BYTES });
    if (!file.ok) {
      const reason = whyUnread(file.error.code);
      throw new UsageError({ en: `--from ${path}: ${reason.en}`, zh: `--from ${path}：${reason.zh}` });
    }
    return await readBundle(file.value.bytes);
  } catch (cause) {
    if (!(cause instanceof NotABundle)) throw cause;
    throw new UsageError({ en: `--from ${path}: ${cause.text.en}`, zh: `--from ${path}：${cause.text.zh}` });
  } finally {
    host.close();
  }
}
