import { DEFAULT_CONFIG_PATH } from '../../config/default-path.ts';
import type { ConfigReading } from '../../config/reading.ts';
import { shellQuote } from '../../guide/shell-quote.ts';
import type { Lang } from '../../lang.ts';
import { codeFrame } from '../code-frame.ts';
import type { Report, ReportFinding } from '../schema.ts';
import { COLOUR_OF, type Style } from '../style.ts';
import { frameOf } from '../text/finding-block.ts';
import type { TextOptions } from '../text/text-options.ts';
import { visible } from '../visible.ts';
import { clusterSettings } from './cluster-settings.ts';
import { containerSettings } from './container-settings.ts';
import { settingsTable } from './settings-table.ts';

/**
 * `config` for people: what craned does with the file, in its words and at its place; what it holds in
 * memory then; and below it all that the config checks found in the same reading.
 */
export function configText(config: ConfigReading, report: Report, options: TextOptions): string {
  const { lang, style } = options;
  const settings = config.root === null ? [] : [...clusterSettings(config), ...containerSettings(config)];
  const table = settings.length === 0 ? [] : ['', ...settingsTable(settings, lang, style)];
  return `${[...outcomeLines(config, lang, style), ...table, ...findingLines(config, report, options), ...remedyLines(config, report, options)].join('\n')}\n`;
}

/** Where craned stops, if it does. */
function stopPlace({ path, stops }: ConfigReading): NonNullable<ReportFinding['location']> | null {
  const span = stops[0]?.span;
  return span ? { path, ...span } : null;
}

function outcomeLines(config: ConfigReading, lang: Lang, style: Style): string[] {
  const { outcome, message, path } = config;
  const words = message === null ? '' : visible(message);
  const silent = lang === 'zh' ? '没有任何提示' : 'it says nothing';
  const said = {
    starts: { en: 'craned accepts this file', zh: 'craned 接受此文件' },
    exits: { en: `craned exits with code 1: ${words || silent}`, zh: `craned 以退出码 1 退出：${words || silent}` },
    aborts: { en: `craned aborts: ${words}`, zh: `craned 异常中止：${words}` },
    missing: {
      en: `the file is missing; craned exits with code 1: ${words}`,
      zh: `文件不存在，craned 以退出码 1 退出：${words}`,
    },
    unknown: { en: `could not look: ${words}`, zh: `无法查看：${words}` },
  }[outcome][lang];
  const status = outcome === 'starts' ? 'pass' : outcome === 'unknown' ? 'unknown' : 'fail';
  const place = stopPlace(config);
  const at = place ? `${visible(path)}:${place.line}:${place.column}` : visible(path);
  const frame = place && config.text !== null ? ['', ...codeFrame(config.text, place).map((line) => `  ${line}`)] : [];
  return [style.paint(COLOUR_OF[status]!, `${style.symbols[status]} ${at}: ${said}`), ...frame];
}

const SEVERITIES = ['error', 'unknown', 'warning', 'info'] as const;

function findingLines(config: ConfigReading, report: Report, options: TextOptions): string[] {
  const found = report.checks.flatMap((check) => check.findings);
  return SEVERITIES.flatMap((severity) => {
    const these = found.filter((finding) => finding.severity === severity);
    if (these.length === 0) return [];
    const title = options.style.paint(COLOUR_OF[severity]!, sectionTitle(severity, these.length, options));
    return ['', title, ...these.flatMap((finding) => block(config, finding, options))];
  });
}

/** The frame of craned's stop stands at the top already. What to do is in the report of the checks. */
function block(config: ConfigReading, finding: ReportFinding, options: TextOptions): string[] {
  const { lang, style } = options;
  const place = stopPlace(config);
  const at = finding.location;
  const above = finding.stopsCraned && at && place && at.line === place.line && at.column === place.column;
  const stops = finding.stopsCraned ? (lang === 'zh' ? '（craned 在此停止）' : ' (craned stops here)') : '';
  const first = `  ${style.paint(COLOUR_OF[finding.severity]!, finding.code)}   ${finding.message}`;
  const frame = frameOf(finding, above ? { ...options, sources: [] } : options);
  return [`${first}${style.paint('gray', stops)}`, ...frame.map((line) => `    ${line}`)];
}

/** The command whose report has the remedies, for the same file. */
function remedyLines(config: ConfigReading, report: Report, { lang, style }: TextOptions): string[] {
  if (!report.checks.some(({ status }) => status === 'fail' || status === 'warn')) return [];
  const path = config.path === DEFAULT_CONFIG_PATH ? '' : shellQuote(config.path);
  const root = report.host.root === null ? '' : shellQuote(report.host.root);
  if (path === null || root === null) return [];
  const asIf = config.container !== null && config.containerEnabled === false ? ' --as-if-enabled' : '';
  const command = `crane-doctor --only config -v${asIf}${path && ` -c ${path}`}${root && ` --root ${root}`}`;
  return ['', `${lang === 'zh' ? '解决方法：' : 'What to do: '}${style.paint('cyan', command)}`];
}

function sectionTitle(severity: (typeof SEVERITIES)[number], n: number, { lang, style }: TextOptions): string {
  const plural = n === 1 ? '' : 's';
  return {
    error: { en: `${style.symbols.fail} ${n} error${plural}`, zh: `${style.symbols.fail} ${n} 个错误` },
    unknown: { en: `${style.symbols.unknown} ${n} not checked`, zh: `${style.symbols.unknown} ${n} 项未能检查` },
    warning: { en: `${style.symbols.warn} ${n} warning${plural}`, zh: `${style.symbols.warn} ${n} 条警告` },
    info: { en: `i ${n} note${plural}`, zh: `i ${n} 条提示` },
  }[severity][lang];
}
