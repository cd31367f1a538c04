import { beforeAll, describe, expect, test } from 'vitest';

import { fleetOf, type Fleet } from '../../src/fleet/fleet.ts';
import { listen } from '../../src/fleet/hearing.ts';
import { lineReader } from '../../src/fleet/line-reader.ts';
import { asNode, compactReport, type MutableReport } from '../support/fleet-nodes.ts';

let healthy: string;
let sick: string;
beforeAll(async () => {
  [healthy, sick] = await Promise.all([compactReport(), compactReport('stale-socket')]);
}, 60_000);

/** What is made of a stream, in chunks of some bytes. */
function heard(
  text: string,
  expected: readonly string[] | null = null,
  size = 1000,
  source: 'out' | 'err' = 'out',
): Fleet {
  const hearing = listen({ expected, askedAt: null });
  const reader = lineReader((line, cut) => hearing.line(line, cut, source));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
  reader.end();
  return fleetOf(hearing, expected, new Map(), null, { startedAt: 0, durationMs: 0 });
}

const names = (fleet: Fleet): string[] => fleet.nodes.map(({ name, picture }) => `${name} ${picture.verdict}`);
const silent = (fleet: Fleet): string[] =>
  fleet.unanswered.map(({ name, why }) => `${name} ${why.reason}: ${why.detail.en}`);
const line = (name: string, change?: (report: MutableReport) => void): string =>
  `${name}: ${asNode(healthy, name, change)}\n`;

