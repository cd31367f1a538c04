import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKS } from '../src/checks/index.ts';
import { startDemo } from '../src/demo/demo-node.ts';
import { faultNamed } from '../src/demo/faults.ts';
import { start, type Examination } from '../src/engine/examination.ts';
import type { Lang, Text } from '../src/lang.ts';
import { DEFAULT_LIMITS } from '../src/options/check-request.ts';
import { exitCodeOf } from '../src/report/exit-code.ts';
import { FORMAT_NAMES, formatNamed, type FormatName } from '../src/report/formats/formats.ts';
import { reportOf } from '../src/report/report.ts';
import { sourcesOf } from '../src/report/source.ts';
import { styleOf } from '../src/report/style.ts';
import { Browser } from '../test/support/browser.ts';
import { Cleanup } from '../test/support/cleanup.ts';
import { withoutTimes } from '../test/support/without-times.ts';
import { DOCS, writtenOrCompared } from './docs-files.ts';

/*
 * `npm run formats`: docs/formats.md and docs/formats.zh.md, each format's output for one and the same
 * faulty node, and the page in HTML with its picture. With `--check` it writes nothing and fails where
 * something is stale; a picture is not compared.
 */

const FAULT = 'scheme-in-endpoint';

/** Who reads a format, and what is good to know about it. */
const ABOUT: { readonly [name in FormatName]: Text } = {
  text: {
    en: 'For people, where stdout is no terminal. `--quiet` leaves out what is right, `-v` shows every check.',
    zh: '供人阅读，标准输出不是终端时的默认格式。`--quiet` 只输出问题，`-v` 显示每项检查。',
  },
  json: {
    en: 'For programs; `--json` is the same. Its shape is `schema/report.v1.json`.',
    zh: '供程序读取，等同于 `--json`。结构见 `schema/report.v1.json`。',
  },
  ndjson: {
    en: 'For programs that follow a run: a line as soon as a check has ended. Its shape is `schema/event.v1.json`.',
    zh: '供跟踪运行过程的程序读取：每项检查结束即输出一行。结构见 `schema/event.v1.json`。',
  },
  junit: {
    en: 'For GitLab, Jenkins and others. What could not be looked at is an error, and no failure.',
    zh: '供 GitLab、Jenkins 等读取。无法检查的项目记为 error，而不是 failure。',
  },
  sarif: {
    en: 'For code scanning: SARIF 2.1.0, findings at their lines, the guide as the help of a rule.',
    zh: '供 code scanning 读取：SARIF 2.1.0，结论定位到行，规则的帮助取自排障指南。',
  },
  github: {
    en: 'Annotations of GitHub Actions: they appear on the line in the pull request.',
    zh: 'GitHub Actions 标注：显示在拉取请求的对应行上。',
  },
  markdown: {
    en: 'For a ticket, or the summary of a job.',
    zh: '用于工单或作业摘要。',
  },
  html: {
    en: 'One file for a ticket or as an artifact of CI: it loads nothing and links to nothing, works without scripts, prints, and follows the light or dark of its reader.',
    zh: '单个文件，用于工单或 CI 产物：不加载也不链接任何外部内容，无需脚本，可打印，随读者的浅色或深色主题变化。',
  },
  prometheus: {
    en: "For node_exporter's textfile collector; with `-o` the file is complete or the one before ([health-check.md](health-check.md)).",
    zh: '供 node_exporter 的 textfile collector 读取；使用 `-o` 时文件要么完整，要么仍是上一份（见 [health-check.zh.md](health-check.zh.md)）。',
  },
  nagios: {
    en: 'For Nagios and Icinga, with the exit codes of a plugin: 0 ok, 1 warning, 2 critical, 3 unknown.',
    zh: '供 Nagios 与 Icinga 读取，退出码遵循其插件约定：0 正常、1 警告、2 严重、3 未知。',
  },
};

const FENCE: { readonly [name in FormatName]?: string } = { json: 'json', ndjson: 'json', junit: 'xml', sarif: 'json' };

/** The examination of the faulty node, with times that are always the same. */
async function examined(): Promise<Examination> {
  const node = await startDemo(faultNamed(FAULT));
  try {
    const started = await start({
      checks: CHECKS,
      host: node.host,
      configPath: '/etc/crane/config.yaml',
      selection: { only: [], skip: [], offline: true },
      options: { registries: [], images: [], users: [], asIfEnabled: false },
      role: 'auto',
      limits: { ...DEFAULT_LIMITS, signal: new AbortController().signal },
    });
    const examination = await started.run();
    const results = [...examination.results].map(([id, result]) => [id, { ...result, durationMs: 2 }] as const);
    return { ...examination, results: new Map(results), startedAt: Date.UTC(2026, 0, 1), durationMs: 80 };
  } finally {
    await node.remove();
  }
}

