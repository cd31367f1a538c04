import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Explained } from '../../src/report/explain/schema.ts';
import { ROOT } from '../support/checkout.ts';
import { Cleanup } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { runProgram, type Run } from '../support/program.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const validate = new Ajv2020().compile(
  JSON.parse(readFileSync(join(ROOT, 'schema/explain.v1.json'), 'utf8')) as object,
);

async function explained(...words: string[]): Promise<Run & { answer: Explained }> {
  const run = await runProgram(['explain', '--json', '--lang', 'en', ...words]);
  const answer = JSON.parse(run.stdout) as Explained;
  expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
  return { ...run, answer };
}

/** With a text on stdin. */
function pasted(text: string | Buffer, ...words: string[]): Promise<Run> {
  const file = Buffer.from(text).toString('base64');
  return runProgram(['explain', '-', '--lang', 'en', ...words], {
    enter: ['sh', '-c', 'printf %s "$T" | base64 -d | "$@"', 'sh'],
    env: { T: file },
  });
}

const ids = ({ answer }: { answer: Explained }): string[] => answer.matches.map(({ id }) => id);

describe('what can be asked', () => {
  test.each([
    [
      'a line of a log',
      '[E 26-07-02 09:49:46.123 CriClient.cpp:273][default] Failed to run pod sandbox: [gRPC:14] failed to connect to all addresses; last error: UNKNOWN: unix:/run/x.sock: Connection refused',
      ['socket-refused', 'run-pod-sandbox'],
    ],
    ['a finding code', 'runtime-socket/refused', ['runtime-socket/refused']],
    ['a code that every check has', 'cni/deadline', ['cni/deadline']],
    ['a check', 'runtime-socket', ['runtime-socket']],
    ['the name of an error code', 'ERR_CRI_DISABLED', ['ERR_CRI_DISABLED']],
    ['its number', '81', ['ERR_CRI_DISABLED']],
    ['a number behind "code:"', 'code: 49', ['ERR_SYSTEM_ERR']],
    ['an exit code', 'EC_FILE_NOT_FOUND', ['EC_FILE_NOT_FOUND']],
    ['its number', '324', ['EC_SPAWN_FAILED']],
    ['a gRPC status', 'gRPC:14', ['grpc-14']],
    ['by its name', 'UNAVAILABLE', ['grpc-14']],
    ['as Go writes it', 'code = DeadlineExceeded', ['grpc-4', 'call-deadline']],
    ['a code with its number behind it', 'ERR_CRI_DISABLED (81)', ['ERR_CRI_DISABLED']],
    ['a code in a line', 'Error: ERR_CRI_DISABLED', ['ERR_CRI_DISABLED']],
    ['a code of a step in a line', 'job 123 failed: EC_SPAWN_FAILED', ['EC_SPAWN_FAILED']],
    ['its number as ctld prints it', 'ExitCode: 323', ['EC_FILE_NOT_FOUND']],
    ['its number in words', 'exit code 324', ['EC_SPAWN_FAILED']],
    ['a signal of the container', 'exit code 137', ['signal-9']],
    ['as docker ps has it', 'Exited (137) 2 minutes ago', ['signal-9']],
    ['as a shell has it', 'srun: exit 137', ['signal-9']],
    ['as Go has it', 'process ended: exit status 139', ['signal-11']],
    ['a command that is not there', 'job 7: exited with code 127', ['exit-127']],
    ['its reason alone', 'my container was OOMKilled', ['signal-9']],
    ['a dead mount as its user sees it', 'cp: /data: Transport endpoint is not connected', ['mount-without-daemon']],
    ['a gRPC status as Python writes it', 'StatusCode.UNAVAILABLE', ['grpc-14']],
    ['a gRPC status by its number', 'status code 14', ['grpc-14']],
    ['a gRPC status in an error of Go', 'rpc error: code = PermissionDenied desc = x', ['grpc-7']],
    ['what the guide prints and nobody else', 'Failed to get CRI version: connection error', ['guide-cri-version']],
    ['a command of the guide', 'ccon run -p CPU alpine:latest -- echo "x"', ['guide-ccon-run']],
  ])('%s: %s', async (_, query, expected) => {
    const run = await explained(query);
    expect(ids(run)).toEqual(expected);
    expect(run.answer.matches[0]!.certain).toBe(true);
    expect(run.code).toBe(0);
  });

  test('what only looks like a message is not certain: newuidmap is no idmapped mount', async () => {
    const { answer } = await explained('newuidmap: write to uid_map failed: Operation not permitted');
    expect(answer.matches.filter(({ certain }) => certain)).toEqual([]);
  });

  test('words without quotes are one text', async () => {
    expect(ids(await explained('RuntimeEndpoint', 'is', 'not', 'configured.'))).toEqual(['runtime-endpoint-missing']);
  });

  test('nothing is a wrong call', async () => {
    expect((await runProgram(['explain'])).code).toBe(2);
    expect((await pasted('  \n')).code).toBe(2);
  });
});

test('what is about one daemon has its commands', async () => {
  const { answer } = await explained('cranectld-service/failed');
  const commands = answer.matches[0]!.remedy!.steps.map(({ command = '' }) => command);
  expect(commands[0]).toBe('systemctl status cranectld.service --no-pager');
  expect(commands.filter((command) => command === '')).toEqual([]);
});

