import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import stringWidth from 'string-width';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { FleetDocument } from '../../src/report/fleet/schema.ts';
import { BUNDLE, NODE, ROOT } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { asNode, compactReport, type MutableReport } from '../support/fleet-nodes.ts';
import { runProgram } from '../support/program.ts';
import { ProgramTerminal } from '../support/terminal.ts';

const ajv = new Ajv2020();
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schema/fleet.v1.json'), 'utf8')) as object);

let healthy: string;
let sick: string;
let stale: string;
beforeAll(async () => {
  [healthy, sick, stale] = await Promise.all([
    compactReport(),
    compactReport('stale-socket'),
    compactReport('stale-config'),
  ]);
});
let cleanup: Cleanup;
let folder: string;
beforeEach(() => {
  cleanup = new Cleanup();
  folder = temporaryDirectory(cleanup);
});
afterEach(() => cleanup.run());

function put(name: string, line: string, change?: (report: MutableReport) => void): void {
  writeFileSync(join(folder, `${name}.json`), `${asNode(line, name, change)}\n`);
}

async function merged(...args: string[]): Promise<{ answer: FleetDocument; code: number | null }> {
  const { stdout, code } = await runProgram([
    'fleet',
    '--json',
    '--lang',
    'en',
    '-c',
    '/nowhere.yaml',
    '--from',
    folder,
    ...args,
  ]);
  const answer = JSON.parse(stdout) as FleetDocument;
  expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
  return { answer, code };
}

/** A configuration of this machine, and what gives a report the same. */
async function thisMachine(): Promise<{
  config: string;
  values: Record<string, string>;
  mine: (report: MutableReport) => void;
}> {
  const config = join(folder, 'config.yaml');
  writeFileSync(config, 'ControlMachine: control\nContainer:\n  TempDir: mine\n');
  const here = JSON.parse((await runProgram(['check', '--compact', '-c', config])).stdout) as MutableReport;
  return {
    config,
    values: here.subject.config!.values,
    mine: (report) => (report.subject.config = here.subject.config),
  };
}

