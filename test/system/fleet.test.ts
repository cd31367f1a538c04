import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { dirname, join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import type { FleetDocument } from '../../src/report/fleet/schema.ts';
import { Browser } from '../support/browser.ts';
import { BUNDLE, NODE, ROOT } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { asNode, compactReport, fleetProgram } from '../support/fleet-nodes.ts';
import { describeWith } from '../support/needs.ts';
import { runProgram, type Run, type RunOptions } from '../support/program.ts';
import { startSshd } from '../support/sshd.ts';
import { waitFor } from '../support/wait-for.ts';

const ajv = new Ajv2020();
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schema/fleet.v1.json'), 'utf8')) as object);

let healthy: string;
let sick: string;
beforeAll(async () => {
  [healthy, sick] = await Promise.all([compactReport(), compactReport('stale-socket')]);
});
let cleanup: Cleanup;
beforeEach(() => {
  cleanup = new Cleanup();
});
afterEach(() => cleanup.run());

async function fleet(args: readonly string[], options?: RunOptions): Promise<Run & { answer: FleetDocument }> {
  const run = await runProgram(['fleet', '--json', '--lang', 'en', '-c', '/nowhere.yaml', ...args], {
    timeoutMs: 100_000,
    ...options,
  });
  const answer = JSON.parse(run.stdout) as FleetDocument;
  expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
  return { ...run, answer };
}

/** What the nodes with faults do; all others are healthy. A node that never answers is apart: it takes its whole deadline. */
function faultyNodes(): { readonly directory: string; readonly program: string } {
  const made = fleetProgram(
    cleanup,
    {
      cn03: 'cat sick; exit 1',
      cn04: 'cat sick; exit 1',
      cn07: "echo '*** Authorized use only ***'; cat healthy",
      cn08: 'head -c 900 healthy',
      cn09: `printf '{"a":"'; head -c 5000000 /dev/zero | tr '\\0' x; echo '"}'`,
      cn10: 'cat newer',
      cn11: "printf 'no end'",
      cn12: 'cat healthy; cat healthy',
      cn13: "echo 'ssh: connect to host cn13 port 22: Connection refused' >&2; exit 255",
      cn14: "echo 'sh: 1: crane-doctor: not found' >&2; exit 127",
      cn15: "printf '\\033[31m\\377garbage\\n'",
      cn16: 'cat other; exit 0',
    },
    'cat healthy',
  );
  const at = (name: string): string => join(made.directory, name);
  writeFileSync(at('healthy'), `${asNode(healthy, 'any')}\n`);
  writeFileSync(at('sick'), `${asNode(sick, 'any')}\n`);
  writeFileSync(at('newer'), `${asNode(healthy, 'any', (report) => (report.schemaVersion = 2))}\n`);
  writeFileSync(
    at('other'),
    `${asNode(healthy, 'any', (report) => {
      report.tool.version = '9.9.9';
      report.host.kernel = '4.18.0';
      report.subject.runtime!.version = '1.6.20';
      report.subject.config!.hash = 'f'.repeat(64);
      report.subject.config!.values['Container.TempDir'] = 'other/';
      report.startedAt = new Date(Date.now() + 3_600_000).toISOString();
    })}\n`,
  );
  return made;
}

/** A machine on which there is no pdsh: only this run sees it so. */
const WITHOUT_PDSH = ['unshare', '-m', 'sh', '-c', 'mount --bind /dev/null /usr/bin/pdsh && exec "$@"', 'sh'];

const LAUNCHERS: readonly (readonly [launcher: string, enter: readonly string[]])[] = [
  ['pdsh', []],
  ['clush', WITHOUT_PDSH],
];

/** Whether a process is there and no zombie: not every container has somebody who reaps those. */
function runs(pid: string): boolean {
  return existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

describeWith(['pdsh', 'clush', 'namespaces'], 'fifty host names through real launchers', () => {
  test.each([
    ['pdsh', [], 'truncated: its report is not whole'],
    ['clush', WITHOUT_PDSH, 'too large: more than 2 MiB'],
  ] as const)('%s: each fault is told apart, and spoils nobody else', async (launcher, enter, tooLong) => {
    const { program } = faultyNodes();
    const { answer, code } = await fleet(['-w', 'cn[01-50]', '--via', 'exec', '--program', program], { enter });
    expect(answer.nodes).toMatchObject({ total: 50, answered: 43, fail: 2, pass: 41 });
    const why = answer.unanswered.map(({ nodes, reason, detail }) => [nodes, reason, detail]);
    const truncated = 'truncated: its report is not whole';
    const cut =
      launcher === 'pdsh'
        ? [['cn[08-09]', 'bad-output', truncated]]
        : [
            ['cn08', 'bad-output', truncated],
            ['cn09', 'bad-output', tooLong],
          ];
    expect(why.sort()).toEqual(
      [
        ...cut,
        ['cn10', 'bad-output', 'its report has schema version 2, which is newer than this crane-doctor'],
        ['cn11', 'bad-output', 'no report: no end'],
        ['cn13', 'unreachable', 'ssh: connect to host … port 22: Connection refused'],
        ['cn14', 'no-doctor', 'sh: 1: crane-doctor: not found'],
        ['cn15', 'bad-output', 'no report: \\x1b[31m\ufffdgarbage'],
      ].sort(),
    );
    expect(answer.repeated).toBe('cn12');
    expect(answer.findings.find((one) => one.code === 'runtime-socket/refused')).toMatchObject({
      nodes: 'cn[03-04]',
      count: 2,
      scope: 'some',
      severity: 'error',
      isCause: true,
    });
    const commands = answer.findings.flatMap(({ remedy }) => remedy?.steps.map(({ command }) => command) ?? []);
    expect(commands).toContain(`${launcher} -w 'cn[03-04]' 'systemctl restart containerd'`);
    expect(commands).toContain("crane-doctor fleet -w 'cn[03-04]' --only runtime");
    expect(answer.classes[0]).toMatchObject({ verdict: 'pass', count: 41, findings: [] });
    const { drift } = answer;
    expect(drift.against).toBe('majority');
    expect(drift.config).toMatchObject([
      { count: 42, differences: [] },
      { nodes: 'cn16', differences: [{ path: 'Container.TempDir', there: 'other/' }] },
    ]);
    expect(drift.kernel).toMatchObject([{ count: 42 }, { nodes: 'cn16', value: '4.18.0' }]);
    expect(drift.doctor).toMatchObject([{ count: 42 }, { nodes: 'cn16', value: '9.9.9' }]);
    expect(drift.runtime).toMatchObject([{ count: 40 }, { nodes: 'cn16', value: 'containerd 1.6.20' }]);
    expect(drift.clock.map(({ nodes }) => nodes)).toEqual(['cn16']);
    expect(drift.clock[0]!.seconds).toBeGreaterThan(3000);
    expect(code).toBe(1);
  });

  test.each(LAUNCHERS)(
    '%s: nodes that never answer, or too late, are silent, and the others are not',
    async (_, enter) => {
      const { directory, program } = fleetProgram(
        cleanup,
        { cn2: 'echo $$ > pid; sleep 1000', cn3: 'sleep 18; cat healthy' },
        'cat healthy',
      );
      writeFileSync(join(directory, 'healthy'), `${asNode(healthy, 'any')}\n`);
      const { answer, code } = await fleet(
        ['-w', 'cn[1-5]', '--via', 'exec', '--program', program, '--deadline', '1s'],
        {
          enter,
        },
      );
      expect(answer.unanswered).toEqual([
        { nodes: 'cn[2-3]', count: 2, reason: 'timeout', detail: 'no answer in time' },
      ]);
      expect(answer.nodes).toMatchObject({ total: 5, answered: 3, pass: 3 });
      expect(code).toBe(3);
      // Both end only the shell that they have started themselves.
      expect(runs(readFileSync(join(directory, 'pid'), 'utf8').trim())).toBe(false);
    },
  );

  test.each(LAUNCHERS)('%s: Ctrl-C shows what has arrived, and stops what was started', async (_, enter) => {
    // The others wait until the healthy one has said all: what has arrived then is known.
    const silent = 'while ! [ -e said ]; do sleep 0.05; done; echo $$ >> pids; sleep 1000';
    const { directory, program } = fleetProgram(cleanup, { cn1: 'cat healthy; touch said' }, silent);
    writeFileSync(join(directory, 'healthy'), `${asNode(healthy, 'any')}\n`);
    const pids = (): string[] => readFileSync(join(directory, 'pids'), 'utf8').trim().split('\n');
    const run = [
      NODE,
      BUNDLE,
      'fleet',
      '--json',
      '--lang',
      'en',
      '-w',
      'cn[1-4]',
      '--via',
      'exec',
      '--program',
      program,
    ];
    const [file, ...args] = [...enter, ...run];
    const child = spawn(file!, args);
    cleanup.defer(() => child.kill('SIGKILL'));
    let written = '';
    child.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
    await waitFor('three nodes that never end', () => pids().length === 3);
    child.kill('SIGINT');
    const code = await new Promise((resolve) => child.on('close', resolve));
    const answer = JSON.parse(written) as FleetDocument;
    expect(code).toBe(130);
    expect(answer.nodes).toMatchObject({ total: 4, answered: 1 });
    expect(answer.unanswered).toMatchObject([{ nodes: 'cn[2-4]', reason: 'timeout' }]);
    expect(pids().filter(runs)).toEqual([]);
  });

  test('which nodes: lists, partitions, all of the configuration, without some', async () => {
    const { directory, program } = fleetProgram(cleanup, {}, 'cat healthy');
    writeFileSync(join(directory, 'healthy'), `${asNode(healthy, 'any')}\n`);
    const config = join(directory, 'config.yaml');
    writeFileSync(
      config,
      `Nodes:
  - { name: "cn[01-04]", cpu: 1, memory: 1G }
  - { name: "gpu[1-2]-ib", cpu: 1, memory: 1G }
Partitions:
  - { name: CPU, nodes: "cn[01-02]" }
  - { name: EVERY, nodes: ALL }
`,
    );
    const asked = async (...args: string[]): Promise<string> => {
      const run = await runProgram(['fleet', '--json', '-c', config, '--via', 'exec', '--program', program, ...args]);
      if (run.code === 2) return run.stderr.split('\n')[0]!;
      const { classes, unanswered } = JSON.parse(run.stdout) as FleetDocument;
      return [...classes, ...unanswered].map(({ nodes }) => nodes).join(' ');
    };
    expect(await asked('-p', 'CPU')).toBe('cn[01-02]');
    expect(await asked('-p', 'CPU', '-w', 'x1', '-x', 'cn02')).toBe('cn01,x1');
    // For craned that is one host of this very name, which no launcher can be given.
    expect(await asked('-a')).toBe('cn[01-04] gpu[1-2]-ib');
    expect(await asked('-p', 'EVERY', '-x', 'cn[01-03]')).toBe('cn04 gpu[1-2]-ib');
    expect(await asked('-p', 'CPU,EVERY', '-x', 'cn[01-03]')).toBe('cn04 gpu[1-2]-ib');
    expect(await asked('-p', 'CPU,GPU')).toContain('-p GPU: there is no such partition');
    expect(await asked('-w', 'cn[1-2]-ib')).toContain('one host of this very name');
    expect(await asked('-w', 'cn[2-1]')).toContain('no host at all');
    expect(await asked('-w', 'cn[1')).toContain('no host list');
    expect(await asked('-w', '@all')).toContain('no host name');
    expect(await asked('-w', 'root@cn01')).toContain(
      'root@cn01: that is no host name; another user goes into ~/.ssh/config',
    );
    expect(await asked('-w', 'a', '-x', 'a')).toContain('no node is left');
    expect(await asked()).toContain('which nodes?');
  });

  test('a node that is left out and not among them is told, in case it is a slip', async () => {
    const { program } = faultyNodes();
    const { stderr, answer } = await fleet(['-w', 'cn01', '-x', 'cn99,cn98', '--via', 'exec', '--program', program]);
    expect(stderr).toBe('crane-doctor: -x cn[98-99]: not among the nodes that are asked\n');
    expect(answer.classes.map(({ nodes }) => nodes)).toEqual(['cn01']);
  });

  test('options of check reach the nodes as they were given', async () => {
    const { directory, program } = fleetProgram(cleanup, {}, 'echo "$@" > args');
    const given = ['--only', 'runtime,cni', '--image', 'a/b:1', '--offline', '--role=compute', '--settings', '/a b%h'];
    await fleet(['-w', 'cn1', '--via', 'exec', '--program', program, ...given]);
    expect(readFileSync(join(directory, 'args'), 'utf8')).toBe(
      'cn1 check --compact --lang=en --config=/nowhere.yaml --settings=/a b%h --only=runtime --only=cni --role=compute --image=a/b:1 --offline\n',
    );
  });

  test('a launcher that fails by itself has asked nobody: it is said what it says', async () => {
    const args = ['fleet', '--via', 'pdsh', '-w', 'cn[1-2]', '--lang', 'en'];
    const { code, stdout, stderr } = await runProgram(args, { env: { PDSH_RCMD_TYPE: 'nosuch' } });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('crane-doctor: pdsh: No such rcmd module "nosuch"');
  });

  test('where neither launcher is there, the call is wrong and says what there is', async () => {
    const enter = [
      'unshare',
      '-m',
      'sh',
      '-c',
      'mount --bind /dev/null /usr/bin/pdsh && mount --bind /dev/null /usr/bin/clush && exec "$@"',
      'sh',
    ];
    const { code, stderr } = await runProgram(['fleet', '-w', 'cn1', '--lang', 'en'], { enter });
    expect(code).toBe(2);
    expect(stderr).toContain('pdsh or clush is not on this machine');
  });
});

describeWith(['pdsh', 'pdcp', 'clush', 'sshd', 'root'], 'over real ssh', () => {
  const PATH = `${dirname(NODE)}:/usr/bin:/bin:/usr/sbin:/sbin`;

  test.each(['pdsh', 'clush'])(
    '%s: --push copies the program, runs it and removes it; who cannot take it is told apart',
    async (via) => {
      const sshd = await startSshd(cleanup, ['cn01', 'cn02'], PATH);
      const folder = temporaryDirectory(cleanup);
      writeFileSync(join(folder, 'theirs'), 'mine');
      const { answer } = await fleet(
        ['--via', via, '-w', 'cn[01-02],nowhere.invalid', '--push', folder, '--only', 'config'],
        {
          env: sshd.env,
        },
      );
      expect(answer.nodes).toMatchObject({ total: 3, answered: 2 });
      expect(answer.unanswered).toMatchObject([{ nodes: 'nowhere.invalid', reason: 'unreachable' }]);
      expect(answer.findings).toMatchObject([{ code: 'config-file/missing', nodes: 'cn[01-02]', scope: 'all' }]);
      expect(readdirSync(folder)).toEqual(['theirs']);
      const gone = await fleet(['--via', via, '-w', 'cn01', '--push', join(folder, 'gone')], { env: sshd.env });
      expect(gone.answer.unanswered).toMatchObject([
        {
          nodes: 'cn01',
          reason: 'bad-output',
          detail: expect.stringContaining('mkdir: cannot create directory') as string,
        },
      ]);
      expect(gone.code).toBe(3);
    },
  );

  test('Ctrl-C takes away what --push has brought', async () => {
    const sshd = await startSshd(cleanup, ['cn01'], PATH);
    const folder = temporaryDirectory(cleanup);
    // A registry that takes the connection and is silent: the pushed program waits for it.
    const silent = createServer().listen(0, '127.0.0.1');
    const sockets = new Set<Socket>();
    silent.on('connection', (socket) => sockets.add(socket.on('error', () => {})));
    cleanup.defer(() => {
      for (const socket of sockets) socket.destroy();
      silent.close();
    });
    await once(silent, 'listening');
    const registry = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const config = join(folder, 'config.yaml');
    writeFileSync(config, 'Partitions: [{ name: CPU, nodes: cn01 }]\nContainer: { Enabled: true }\n');
    const asked = [
      '-w',
      'cn01',
      '--push',
      folder,
      '-c',
      config,
      '--only',
      'registry',
      '--registry',
      registry,
      '--role',
      'compute',
    ];
    const child = spawn(NODE, [BUNDLE, 'fleet', '--json', ...asked], {
      env: { ...process.env, ...sshd.env },
      stdio: 'ignore',
    });
    cleanup.defer(() => child.kill('SIGKILL'));
    await waitFor('the pushed program at work', () => sockets.size > 0);
    expect(readdirSync(folder)).toHaveLength(2);
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(130);
    expect(readdirSync(folder)).toEqual(['config.yaml']);
  });

  test.each(['pdsh', 'clush'])('%s: a node without crane-doctor, and words that a shell could misread', async (via) => {
    const sshd = await startSshd(cleanup, ['cn01'], PATH);
    const none = await fleet(['--via', via, '-w', 'cn01', '--program', '/nowhere/crane-doctor'], { env: sshd.env });
    expect(none.answer.unanswered).toMatchObject([{ nodes: 'cn01', reason: 'no-doctor' }]);
    const { answer } = await fleet(
      [
        '--via',
        via,
        '-w',
        'cn01',
        '--program',
        `${NODE} ${BUNDLE}`,
        '-c',
        "/tmp/a 'b' $HOME %h %%.yaml",
        '--only',
        'config-file',
      ],
      {
        env: sshd.env,
      },
    );
    expect(answer.findings).toMatchObject([
      { code: 'config-file/missing', message: expect.stringContaining("/tmp/a 'b' $HOME %h %%.yaml") as string },
    ]);
  });
});

describeWith(['pdsh', 'chromium-headless-shell'], 'the page of a fleet', () => {
  const browsers = new Cleanup();
  afterAll(() => browsers.run());

  test('has the matrix and the commands, in both languages, and asks for nothing', async () => {
    const { program } = faultyNodes();
    const browser = await Browser.start(browsers);
    const folder = temporaryDirectory(cleanup);
    mkdirSync(join(folder, 'p'));
    for (const lang of ['en', 'zh']) {
      const { stdout } = await runProgram([
        'fleet',
        '-f',
        'html',
        '--lang',
        lang,
        '-w',
        'cn[01-50]',
        '--via',
        'exec',
        '--program',
        program,
      ]);
      const file = join(folder, 'p', `${lang}.html`);
      writeFileSync(file, stdout);
      const page = await browser.open(`file://${file}`, { dark: lang === 'zh' });
      const rows = await page.evaluate<string[]>(
        '[...document.querySelector("table.matrix").tBodies[0].rows].map((row) => row.cells[0].innerText)',
      );
      expect(rows).toContain('cn[03-04]');
      expect(rows).toContain('cn13');
      expect(
        await page.evaluate(
          '[...document.querySelectorAll("table.matrix")[0].querySelectorAll("th.check")].map((one) => one.innerText)',
        ),
      ).toContain('runtime-socket');
      expect(
        await page.evaluate('[...document.querySelectorAll("pre.command code")].map((one) => one.textContent)'),
      ).toContain("pdsh -w 'cn[03-04]' 'systemctl restart containerd'");
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(page.complaints).toEqual([]);
      expect(page.requests).toEqual([`file://${file}`]);
      if (process.env['PICTURES'])
        writeFileSync(join(process.env['PICTURES'], `fleet.${lang}.png`), await page.picture());
    }
  });
});
