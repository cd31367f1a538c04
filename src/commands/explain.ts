import { CHECKS } from '../checks/index.ts';
import { start, type Started } from '../engine/examination.ts';
import { explain as explanationsOf } from '../explain/explain.ts';
import type { Explanation } from '../explain/explanation.ts';
import { usualValues } from '../guide/usual-values.ts';
import { distroOf } from '../guide/resolve.ts';
import { nodeValues } from '../guide/values.ts';
import { liveHost } from '../host/live.ts';
import { DEFAULT_LIMITS } from '../options/check-request.ts';
import type { CommandLine } from '../options/parse.ts';
import { placesOf } from '../options/places.ts';
import { UsageError } from '../options/usage-error.ts';
import { explainedOf } from '../report/explain/explained.ts';
import { explainText } from '../report/explain/explain-text.ts';
import { EXIT, exitCodeOf } from '../report/exit-code.ts';
import { jsonDocument } from '../report/json.ts';
import { reportOf } from '../report/report.ts';
import { sourcesOf } from '../report/source.ts';
import { styleOf } from '../report/style.ts';
import { renderText } from '../report/text/text.ts';
import { SMOKE } from '../smoke/findings.ts';
import { readStdin } from './read-stdin.ts';
import { endedBy, wantsAscii, wantsColour, type Session } from './session.ts';

/** What is asked about: the words of the call as one text, or stdin. */
async function queryOf({ words }: CommandLine, session: Session): Promise<string> {
  // The end of the last line is a terminal's or an editor's, and nothing of what is asked.
  const query =
    words.length === 1 && words[0] === '-' ? (await readStdin(session.stdin)).replace(/[\r\n]+$/, '') : words.join(' ');
  if (query.trim() !== '') return query;
  throw new UsageError({
    en: 'explain needs a message, a log line or a code; - reads stdin',
    zh: 'explain 需要一条消息、日志行或代码；- 表示从标准输入读取',
  });
}

/** The checks behind what is certain; those behind what is near are not worth a run. */
function checksBehind(found: readonly Explanation[]): readonly string[] {
  const codes = found.filter(({ certain, noise }) => certain && !noise).flatMap(({ findings }) => findings);
  const ids = codes.map((code) => code.slice(0, code.indexOf('/')));
  // A smoke test changes the node: nobody asked for one.
  return [...new Set(ids)].filter((id) => id !== SMOKE.id);
}

/** `crane-doctor explain`: what a text means, where it comes from, and what to do about it. */
export async function explain(line: CommandLine, session: Session): Promise<number> {
  const query = await queryOf(line, session);
  const found = explanationsOf(query, [...CHECKS, SMOKE]);
  const only = checksBehind(found);
  const host = liveHost();
  try {
    const started = await start({
      checks: CHECKS,
      host,
      configPath: placesOf(line).configPath,
      selection: { only: only.length === 0 ? ['config-file'] : only, skip: [], offline: false },
      options: { registries: [], images: [], users: [], asIfEnabled: false },
      role: 'auto',
      limits: { ...DEFAULT_LIMITS, signal: session.signal },
    });
    const { identity, config } = started;
    const own = nodeValues(config, identity);
    const node = { distro: distroOf(identity.os), runtime: usualValues(own)['runtime'] ?? null };
    const valuesFor = (code: string) => usualValues(own, code);
    const explained = explainedOf(query, found, { valuesFor, node, lang: session.lang });
    const checked = line.flag('check') === true && only.length > 0 ? await look(started, session) : undefined;
    const style = styleOf(wantsColour(line, session), wantsAscii(line, session));
    const options = { lang: session.lang, style, sources: [], exitCode: 0, asRoot: null, verbose: false, quiet: false };
    if (line.flag('json'))
      await session.print(jsonDocument({ ...explained, ...(checked && { report: checked.report }) }));
    else {
      await session.print(explainText(explained, options));
      if (checked) await session.print(`\n${renderText(checked.report, { ...options, ...checked })}`);
    }
    return checked?.exitCode ?? (found.length === 0 ? EXIT.problems : EXIT.ok);
  } finally {
    host.close();
  }
}

/** The checks that are pointed to, looked at on this node. */
async function look(started: Started, session: Session) {
  const examination = await started.run();
  const report = reportOf(examination, session.lang, null);
  const exitCode = endedBy(session.signal) ?? exitCodeOf(report, { failOn: 'error', allowUnknown: [] });
  return { report, exitCode, sources: sourcesOf(examination) };
}