/** What a stream on stdin is made into. */
function piped(text: string, ...args: string[]): Promise<{ stdout: string; code: number | null }> {
  return new Promise((resolve) => {
    const child = spawn(NODE, [BUNDLE, 'fleet', '--lang', 'en', '-c', '/nowhere.yaml', ...args, '-'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.on('close', (code) => resolve({ stdout, code }));
    child.stdin.end(text);
  });
}

describe('a folder of reports', () => {
  test('and bundles is a fleet; a broken file is one node, other files are none', async () => {
    for (const name of ['cn01', 'cn02', 'cn03']) put(name, healthy);
    put('cn04', sick);
    writeFileSync(join(folder, 'cn05.json'), healthy.slice(0, 500));
    writeFileSync(join(folder, 'cn06.tar.gz'), 'no bundle');
    writeFileSync(join(folder, 'notes.txt'), 'none of ours');
    mkdirSync(join(folder, 'cn08.json'));
    const bundle = await runProgram([
      'bundle',
      '-c',
      '/nowhere.yaml',
      '--only',
      'config',
      '-o',
      join(folder, 'x.tar.gz'),
    ]);
    expect(bundle.code).toBe(0);
    const { answer, code } = await merged();
    expect(answer.nodes).toMatchObject({ total: 8, answered: 5, pass: 3, fail: 2 });
    expect(answer.unanswered.map(({ nodes, reason, detail }) => [nodes, reason, detail])).toEqual([
      ['cn05', 'bad-output', 'truncated: its report is not whole'],
      ['cn06', 'bad-output', 'it is no bundle (not gzip)'],
      ['cn08', 'bad-output', 'NOT_REGULAR'],
    ]);
    expect(answer.findings.map(({ code: one, count }) => [one, count]).sort()).toEqual([
      ['config-file/missing', 1],
      ['runtime-socket/refused', 1],
    ]);
    expect(code).toBe(1);
  });

  test('"all", "all but" and "only" are told apart', async () => {
    const names = Array.from({ length: 10 }, (_, n) => `cn${String(n + 1).padStart(2, '0')}`);
    const text = async (): Promise<string> =>
      (await runProgram(['fleet', '--lang', 'en', '-c', '/nowhere.yaml', '--from', folder])).stdout;
    for (const name of names) put(name, sick);
    expect(await text()).toMatch(/✗ runtime-socket\/refused +10 {2}all 10 nodes/);
    put('cn07', healthy);
    expect(await text()).toMatch(/✗ runtime-socket\/refused +9 {2}all but cn07 \(9 nodes\)/);
    for (const name of names.slice(0, 7)) put(name, healthy);
    expect(await text()).toMatch(/✗ runtime-socket\/refused +3 {2}cn\[08-10\]/);
  });

  test('the worst node decides the exit code, and what did not answer was not checked', async () => {
    put('cn01', healthy);
    expect((await merged()).code).toBe(0);
    expect((await runProgram(['fleet', '--from', folder, '-c', '/nowhere.yaml', '--quiet'])).stdout).toBe('');
    writeFileSync(join(folder, 'cn02.json'), 'x');
    expect((await merged()).code).toBe(3);
    put('cn03', sick);
    expect((await merged()).code).toBe(1);
    expect((await merged('--fail-on', 'never')).code).toBe(0);
    const empty = temporaryDirectory(cleanup);
    expect((await runProgram(['fleet', '--from', empty])).code).toBe(3);
    expect((await runProgram(['fleet', '--from', join(empty, 'gone')])).code).toBe(2);
  });

  test('after distribution: who has another configuration than this machine, and whose craned was not restarted', async () => {
    const { config, mine, values } = await thisMachine();
    put('cn01', healthy, mine);
    put('cn02', stale, mine);
    put('cn03', healthy, (report) => {
      report.subject.config = { hash: 'e'.repeat(64), values: { ...values, 'Container.TempDir': 'theirs' } };
    });
    put('cn04', healthy, (report) => {
      mine(report);
      report.checks.find(({ id }) => id === 'craned-service')!.status = 'unknown';
    });
    const { answer } = await merged('-c', config);
    expect(answer.distribution).toMatchObject({
      same: { nodes: 'cn[01-02,04]', count: 3 },
      different: { nodes: 'cn03', count: 1 },
      notRestarted: { nodes: 'cn02', count: 1 },
      notSeen: { nodes: 'cn04', count: 1 },
    });
    const commands = answer.distribution!.remedy!.steps.map(({ command }) => command);
    expect(commands).toContain(`pdcp -w cn03 ${config} ${config}`);
    expect(commands).toContain("pdsh -w cn03 'systemctl restart craned'");
    expect(commands).toContain(`crane-doctor fleet -w cn03 --only config,craned-service -c ${config}`);
    expect(answer.drift.against).toBe('here');
    expect(answer.drift.config.find(({ nodes }) => nodes === 'cn03')?.differences).toEqual([
      { path: 'Container.TempDir', here: 'mine', there: 'theirs' },
    ]);
    const { stdout } = await runProgram(['fleet', '--lang', 'en', '-c', config, '--from', folder]);
    expect(stdout).toContain('cn03: configuration differs from this machine: Container.TempDir is theirs, not mine');
    expect(stdout).toContain('1 node whose daemon was not restarted since its configuration changed: cn02');
    expect(stdout).toContain('  Distribution  cn03\n    What to do (guide: The configuration is not the same');
    expect(stdout).toContain('1 node on which it was not seen whether the daemon was restarted since: cn04');
  });

  test('another configuration is a warning about the fleet, also where it differs in order alone', async () => {
    const { config, mine, values } = await thisMachine();
    const text = async (...args: string[]): Promise<{ stdout: string; code: number | null }> =>
      runProgram(['fleet', '--lang', 'en', '-c', config, '--from', folder, ...args]);
    put('cn01', healthy, mine);
    const same = await text('--fail-on', 'warning');
    expect(same.stdout).toContain('✓ All is well on 1 node');
    expect(same.stdout).toContain('No daemon still runs with an earlier configuration');
    expect(same.code).toBe(0);
    put('cn01', healthy, (report) => (report.subject.config = { hash: 'e'.repeat(64), values }));
    const other = await text('--fail-on', 'warning');
    expect(other.stdout).toContain('! No errors; another configuration on 1 node');
    expect(other.stdout).toContain('cn01: configuration differs from this machine: only in order or in secret values');
    expect(other.code).toBe(1);
    expect((await text()).code).toBe(0);
    expect((await text('--quiet')).stdout).toContain('another configuration');
  });

  test('a report that began long before the others is of another run, or its clock is behind: nobody can tell', async () => {
    const early = (hours: number) => (report: MutableReport) => {
      report.startedAt = new Date(Date.now() - hours * 3_600_000 - 60_000).toISOString();
    };
    for (const name of ['cn01', 'cn02', 'cn03', 'cn04', 'cn05']) put(name, healthy);
    put('cn06', healthy, early(3));
    const { answer } = await merged();
    expect(answer.drift).toMatchObject({ clock: [], apart: [{ nodes: 'cn06', count: 1 }] });
    expect(answer.drift.apart[0]!.seconds).toBeLessThan(-3 * 3600);
    const text = async (lang: string): Promise<string> =>
      (await runProgram(['fleet', '--lang', lang, '-c', '/nowhere.yaml', '--from', folder])).stdout;
    expect(await text('en')).toContain(
      'cn06: its report began 3 h before most others: of another run, or a clock that is behind',
    );
    expect(await text('zh')).toContain('cn06 的报告比多数节点早 3 h：来自另一次运行，或其时钟偏慢');
    put('cn05', healthy, early(50));
    expect(await text('en')).toContain('cn[05-06]: their reports began up to 2 d before most others');
  });

  test.each(['en', 'zh'])(
    'on 80 columns lines stay whole, and a long list stands once, to be copied: %s',
    async (lang) => {
      for (let n = 1; n <= 48; n += 1) put(`cn${String(n).padStart(3, '0')}`, n % 2 === 0 ? healthy : sick);
      for (let n = 100; n <= 160; n += 1) if (n % 3 > 0) writeFileSync(join(folder, `gpu${n}.json`), 'x');
      const args = ['fleet', '--no-tui', '--no-color', '--lang', lang, '-c', '/nowhere.yaml', '--from', folder];
      const terminal = new ProgramTerminal(cleanup, [NODE, BUNDLE, ...args], { columns: 80 });
      expect(await terminal.ended()).toBe(1);
      const lines = terminal.written.split(/\r*\n/).map((line) => line.replace(/^[^]*\u001b\[K/, ''));
      const [list, ...others] = lines.filter((line) => stringWidth(line) > 80);
      // One long word of the shell: the terminal wraps it, and what is copied has no line end within.
      expect(others.map((line) => line.trim())).toEqual([
        "'crictl --runtime-endpoint unix:///run/containerd/containerd.sock version'",
      ]);
      expect(list).toMatch(/^ {4}nodes='cn\[001,003,005,[\d,]+,047\]'$/);
      expect(lines.map((line) => line.trim())).toContain(`pdsh -w "$nodes" 'systemctl restart containerd'`);
    },
  );

  test('a remedy looks again in the way in which the nodes were reached', async () => {
    put('cn01', sick);
    const { answer } = await merged('--via', 'clush', '--program', 'sudo crane-doctor');
    const commands = answer.findings.flatMap(({ remedy }) => remedy?.steps.map(({ command }) => command) ?? []);
    expect(commands).toContain("clush -w cn01 'systemctl restart containerd'");
    expect(commands).toContain("crane-doctor fleet -w cn01 --via clush --program 'sudo crane-doctor' --only runtime");
  });

  test('is written as Markdown, as metrics that others may read, and never over a file', async () => {
    put('cn01', healthy);
    put('cn02', sick);
    const run = async (format: string): Promise<string> =>
      (await runProgram(['fleet', '--lang', 'en', '-c', '/nowhere.yaml', '--from', folder, '-f', format])).stdout;
    expect(await run('markdown')).toMatch(/^## ❌ 1 node with errors, one cause\n/);
    expect(await run('markdown')).toContain("pdsh -w cn02 'systemctl restart containerd'");
    const metrics = await run('prometheus');
    expect(metrics).toContain('crane_doctor_fleet_verdict_nodes{verdict="fail"} 1\n');
    expect(metrics).toContain('crane_doctor_fleet_finding_nodes{code="runtime-socket/refused",severity="error"} 1\n');
    const file = join(folder, 'fleet.prom');
    const write = ['fleet', '--from', folder, '-f', 'prometheus', '-o', file];
    expect((await runProgram(write)).code).toBe(1);
    expect(statSync(file).mode & 0o777).toBe(0o644);
    expect((await runProgram(write)).code).toBe(2);
    expect((await runProgram(['fleet', '--from', folder, '-f', 'sarif'])).code).toBe(2);
  });

  test('what nodes say becomes no mark-up, and moves no cursor', async () => {
    const evil = '<img src=x onerror=alert(1)> [x](http://e.example) | `a` \u001b[2J\u202e';
    put('cn01', sick, (report) => {
      const finding = report.checks.flatMap(({ findings }) => findings)[0] as { message: string; target: string };
      finding.message = finding.target = evil;
      report.host.kernel = evil;
    });
    put('cn02', healthy);
    // runProgram itself looks for control characters in what was written.
    for (const format of ['text', 'json', 'markdown', 'html', 'prometheus']) {
      const { stdout } = await runProgram(['fleet', '-c', '/nowhere.yaml', '--from', folder, '-f', format]);
      expect(stdout).toMatch(/runtime-socket/);
      if (format === 'html') expect(stdout).not.toContain('<img');
      if (format === 'markdown') expect(stdout).not.toMatch(/(?<!\\)<img|(?<!\\)\]\(http/);
    }
  });

  test.each(['en', 'zh'] as const)('text: %s', async (lang) => {
    for (const name of ['cn01', 'cn02', 'cn03', 'cn04']) put(name, healthy);
    for (const name of ['cn07', 'cn08', 'cn09']) put(name, sick);
    put('gpu1', healthy, (report) => {
      report.host.kernel = '4.18.0-553.el8';
      report.subject.config = { hash: 'd'.repeat(64), values: {} };
    });
    writeFileSync(join(folder, 'cn10.json'), 'Last login: today');
    const { stdout } = await runProgram(['fleet', '--lang', lang, '-c', '/nowhere.yaml', '--from', folder]);
    const steady = stdout.replace(/\d+\.\d s\n/, 'TIME\n');
    await expect(steady).toMatchFileSnapshot(join(ROOT, `test/golden/fleet.${lang}.txt`));
  });
});

describe('a stream on stdin', () => {
  test('of any launcher is a fleet', async () => {
    const { stdout, code } = await piped(
      `cn01: ${asNode(healthy, 'x')}\ncn02: ${asNode(sick, 'x')}\npdsh@m: cn03: ssh exited with exit code 255\n`,
      '--json',
    );
    const answer = JSON.parse(stdout) as FleetDocument;
    expect(answer.classes.map(({ nodes, verdict }) => [nodes, verdict])).toEqual([
      ['cn01', 'pass'],
      ['cn02', 'fail'],
    ]);
    expect(answer.unanswered).toMatchObject([{ nodes: 'cn03', reason: 'unreachable' }]);
    expect(code).toBe(1);
  });

  test('beside a list misses who did not speak; an empty one has checked nobody', async () => {
    const { stdout } = await piped(`cn01: ${asNode(healthy, 'x')}\n`, '--json', '-w', 'cn[01-03]');
    expect((JSON.parse(stdout) as FleetDocument).unanswered).toMatchObject([{ nodes: 'cn[02-03]', reason: 'timeout' }]);
    expect((await piped('')).code).toBe(3);
  });
});

describe('check --compact', () => {
  test('is one line below 100 kB that is a report, without remedies', async () => {
    const { stdout, code } = await runProgram(['demo', '--compact', '--fault', 'stale-socket']);
    expect(code).toBe(1);
    expect(stdout.indexOf('\n')).toBe(stdout.length - 1);
    expect(Buffer.byteLength(stdout)).toBeLessThan(100_000);
    expect(stdout).not.toContain('"remedy"');
    expect(stdout).toContain('runtime-socket/refused');
  });

  test('stays below 100 kB however much there is to say', async () => {
    const config = join(folder, 'config.yaml');
    const values = Array.from({ length: 300 }, (_, n) => `  ${'长'.repeat(60)}${n}: "${'值'.repeat(150)}"`).join('\n');
    writeFileSync(config, `Container:\n  Enabled: true\n${values}\n`);
    const { stdout } = await runProgram(['check', '--compact', '-c', config, '--only', 'config']);
    expect(Buffer.byteLength(stdout)).toBeLessThan(100_000);
    expect((JSON.parse(stdout) as MutableReport).subject.config?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('tells on one line too that the call was wrong', async () => {
    const { stdout, code } = await runProgram(['check', '--compact', '--nonsense']);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^\{"schemaVersion":1,"error":\{"kind":"usage",[^\n]+\}\}\n$/);
    expect((await runProgram(['check', '--compact', '-f', 'html'])).code).toBe(2);
  });
});
