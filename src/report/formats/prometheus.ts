import type { Lang, Text } from '../../lang.ts';
import type { Report } from '../schema.ts';
import { visible } from '../visible.ts';
import type { Render } from './render.ts';

/* Prometheus's text format, for the textfile collector of node_exporter. Labels are few: codes, never values of the node's findings. */

export interface Sample {
  readonly labels?: { readonly [name: string]: string };
  readonly value: number;
}

export interface Metric {
  readonly name: string;
  readonly help: Text;
  readonly samples: readonly Sample[];
}

function label(value: string): string {
  return visible(value.toWellFormed()).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

function sample(name: string, { labels = {}, value }: Sample): string {
  const given = Object.entries(labels).map(([key, text]) => `${key}="${label(text)}"`);
  return `${name}${given.length === 0 ? '' : `{${given.join(',')}}`} ${value}`;
}

/** How many findings there are of each code, of those that are no mere information and not expected. */
function findings({ checks }: Report): Sample[] {
  return checks.flatMap(({ id, findings: found }) => {
    const counted = found.filter(({ severity, expected }) => severity !== 'info' && !expected);
    const kinds = new Map(counted.map((finding) => [`${finding.code} ${finding.severity}`, finding]));
    return [...kinds.values()].map(({ code, severity }) => ({
      labels: { check: id, code, severity },
      value: counted.filter((finding) => finding.code === code && finding.severity === severity).length,
    }));
  });
}

function info({ tool, subject }: Report): { readonly [name: string]: string } {
  return {
    version: tool.version,
    role: subject.role,
    config_hash: subject.config?.hash ?? '',
    runtime: subject.runtime?.name ?? '',
    runtime_version: subject.runtime?.version ?? '',
  };
}

function metricsOf(report: Report, exitCode: number): Metric[] {
  const { summary, causes, checks, verdict } = report;
  const one = (value: number): Sample[] => [{ value }];
  return [
    {
      name: 'crane_doctor_info',
      help: { en: 'What was examined, and with what', zh: '检查的对象与所用的工具' },
      samples: [{ labels: info(report), value: 1 }],
    },
    {
      name: 'crane_doctor_verdict',
      help: { en: 'The verdict: 1 for the one that holds, 0 for the others', zh: '结论：成立的为 1，其余为 0' },
      samples: ['pass', 'warn', 'fail', 'unknown'].map((each) => ({
        labels: { verdict: each },
        value: each === verdict ? 1 : 0,
      })),
    },
    {
      name: 'crane_doctor_checks',
      help: { en: 'Checks by status', zh: '各状态的检查数' },
      samples: Object.entries(summary).map(([status, value]) => ({ labels: { status }, value })),
    },
    {
      name: 'crane_doctor_check_status',
      help: { en: 'The status of each check, always 1', zh: '每项检查的状态，值恒为 1' },
      samples: checks.map(({ id, group, status }) => ({ labels: { check: id, group, status }, value: 1 })),
    },
    {
      name: 'crane_doctor_findings',
      help: { en: 'Findings by code; only codes that were found', zh: '各代码的结论数，仅列出存在的代码' },
      samples: findings(report),
    },
    {
      name: 'crane_doctor_expected_findings',
      help: {
        en: "Findings that the site's settings expect; they count nowhere else",
        zh: '设置文件中预期的结论数，不计入其他指标',
      },
      samples: one(checks.flatMap((check) => check.findings).filter(({ expected }) => expected).length),
    },
    {
      name: 'crane_doctor_cause',
      help: { en: 'The causes, always 1', zh: '原因，值恒为 1' },
      samples: causes.map(({ check, code }) => ({ labels: { check, code }, value: 1 })),
    },
    {
      name: 'crane_doctor_exit_code',
      help: { en: 'The exit code of the run', zh: '本次运行的退出码' },
      samples: one(exitCode),
    },
    {
      name: 'crane_doctor_run_duration_seconds',
      help: { en: 'How long the run took', zh: '本次运行的时长' },
      samples: one(report.durationMs / 1000),
    },
    {
      name: 'crane_doctor_last_run_timestamp_seconds',
      help: { en: 'When the run began, Unix time', zh: '本次运行的开始时间（Unix 时间）' },
      samples: one(Date.parse(report.startedAt) / 1000),
    },
  ];
}

/** Metrics in the text format, all of them gauges; one without samples is left out. */
export function metricsText(metrics: readonly Metric[], lang: Lang): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, samples }) =>
      [`# HELP ${name} ${help[lang]}`, `# TYPE ${name} gauge`, ...samples.map((each) => sample(name, each)), ''].join(
        '\n',
      ),
    )
    .join('');
}

/** The report as metrics. */
export const renderPrometheus: Render = (report, { lang, exitCode }) => metricsText(metricsOf(report, exitCode), lang);