describe('what is answered', () => {
  test('where it is from, what it points to, what to do and how to look', async () => {
    const { answer } = await explained('Bindfs mount /mnt/crane/1000/00c0 is corrupted.');
    expect(answer.matches[0]).toMatchObject({
      kind: 'message',
      component: 'csupervisor',
      log: 'supervisor',
      noise: false,
      findings: ['bindfs-mounts/stale-lock', 'bindfs-mounts/dead-mount'],
      remedy: { guide: 'bindfs-stale-lock' },
      verify: 'crane-doctor --only bindfs-mounts',
    });
  });

  test('noise has no remedy', async () => {
    const { answer } = await explained("Failed to stop container '4f1c': [gRPC:4] Deadline Exceeded");
    expect(answer.matches).toMatchObject([{ id: 'stop-container-deadline', noise: true }]);
    expect(answer.matches[0]).not.toHaveProperty('remedy');
  });

  test('a number of several meanings is each of them, and none for certain', async () => {
    const { answer, code } = await explained('4');
    expect(answer.matches.map(({ id, certain }) => [id, certain])).toEqual([
      ['grpc-4', false],
      ['ccon-4', false],
    ]);
    expect(code).toBe(0);
  });

  test('what differs by a letter is near, not certain', async () => {
    const { answer } = await explained('runtime-soket/refused');
    expect(answer.matches).toMatchObject([{ id: 'runtime-socket/refused', certain: false }]);
    const { stdout } = await runProgram(['explain', 'runtime-soket/refused', '--lang', 'en']);
    expect(stdout).toContain('This is not certain.');
  });

  test('another wording of a message is near', async () => {
    const run = await explained('endpoint of the runtime not configured (RuntimeEndpoint)');
    expect(ids(run)).toContain('runtime-endpoint-missing');
    expect(run.answer.matches.every(({ certain }) => !certain)).toBe(true);
  });

  test('nothing is invented', async () => {
    const run = await explained('the quick brown fox');
    expect(run.answer.matches).toEqual([]);
    expect(run.code).toBe(1);
    expect((await runProgram(['explain', 'the quick brown fox', '--lang', 'zh'])).stdout).toContain('没有已知的信息');
  });

  test('--check looks right away, with the exit code of what is found', async () => {
    const { config } = makeCraneNode(cleanup, { socket: '/run/nobody/there.sock' });
    const run = await runProgram([
      'explain',
      '[gRPC:14] x: No such file or directory',
      '--check',
      '-c',
      config,
      '--lang',
      'en',
    ]);
    expect(run.stdout).toContain('runtime-socket/missing   ');
    expect(run.stdout).toMatch(/\nexit 1\n$/);
    expect(run.code).toBe(1);
  });

  test('the commands have the values of this node’s configuration', async () => {
    const { config } = makeCraneNode(cleanup, { socket: '/run/crio/crio.sock' });
    const { stdout } = await runProgram(['explain', 'runtime-socket/refused', '-c', config, '--lang', 'en']);
    expect(stdout).toContain('systemctl restart crio');
  });
});

describe('a pasted block', () => {
  const BLOCK = `[E 26-07-02 09:49:46.123 CriClient.cpp:273][default] Failed to run pod sandbox: [gRPC:2] failed to setup network for sandbox "4f1c": cni plugin not initialized
[E 26-07-02 09:49:46.124 TaskManager.cpp:1569][default] Failed to run pod sandbox for container job #12: failed
[E 26-07-02 09:49:46.125 Supervisor.cpp:416][default] Failed to start daemon step, code: 49
[E 26-07-02 09:49:46.126 CriClient.cpp:541][default] Failed to stop container '4f1c': [gRPC:4] Deadline Exceeded
`;

  test.each(['en', 'zh'] as const)('the root stands first, then what passes it on, then noise: %s', async (lang) => {
    const { stdout, code } = await pasted(BLOCK, '--lang', lang);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(join(ROOT, `test/golden/explain-block.${lang}.txt`));
  });

  test('colours, broken bytes and escapes in it are no obstacle, and are not printed', async () => {
    const bytes = Buffer.concat([
      Buffer.from('\u001b[31mRuntimeEndpoint is not configured.\u001b[0m\u001b]0;evil\u0007\n'),
      Buffer.from([0xff, 0xfe, 0x00, 0x9b, 0x0a]),
    ]);
    const { stdout } = await pasted(bytes);
    expect(stdout).toContain('runtime-endpoint-missing');
  });

  test('the end of the last line is no part of the question', async () => {
    const { stdout } = await pasted(Buffer.from('RuntimeEndpoint is not configured.\r\n\n'), '--json');
    expect(JSON.parse(stdout)).toMatchObject({ query: 'RuntimeEndpoint is not configured.' });
  });

  test('a line of 10 MB is looked at from its beginning', async () => {
    const run = await runProgram(['explain', '-'], {
      enter: [
        'sh',
        '-c',
        '{ printf "RuntimeEndpoint is not configured. "; head -c 10000000 /dev/zero | tr "\\0" x; } | "$@"',
        'sh',
      ],
    });
    expect(run.stdout).toContain('runtime-endpoint-missing');
    expect(run.stdout.length).toBeLessThan(20_000);
  });

  test('more than anybody pastes is a wrong call', async () => {
    const run = await runProgram(['explain', '-'], { enter: ['sh', '-c', 'head -c 70000000 /dev/zero | "$@"', 'sh'] });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('triage --log');
  });
});