async function outputOf(examination: Examination, format: FormatName, lang: Lang): Promise<string> {
  const report = reportOf(examination, lang, null);
  const render = await formatNamed(format).load();
  return withoutTimes(
    render(report, {
      lang,
      style: styleOf(false, false),
      sources: sourcesOf(examination),
      exitCode: exitCodeOf(report, { failOn: 'error', allowUnknown: [], format }),
      asRoot: null,
      verbose: false,
      quiet: false,
      base: '/etc/crane',
    }),
  );
}

/** Long outputs are cut: shown are the beginning, what follows a line with this in it, and the end. */
const AROUND: { readonly [name in FormatName]?: string } = {
  json: '"id": "config-endpoints"',
  ndjson: '"id":"config-endpoints"',
  junit: '<testcase name="config-endpoints"',
  sarif: '"ruleId"',
  markdown: '### ',
  prometheus: '# HELP crane_doctor_findings',
};
const SHOWN = { first: 10, after: 26, last: 4, width: 300 };

function excerpt(text: string, around: string | undefined, lang: Lang): string {
  const lines = text.trimEnd().split('\n');
  const at = around === undefined ? 0 : lines.findIndex((line) => line.includes(around));
  const after = lines[at]!.startsWith('{"event"') ? 1 : SHOWN.after;
  const isShown = (index: number): boolean =>
    around === undefined ||
    index < (after === 1 ? 2 : SHOWN.first) ||
    (index >= at && index < at + after) ||
    index >= lines.length - (after === 1 ? 1 : SHOWN.last);
  const out: string[] = [];
  let left = 0;
  lines.forEach((line, index) => {
    if (!isShown(index)) left += 1;
    else {
      if (left > 0) out.push(lang === 'zh' ? `… 省略 ${left} 行 …` : `… ${left} lines …`);
      left = 0;
      out.push(line.length > SHOWN.width ? `${line.slice(0, SHOWN.width)} …` : line);
    }
  });
  return out.join('\n');
}

async function pageOf(examination: Examination, lang: Lang): Promise<string> {
  const zh = lang === 'zh';
  const parts = await Promise.all(
    FORMAT_NAMES.map(async (format) => {
      const command = `    crane-doctor --format ${format}`;
      const head = `## ${format}\n\n${ABOUT[format][lang]}\n\n${command}`;
      if (format === 'html') {
        const alt = zh
          ? '结论、带行号的配置片段、依据与步骤'
          : 'The verdict, the lines of config.yaml, the evidence and the steps';
        return `${head}\n\n[formats/cn07${zh ? '.zh' : ''}.html](formats/cn07${zh ? '.zh' : ''}.html)\n\n![${alt}](images/page${zh ? '.zh' : ''}.png)`;
      }
      // Four backquotes: Markdown's output has three.
      return `${head}\n\n\`\`\`\`${FENCE[format] ?? 'text'}\n${excerpt(await outputOf(examination, format, lang), AROUND[format], lang)}\n\`\`\`\``;
    }),
  );
  const title = zh
    ? `# 输出格式\n\n[English](formats.md)\n\n各格式对同一故障节点（\`RuntimeEndpoint\` 多写了 \`unix://\`）的输出；较长的输出有省略。使用 \`-o FILE\` 时，除 \`.prom\` 外\n文件权限为 0600；未写 \`--format\` 时按扩展名选择格式的只有交互界面。退出码与格式无关，nagios 除外。本页由\n\`npm run formats\` 生成。`
    : `# Output formats\n\n[中文](formats.zh.md)\n\nWhat each format has for one and the same faulty node (\`RuntimeEndpoint\` with a \`unix://\` too many); long outputs are cut.\nWith \`-o FILE\` a file has mode 0600, but for \`.prom\`. The exit code is the same in all of them, but for nagios. This page\nis made by \`npm run formats\`.`;
  return `${title}\n\n${parts.join('\n\n')}\n`;
}

const examination = await examined();
const files = new Map<string, string>();
for (const lang of ['en', 'zh'] as const) {
  const suffix = lang === 'zh' ? '.zh' : '';
  files.set(`formats${suffix}.md`, await pageOf(examination, lang));
  files.set(`formats/cn07${suffix}.html`, await outputOf(examination, 'html', lang));
}

if (await writtenOrCompared(files, 'npm run formats')) {
  if (!existsSync('/usr/bin/chromium-headless-shell')) {
    console.error('Without chromium-headless-shell the pictures of the page stay as they are');
  } else {
    const cleanup = new Cleanup();
    const browser = await Browser.start(cleanup);
    for (const suffix of ['', '.zh']) {
      const page = await browser.open(`file://${DOCS}/formats/cn07${suffix}.html`, { width: 1000 });
      await writeFile(join(DOCS, `images/page${suffix}.png`), await page.picture());
    }
    await cleanup.run();
  }
}
