import { joinPath } from '../../config/conversions.ts';
import type { ConfigReading } from '../../config/reading.ts';
import type { Host } from '../../host/host.ts';
import type { Json } from '../../json.ts';

/** More supervisor logs than this are not counted: nobody deletes them, and a directory of them can be large. */
const MAX_ENTRIES = 10_000;

/**
 * The places of the guide's 日志位置 that exist, with what they hold and when they were last written: craned's log,
 * the supervisors' logs (one a step, Supervisor.cpp), and the TempDir that is configured, which nothing writes to.
 */
export async function logPlaces(host: Host, { paths, container }: ConfigReading): Promise<readonly Json[]> {
  const tempDir = container === null ? [] : [joinPath(paths.baseDir, container.tempDir)];
  const places = [...new Set([paths.cranedLog, paths.supervisorLogDir, ...tempDir])];
  const looked = await Promise.all(places.map((path) => logPlace(host, path)));
  return looked.filter((place) => place !== null);
}

async function logPlace(host: Host, path: string): Promise<Json> {
  const there = await host.ask('stat', { path, follow: true });
  if (!there.ok) return null;
  const modified = new Date(there.value.mtimeMs).toISOString();
  if (there.value.type === 'file') return { path, size: there.value.size, modified };
  const entries = await host.ask('readDirectory', { path, max: MAX_ENTRIES });
  if (!entries.ok) return { path, modified };
  return { path, files: entries.value.filter(({ type }) => type === 'file').length, modified };
}
