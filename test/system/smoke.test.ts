import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { describeWith } from '../support/needs.ts';
import { runProgram } from '../support/program.ts';
import { asNobody } from '../support/unprivileged.ts';
import {
  ALICE,
  codesIn,
  importShell,
  leftOn,
  makeSmokeNode,
  runSmoke,
  SMOKE_NEEDS,
  smokeArgs,
  smokedIn,
  stepOf,
  type SmokeNode,
} from '../support/smoke-node.ts';

describeWith([...SMOKE_NEEDS, 'bindfs', 'fusermount3', 'fuse'], 'a smoke test on a node where all is right', () => {
  const cleanup = new Cleanup();
  let node: SmokeNode;
  beforeAll(async () => {
    node = await makeSmokeNode(cleanup, { node: { bindFs: true } });
  });
  afterAll(() => cleanup.run());

  test('a container says hello, in a user namespace of a user who has ids, with a directory through bindfs', async () => {
    const { smoked, code } = await runSmoke(node);
    // craned's own default for containers' name server is 127.0.0.1.
    expect(codesIn(smoked)).toEqual(['dns-loopback']);
    expect([code, smoked.verdict, smoked.leftBehind]).toEqual([0, 'warn', []]);
    expect(stepOf(smoked, 'log').note).toBe('Hello from container');
    expect(smoked.asked).toMatchObject({ account: ALICE.name, userns: true, network: 'pod' });
    const { uidMap, gidMap, addresses, resolvConf, output } = smoked.observed;
    expect([uidMap, gidMap].map((map) => map!.split(/\s+/).join(' '))).toEqual(['0 300000 65536', '0 300000 65536']);
    expect(addresses).toEqual([stepOf(smoked, 'sandbox').note]);
    expect(resolvConf).toContain('nameserver 127.0.0.1');
    expect(output).toMatch(/^Hello from container\n/);
    expect(stepOf(smoked, 'mount')).toMatchObject({ status: 'pass', note: '/crane-doctor: 0:0' });
    expect(smoked.steps.filter(({ status }) => status === 'skip')).toEqual([]);
    const limits = smoked.steps.flatMap(({ name, deadlineMs }) => (deadlineMs === null ? [] : [[name, deadlineMs]]));
    expect(limits).toEqual([
      ['image', 60_000],
      ['sandbox', 5_000],
      ['create', 5_000],
      ['start', 5_000],
      ['stop', 5_000],
      ['remove', 5_000],
    ]);
    expect(await leftOn(node)).toEqual([]);
  });

  test('in text, in both languages: what it changes is said first, then each step with its time', async () => {
    const { enter } = node.namespaces;
    const en = await runProgram(smokeArgs(node, []), { enter });
    expect(en.stdout).toMatch(/^crane-doctor smoke · cn\d+\nThis changes the node: .*\n\n✓ leftovers/);
    expect(en.stdout).toMatch(/✓ pod sandbox, with its network and pause image +\d\.\d\d of 5 s +10\.88\.0\.\d+\n/);
    expect(en.stdout).toMatch(/✓ its line read back from the log +\d\.\d\d s +Hello from container\n/);
    expect(en.stdout).toMatch(/uid_map +0 300000 65536\n/);
    expect(en.stdout).toMatch(/! A container runs as a job would, with warnings\nexit 0\n$/);
    const zh = await runProgram([...smokeArgs(node, []), '--lang', 'zh'], { enter });
    expect(zh.stdout).toMatch(/此测试会改变本节点/);
    expect(zh.stdout).toMatch(/✓ 从日志读回输出 +\d\.\d\d 秒 +Hello from container\n/);
    expect([en.code, zh.code, en.stderr, zh.stderr]).toEqual([0, 0, '', '']);
    expect(await leftOn(node)).toEqual([]);
  });

  test("without a user namespace, in the host's network, with a directory of root's", async () => {
    const mount = temporaryDirectory(cleanup);
    const { smoked, code } = await runSmoke(node, ['--no-userns', '--network', 'host', '--mount', mount]);
    // Nobody listens on the loopback of the node either.
    expect(codesIn(smoked)).toEqual(['dns-silent']);
    expect(stepOf(smoked, 'mount').status).toBe('pass');
    expect(smoked.observed.uidMap).toMatch(/^0 +0 +4294967295$/);
    expect([code, readdirSync(mount), await leftOn(node)]).toEqual([0, [], []]);
  });

  test('a user that is named, without a user namespace, runs as itself', async () => {
    const { smoked, code } = await runSmoke(node, ['--no-userns', '--user', 'alice', '--keep']);
    const [nsenter = '', ...into] = node.namespaces.enter;
    const status = execFileSync(nsenter, [
      ...into,
      'sh',
      '-c',
      `stat -c '%U %a %n' ${node.work}/crane-doctor-smoke/0.out/*`,
    ]);
    expect([code, String(status)]).toEqual([
      0,
      `alice 600 ${node.work}/crane-doctor-smoke/0.out/1.${node.namespaces.hostname}.log\n`,
    ]);
    expect(stepOf(smoked, 'remove')).toMatchObject({ status: 'skip', skip: 'kept as asked (--keep)' });
    expect((await leftOn(node)).length).toBeGreaterThanOrEqual(3);

    // The next test takes away what was kept.
    const next = await runSmoke(node);
    expect(codesIn(next.smoked, 'info')).toEqual(['leftovers-removed']);
    expect([next.code, await leftOn(node)]).toEqual([0, []]);
  });

  test('only bindfs: without a runtime, the ids go both ways', async () => {
    const { smoked, code } = await runSmoke(node, ['--bindfs-only']);
    expect(smoked.steps.map(({ name }) => name)).toEqual(['leftovers', 'directory', 'bindfs', 'mount', 'clean-up']);
    expect(stepOf(smoked, 'mount').note).toBe('300000:300000 → 4242:4243');
    expect([code, codesIn(smoked), await leftOn(node)]).toEqual([0, [], []]);
  });

  test("the doctor's own directory goes again, unless something else is kept in it; one that was named has to be there", async () => {
    // A /var/lib of the run's own, and what is in it afterwards.
    const script =
      'mount -t tmpfs tmpfs /var/lib && eval "$1" && shift && "$@" && find /var/lib/ -mindepth 1 -printf "%P\\n"';
    const inOwn = (prepared: string, ...args: readonly string[]) =>
      runProgram(['smoke', '-c', node.config, '--bindfs-only', '--json', ...args], {
        enter: [...node.namespaces.enter, 'unshare', '--mount', 'sh', '-c', script, 'sh', prepared],
      });
    const gone = await inOwn(':');
    expect([gone.code, gone.stdout.split('}\n').at(-1)]).toEqual([0, '']);
    const kept = await inOwn('mkdir /var/lib/crane-doctor && touch /var/lib/crane-doctor/report.json');
    expect(kept.stdout.split('}\n').at(-1)).toBe('crane-doctor\ncrane-doctor/report.json\n');
    const missing = await inOwn(':', '--directory', '/var/lib/nobody/made/it');
    const { steps } = smokedIn(missing);
    expect([missing.code, steps.find(({ status }) => status === 'fail')?.finding?.args]).toEqual([
      1,
      { path: '/var/lib/nobody/made/it/crane-doctor-smoke', reason: 'ENOENT' },
    ]);
  });

  test('an image with a shell that is there already is used, and stays', async () => {
    const reference = await importShell(cleanup, node);
    const { smoked, code } = await runSmoke(node, ['--no-userns']);
    expect(stepOf(smoked, 'image')).toMatchObject({ status: 'pass', note: reference, deadlineMs: 5_000 });
    const named = await runSmoke(node, ['--no-userns', '--image', 'busybox:1']);
    expect(stepOf(named.smoked, 'image')).toMatchObject({ status: 'pass', note: reference });
    expect([code, named.code, await leftOn(node)]).toEqual([0, 0, []]);
  });

  test('a dry run shows what would be sent, needs no root, and changes nothing', async () => {
    const nobody = asNobody(cleanup);
    const run = await runProgram(
      [...smokeArgs(node, ['--dry-run', '--json', '--user', 'root', '--no-userns'])],
      nobody,
    );
    const planned = JSON.parse(run.stdout) as { dryRun: boolean; calls: { call: string; request: never }[] };
    expect([run.code, planned.dryRun]).toEqual([0, true]);
    expect(planned.calls.map(({ call }) => call)).toEqual([
      ...['mkdir', 'mkdir', 'import', 'RunPodSandbox', 'PodSandboxStatus', 'CreateContainer', 'GetContainerEvents'],
      ...['StartContainer', 'StopContainer', 'RemoveContainer', 'StopPodSandbox', 'RemovePodSandbox'],
    ]);
    const [pod, container] = ['RunPodSandbox', 'CreateContainer'].map(
      (call) => planned.calls.find((one) => one.call === call)!.request as Record<string, unknown>,
    );
    // All that is sent, with what CreateContainer repeats.
    expect(container!['sandbox_config']).toEqual(pod!['config']);
    expect(pod).toMatchObject({
      config: {
        metadata: { namespace: 'cranesched', attempt: 0 },
        labels: { cranesched: 'true', job_id: '0', 'crane-doctor': 'smoke' },
        linux: { cgroup_parent: expect.stringMatching(/^\/sys\/fs\/cgroup\/crane\/crane-doctor-smoke-\w+$/) as string },
      },
    });
    const text = await runProgram(smokeArgs(node, ['--dry-run', '--no-userns']), { enter: node.namespaces.enter });
    expect(text.stdout).toMatch(/nothing is changed[^]*"sandbox_config": "\(as above\)"/);
    const kept = ['--dry-run', '--json', '--keep', '--image', 'registry.example.org/base:1'];
    const keeping = await runProgram(smokeArgs(node, kept), { enter: node.namespaces.enter });
    const steps = (JSON.parse(keeping.stdout) as { calls: { step: string; call: string }[] }).calls;
    // In the order of the steps; an image with a tag is asked for first; nothing is taken away.
    expect(steps.map(({ step, call }) => `${step} ${call}`)).toEqual([
      ...['directory mkdir', 'directory mkdir', 'image ImageStatus', 'image PullImage', 'bindfs mkdir', 'bindfs mkdir'],
      ...['bindfs exec', 'sandbox RunPodSandbox', 'sandbox PodSandboxStatus', 'create CreateContainer'],
      ...['events GetContainerEvents', 'start StartContainer'],
    ]);
    const only = await runProgram(smokeArgs(node, ['--dry-run', '--bindfs-only']), { enter: node.namespaces.enter });
    expect(only.stdout).toMatch(/"\/usr\/bin\/bindfs",\n +"--uid-offset=295758",/);
    expect(only.stdout).not.toContain('RunPodSandbox');
    expect(await leftOn(node)).toEqual([]);
    const real = await runProgram(smokeArgs(node, []), nobody);
    expect([real.code, real.stderr]).toEqual([2, expect.stringContaining('smoke needs root')]);
  });

  test('a directory that no test has made is not touched, and ends the test', async () => {
    const work = temporaryDirectory(cleanup);
    const own = join(work, 'crane-doctor-smoke');
    mkdirSync(own);
    writeFileSync(join(own, 'precious'), '');
    const { smoked, code } = await runSmoke({ ...node, work });
    expect([code, codesIn(smoked)]).toEqual([1, ['log-directory']]);
    expect([readdirSync(own), await leftOn(node)]).toEqual([['precious'], []]);
    expect(existsSync(own)).toBe(true);
  });
});
