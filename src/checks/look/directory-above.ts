import type { Answer } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import type { PathInfo } from '../../host/questions.ts';

/**
 * The nearest directory above a path that does not exist yet, which is where craned begins to make it
 * (std::filesystem::create_directories). What stands there may be a file: then craned fails.
 */
export async function nearestAbove(host: Host, path: string): Promise<Answer<PathInfo>> {
  const above = path.replace(/\/+[^/]*\/*$/, '') || '/';
  const there = await host.ask('stat', { path: above, follow: true });
  return there.ok || there.error.code !== 'ENOENT' || above === '/' ? there : await nearestAbove(host, above);
}
