import type { Manifest } from '../bundle/manifest.ts';
import { packBundle } from '../bundle/pack-bundle.ts';
import { recordingHost } from '../bundle/recording-host.ts';
import { CHECKS } from '../checks/index.ts';
import { start } from '../engine/examination.ts';
import type { Host } from '../host/host.ts';
import type { Json } from '../json.ts';
import type { Lang } from '../lang.ts';
import { glanceAtJournal } from '../logs/journal.ts';
import { journalText } from '../logs/journal-text.ts';
import { checkRequestOf, type CheckRequest } from '../options/check-request.ts';
import type { CommandLine } from '../options/parse.ts';
import { UsageError } from '../options/usage-error.ts';
import { EXIT } from '../report/exit-code.ts';
import { jsonDocument } from '../report/json.ts';
import { reportOf } from '../report/report.ts';
import { renderText } from '../report/text/text.ts';
import { sourcesOf } from '../report/source.ts';
import { styleOf } from '../report/style.ts';
import { VERSION } from '../report/version.ts';
import { visible } from '../report/visible.ts';
import { changesBetween } from '../triage/changes.ts';
import { requestFor } from './check.ts';
import { hostFor } from './host-for.ts';
import { expectWritable, writeOutput } from './output-file.ts';
import { endedBy, wantsProgress, type Session } from './session.ts';
import { settle } from './settle.ts';

/** What is examined, as the manifest keeps it. */
function requestOf({ configPath, settingsPath, selection, role, options }: CheckRequest): Manifest['request'] {
  return { configPath, settingsPath, ...selection, role, options: { ...options } };
}

/** What no check has to ask, and who looks into the case does: what the journal says, and what changed on the node. */
async function alsoAsked(host: Host, configPath: string): Promise<void> {
  await Promise.all([
    ...(['clock', 'zone'] as const).map((method) => host.ask(method, {})),
    glanceAtJournal(host, 0, 0),
    changesBetween(host, configPath, 0, Date.now()),
  ]);
}

/** What is in a bundle and what was taken out, for people. */
function listed({ entries, redactions }: Manifest, lang: Lang): string {
  const zh = lang === 'zh';
  const rows = entries.map(({ name, size, holds }) => `  ${String(size).padStart(9)}  ${name}  ${visible(holds)}`);
  const taken = redactions.map(({ kind, where, times }) => `  ${kind} ×${times}  ${visible(where)}`);
  const none = zh ? '  未发现机密' : '  nothing that looks like a secret';
  return [
    zh ? '内容（字节）' : 'Contents (bytes)',
    ...rows,
    zh ? '已去除的机密' : 'Secrets that were taken out',
    ...(taken.length > 0 ? taken : [none]),
    '',
  ].join('\n');
}

/**
 * `crane-doctor bundle`: examines this node, and puts what it said into one file for `check --from`,
 * without secrets. With `--dry-run` it only says what would be in it.
 */
export async function bundle(line: CommandLine, given: Session): Promise<number> {
  const first = checkRequestOf(line, CHECKS);
  const dryRun = line.flag('dry-run') ?? false;
  if (first.output === undefined && !dryRun)
    throw new UsageError({
      en: 'bundle needs -o FILE.tar.gz, or --dry-run',
      zh: 'bundle 需要 -o FILE.tar.gz 或 --dry-run',
    });
  if (first.output !== undefined && !dryRun) await expectWritable(first.output, first.force);

  const { host, recorded } = recordingHost(hostFor(first.root));
  try {
    const asked = await settle(first, line, host);
    const session = { ...given, lang: asked.lang ?? given.lang };
    const started = await start(requestFor(asked, host, session.signal));
    const progress = wantsProgress(line, session)
      ? (await import('./progress.ts')).progressOn(session.stderr, started, session.lang)
      : undefined;
    const [examination] = await Promise.all([
      started.run(progress?.onEvent).finally(() => progress?.end()),
      alsoAsked(host, asked.configPath),
    ]);
    const ended = endedBy(session.signal);
    if (ended !== undefined) return ended;

    const { lang } = session;
    const report = reportOf(examination, lang, asked.root);
    const drawn = { lang, style: styleOf(false, false), sources: sourcesOf(examination), exitCode: 0, asRoot: null };
    const packed = packBundle({
      tool: { name: 'crane-doctor', version: VERSION },
      createdAt: report.startedAt,
      host: { ...report.host },
      request: requestOf(asked),
      recorded: recorded(),
      journal: journalText(recorded()),
      report: report as unknown as Json,
      text: renderText(report, { ...drawn, verbose: true, quiet: false }),
    });
    if (!dryRun) await writeOutput(asked.output!, await packed.bytes(), asked.force);
    await session.print(
      line.flag('json') ? jsonDocument(packed.manifest) : told(packed.manifest, dryRun ? null : asked.output!, lang),
    );
    return EXIT.ok;
  } finally {
    host.close();
  }
}

function told(manifest: Manifest, path: string | null, lang: Lang): string {
  if (path === null) return listed(manifest, lang);
  const shown = visible(path);
  const next =
    lang === 'zh'
      ? `已写入 ${shown}。发送前请查看（tar -tzf ${shown}）；对方用 crane-doctor check --from ${shown} 查看。`
      : `${shown} is written. Look through it before you send it (tar -tzf ${shown}); the other side runs crane-doctor check --from ${shown}`;
  return `${listed(manifest, lang)}${next}\n`;
}
