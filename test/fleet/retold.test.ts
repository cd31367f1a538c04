import { beforeAll, expect, test } from 'vitest';

import { fleetOf, type Fleet } from '../../src/fleet/fleet.ts';
import { listen } from '../../src/fleet/hearing.ts';
import { asNode, compactReport, type MutableReport } from '../support/fleet-nodes.ts';
import { runProgram } from '../support/program.ts';

let stale: string;
beforeAll(async () => {
  stale = await compactReport('stale-config');
}, 60_000);

interface MutableFinding {
  code: string;
  message: string;
  args: Record<string, unknown>;
}

/** A node whose one finding says what it is changed to say. */
function node(name: string, change: (finding: MutableFinding) => void = () => {}): string {
  return asNode(stale, name, ({ checks }: MutableReport) => change(checks.flatMap((one) => one.findings)[0] as never));
}

function heard(...lines: readonly string[]): Fleet {
  const hearing = listen({ expected: null, askedAt: null });
  for (const [index, line] of lines.entries()) hearing.line(`cn${index + 1}: ${line}`, false, 'out');
  return fleetOf(hearing, null, new Map(), null, { startedAt: 0, durationMs: 0 });
}

const messages = (fleet: Fleet): { en: string; zh: string }[] =>
  fleet.nodes.flatMap(({ findings }) => findings.map(({ message }) => message));

test.each(['en', 'zh'])(
  'what a node says in one language (%s) is said in the other from code and arguments',
  async (lang) => {
    const { stdout } = await runProgram(['demo', '--compact', '--lang', lang, '--fault', 'stale-socket']);
    expect(messages(heard(stdout.trimEnd()))).toEqual([
      {
        en: '/run/containerd/containerd.sock refuses connections: the socket file is there, but nobody listens on it',
        zh: expect.stringMatching(/^\/run\/containerd\/containerd.sock 拒绝连接/) as string,
      },
    ]);
  },
);

test('points of time are written for people in both', () => {
  const [message] = messages(heard(node('cn1')));
  expect(message!.en).toMatch(/ was written \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, after craned was started/);
  expect(message!.zh).toMatch(/ 写入于 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC，晚于 craned 的启动时间/);
});

test.each<[string, (finding: MutableFinding) => void]>([
  ['a wording of another version', (finding) => (finding.message = 'Restart it, the file is newer')],
  ['a code of a newer doctor', (finding) => (finding.code = 'craned-service/quantum')],
  ['a check of a newer doctor', (finding) => (finding.code = 'quantum/entangled')],
  ['a name that every object has', (finding) => (finding.code = 'craned-service/constructor')],
  ['arguments that were left out', (finding) => (finding.args = {})],
  ['arguments that break', (finding) => (finding.args = { used: { toString: 1 } })],
])('%s: the message stays as it was told', (_, change) => {
  let told = '';
  const [message] = messages(
    heard(
      node('cn1', (finding) => {
        change(finding);
        told = finding.message;
      }),
    ),
  );
  expect(message).toEqual({ en: told, zh: told });
});

test('each node keeps its own words of a finding that it shares', () => {
  const other = node('cn2', (finding) => {
    finding.message = 'my own words';
  });
  const fleet = heard(node('cn1'), other);
  expect(messages(fleet).map(({ en }) => en)).toEqual([expect.stringMatching(/was written/), 'my own words']);
});
