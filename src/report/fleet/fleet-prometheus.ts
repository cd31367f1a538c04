import type { Lang } from '../../lang.ts';
import { metricsText, type Metric, type Sample } from '../formats/prometheus.ts';
import type { FleetDocument } from './schema.ts';

/* A fleet for Prometheus: counts of nodes, never a series a node, which the nodes' own textfile collectors have. */

function metricsOf(
  { nodes, unanswered, findings, drift, startedAt, durationMs }: FleetDocument,
  exitCode: number,
): Metric[] {
  const { total, answered, ...verdicts } = nodes;
  const reasons = new Map<string, number>();
  for (const { reason, count } of unanswered) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  const one = (value: number): Sample[] => [{ value }];
  return [
    {
      name: 'crane_doctor_fleet_nodes',
      help: { en: 'Nodes that were asked', zh: '被检查的节点数' },
      samples: one(total),
    },
    {
      name: 'crane_doctor_fleet_nodes_answered',
      help: { en: 'Nodes that sent a report', zh: '已应答的节点数' },
      samples: one(answered),
    },
    {
      name: 'crane_doctor_fleet_verdict_nodes',
      help: { en: 'Nodes by their verdict', zh: '各结论的节点数' },
      samples: Object.entries(verdicts).map(([verdict, value]) => ({ labels: { verdict }, value })),
    },
    {
      name: 'crane_doctor_fleet_unanswered_nodes',
      help: { en: 'Nodes without a report, by the reason', zh: '没有报告的节点数，按原因' },
      samples: ['unreachable', 'no-doctor', 'timeout', 'bad-output'].map((reason) => ({
        labels: { reason },
        value: reasons.get(reason) ?? 0,
      })),
    },
    {
      name: 'crane_doctor_fleet_finding_nodes',
      help: {
        en: 'Nodes with a finding, by code; only codes that were found',
        zh: '存在各结论代码的节点数，仅列出存在的代码',
      },
      samples: findings.map(({ code, severity, count }) => ({ labels: { code, severity }, value: count })),
    },
    {
      name: 'crane_doctor_fleet_drift_groups',
      help: {
        en: 'Groups of nodes that differ: 0 where all have the same',
        zh: '存在差异的节点组数：全部相同为 0',
      },
      samples: (['config', 'runtime', 'kernel', 'doctor', 'clock'] as const).map((fact) => ({
        labels: { fact },
        value: drift[fact].length,
      })),
    },
    {
      name: 'crane_doctor_fleet_exit_code',
      help: { en: 'The exit code of the run', zh: '本次运行的退出码' },
      samples: one(exitCode),
    },
    {
      name: 'crane_doctor_fleet_run_duration_seconds',
      help: { en: 'How long the run took', zh: '本次运行的时长' },
      samples: one(Math.round(durationMs) / 1000),
    },
    {
      name: 'crane_doctor_fleet_last_run_timestamp_seconds',
      help: { en: 'When the run began, Unix time', zh: '本次运行的开始时间（Unix 时间）' },
      samples: one(Date.parse(startedAt) / 1000),
    },
  ];
}

/** A fleet as metrics. */
export function fleetPrometheus(document: FleetDocument, exitCode: number, lang: Lang): string {
  return metricsText(metricsOf(document, exitCode), lang);
}
