import { isExpired } from '../../settings/settings.ts';
import { code, defineCheck } from '../check.ts';
import type { Finding, Location } from '../finding.ts';

/** A file that is no settings file at all has made its point. */
const MANY = 20;

/**
 * The site's settings file. One mistake in it must not blind four hundred nodes: what is right counts,
 * and what is wrong is told here. A file that was named by `--settings` is refused before anything runs.
 */
export const settings = defineCheck({
  id: 'settings',
  group: 'settings',
  title: { en: 'Settings file can be used', zh: '工具设置文件可用' },
  feature: 'any',
  role: 'any',
  machine: false,
  codes: {
    'unknown-key': code<{ path: string; key: string; meant: string | null }>({
      severity: 'warning',
      summary: {
        en: 'crane-doctor does not know a key of its settings file and ignores it',
        zh: 'crane-doctor 不认识设置文件中的某个键，会忽略它',
      },
      message: {
        en: ({ path, key, meant }) =>
          `crane-doctor does not know ${key} in ${path} and ignores it${meant === null ? '' : `; ${meant} is meant?`}`,
        zh: ({ path, key, meant }) =>
          `crane-doctor 不认识 ${path} 中的 ${key}，会忽略它${meant === null ? '' : `；是否应为 ${meant}？`}`,
      },
    }),
    invalid: code<{ path: string; key: string; problem: { en: string; zh: string } }>({
      severity: 'warning',
      summary: {
        en: 'crane-doctor cannot use something in its settings file and ignores it',
        zh: 'crane-doctor 无法使用设置文件中的某项内容，会忽略它',
      },
      message: {
        en: ({ path, key, problem }) =>
          `crane-doctor ignores ${key === '' ? path : `${key} in ${path}`}: ${problem.en}`,
        zh: ({ path, key, problem }) => `crane-doctor 忽略 ${key === '' ? path : `${path} 中的 ${key}`}：${problem.zh}`,
      },
    }),
    expired: code<{ code: string; expires: string; reason: string }>({
      severity: 'info',
      summary: {
        en: 'A finding is expected no longer: it counts again',
        zh: '某条结论的豁免已到期，重新计入结果',
      },
      message: {
        en: ({ code, expires, reason }) => `${code} was expected until ${expires} (${reason}), and counts again`,
        zh: ({ code, expires, reason }) => `${code} 的豁免已于 ${expires} 到期（${reason}），重新计入结果`,
      },
    }),
  },
  async run({ host, settings: reading, found, notSeen }) {
    if (reading === null || reading.state === 'absent')
      return { notApplicable: { en: 'there is no settings file', zh: '没有设置文件' } };
    const { path, mistakes } = reading;
    if (reading.state === 'unseen' && reading.error) return { findings: [notSeen(path, reading.error)] };

    const { expected, notes } = reading.settings;
    const clock = await host.ask('clock', {});
    const now = clock.ok ? clock.value : 0;
    const placed = (span: Omit<Location, 'path'> | null): Location | undefined =>
      span ? { path, ...span } : undefined;
    const wrong = mistakes.slice(0, MANY).map((mistake): Finding => {
      const { key } = mistake;
      const about = { target: key === '' ? path : key, location: placed(mistake.span) };
      return mistake.kind === 'unknown-key'
        ? found('unknown-key', { path, key, meant: mistake.meant }, about)
        : found('invalid', { path, key, problem: { ...mistake.reason } }, about);
    });
    const over = expected
      .filter((entry) => isExpired(entry, now))
      .map(({ code, target, expires, reason, span }) =>
        found('expired', { code, expires, reason }, { target: target ?? code, location: placed(span) }),
      );
    return { observed: { path, expected: expected.length, notes: notes.size }, findings: [...wrong, ...over] };
  },
});