describe('a stream of host: line', () => {
  test.each([1, 7, 100_000])('is each node’s report, in chunks of %i bytes', (size) => {
    const fleet = heard(`${line('cn01')}cn02: ${asNode(sick, 'cn02')}\n`, null, size);
    expect(names(fleet)).toEqual(['cn01 pass', 'cn02 fail']);
    expect(fleet.nodes[0]!.findings).toEqual([]);
    expect(fleet.nodes[1]!.findings.map(({ code }) => code)).toContain('runtime-socket/refused');
  });

  test('may have reports over many lines, between those of others', () => {
    const pretty = (name: string): string[] => JSON.stringify(JSON.parse(asNode(healthy, name)), null, 2).split('\n');
    const [one, other] = [pretty('cn01'), pretty('cn02')];
    const mixed = one.map((text, index) => `cn01: ${text}\ncn02: ${other[index] ?? ''}\n`).join('');
    expect(names(heard(mixed))).toEqual(['cn01 pass', 'cn02 pass']);
  });

  test('tells apart what is no report', () => {
    const fleet = heard(
      [
        'cn01: *** Welcome ***\n',
        line('cn01'),
        'cn02: {"schemaVersion":1,"tool":\n',
        'cn03: hello\n',
        `cn04: ${'x'.repeat(3 * 1024 * 1024)}\n`,
        `cn05: {"a":"${'x'.repeat(3 * 1024 * 1024)}"}\n`,
        line('cn06', (report) => (report.schemaVersion = 2)),
        'cn07: {"schemaVersion":1,"error":{"kind":"usage","message":"unknown option: --compact"}}\n',
        'cn08: {"schemaVersion":1,"checks":7}\n',
        'cn09: {\n',
        'cn09:   "schemaVersion": 1,\n',
        'cn10: bash: crane-doctor: command not found\n',
        'cn11: ssh: connect to host cn11 port 22: No route to host\n',
        'pdsh@mgmt: cn12: ssh exited with exit code 255\n',
        'pdsh@mgmt: cn13: command timeout\n',
        'clush: cn[14-15]: command timeout\n',
        'clush: cn16: exited with exit code 127\n',
        'pdsh@mgmt: cn17: sh exited with exit code 1\n',
      ].join(''),
    );
    expect(names(fleet)).toEqual(['cn01 pass']);
    expect(silent(fleet)).toEqual([
      'cn02 bad-output: truncated: its report is not whole',
      'cn03 bad-output: no report: hello',
      expect.stringMatching(/^cn04 bad-output: no report: x{150,}$/),
      'cn05 bad-output: too large: more than 2 MiB',
      'cn06 bad-output: its report has schema version 2, which is newer than this crane-doctor',
      'cn07 bad-output: its crane-doctor says: unknown option: --compact',
      'cn08 bad-output: that is no report of crane-doctor',
      'cn09 bad-output: truncated: its report is not whole',
      'cn10 no-doctor: bash: crane-doctor: command not found',
      'cn11 unreachable: ssh: connect to host … port 22: No route to host',
      'cn12 unreachable: no connection',
      'cn13 timeout: no answer in time',
      'cn14 timeout: no answer in time',
      'cn15 timeout: no answer in time',
      'cn16 no-doctor: no crane-doctor there',
      'cn17 bad-output: it ended without a word (exit 1)',
    ]);
  });

  test('a node whose last words have no line end spoils nobody else’s', () => {
    const glued = `cn01: {"schemaVersion":1,"ha${line('cn02')}cn03: wo${line('cn04')}`;
    expect(names(heard(glued))).toEqual(['cn02 pass', 'cn04 pass']);
    const fleet = heard(glued, ['cn01', 'cn02', 'cn03', 'cn04']);
    expect(names(fleet)).toEqual(['cn02 pass', 'cn04 pass']);
    expect(silent(fleet)).toEqual([
      'cn01 bad-output: truncated: its report is not whole',
      'cn03 bad-output: no report: wo',
    ]);
    const words = heard(`cn01: no endcn03: {"schemaVersion":1,"hacn04: garbage, see cn02: x\n${line('cn02')}`, [
      'cn01',
      'cn02',
      'cn03',
      'cn04',
    ]);
    expect(names(words)).toEqual(['cn02 pass']);
    expect(silent(words)).toEqual([
      'cn01 bad-output: no report: no end',
      'cn03 bad-output: truncated: its report is not whole',
      'cn04 bad-output: no report: garbage, see cn02: x',
    ]);
  });

  test('words that pdsh wrote apart from their label are of that node, and lose nobody else', () => {
    const stream = `cn01: cn03: ${asNode(healthy, 'cn03')}\n{"schemaVersion":1,"hacn04: ${asNode(healthy, 'cn04')}\n`;
    for (const asked of [['cn01', 'cn03', 'cn04'], undefined]) {
      const fleet = heard(stream, asked);
      expect(names(fleet)).toEqual(['cn03 pass', 'cn04 pass']);
      expect(silent(fleet)).toEqual(['cn01 bad-output: truncated: its report is not whole']);
    }
    const two = heard(`cn01: cn02: ${line('cn03')}wocn04: ${asNode(healthy, 'cn04')}\n{"schemaVersion":1\n`, [
      'cn01',
      'cn02',
      'cn03',
      'cn04',
    ]);
    expect(names(two)).toEqual(['cn03 pass', 'cn04 pass']);
    const nobody = heard(`{"schemaVersion":1,"hacn04: ${asNode(healthy, 'cn04')}\nno end\n`, ['cn01', 'cn04']);
    expect(names(nobody)).toEqual(['cn04 pass']);
    expect(silent(nobody)).toEqual(['cn01 timeout: nothing was heard of it']);
  });

  test('of a node that answers twice the latest counts, once', () => {
    const before = asNode(sick, 'cn01', (report) => (report.startedAt = '2020-01-01T00:00:00Z'));
    for (const text of [`cn01: ${before}\n${line('cn01')}`, `${line('cn01')}cn01: ${before}\n`]) {
      const fleet = heard(text);
      expect(names(fleet)).toEqual(['cn01 pass']);
      expect(fleet.repeated).toEqual(['cn01']);
    }
  });

  test('labels without the domain are the nodes that were asked; others are nobody', () => {
    const fleet = heard(`${line('cn1')}${line('zz')}`, ['cn1.x.org', 'cn2.x.org']);
    expect(names(fleet)).toEqual(['cn1.x.org pass']);
    expect(silent(fleet)).toEqual(['cn2.x.org timeout: nothing was heard of it']);
  });

  test('what a newer doctor adds is taken as it is; control characters are not', () => {
    const fleet = heard(
      line('cn01', (report) => {
        report.checks.push({
          id: 'quantum',
          status: 'fail',
          findings: [
            { code: 'quantum/entangled', severity: 'error', message: 'a\u001b[31mb', target: '\u0007', args: {} },
          ],
          ...{ group: 'physics', title: '', durationMs: 0, observed: {} },
        });
      }),
    );
    expect(fleet.nodes[0]!.findings).toMatchObject([
      {
        code: 'quantum/entangled',
        message: { en: 'a\\x1b[31mb', zh: 'a\\x1b[31mb' },
        target: '\\x07',
        group: 'physics',
      },
    ]);
  });

  test('keeps of nodes that look alike no more than one picture', () => {
    const fleet = heard(Array.from({ length: 300 }, (_, n) => line(`cn${n}`)).join(''));
    expect(new Set(fleet.nodes.map(({ picture }) => picture)).size).toBe(1);
    expect(new Set(fleet.nodes.map(({ findings }) => findings)).size).toBe(1);
  });
});
