import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeChanges } from '../../src/host/changes/node-changes.ts';
import { podName, podUid } from '../../src/smoke/identity.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { NETWORK, startContainerd } from '../support/containerd.ts';
import { importArchive } from '../support/import-image.ts';
import { describeWith } from '../support/needs.ts';
import { startRegistry } from '../support/registry.ts';
import { makeRunnableArchive } from '../support/runnable-image.ts';
import {
  codesIn,
  foreignCgroup,
  leftOn,
  makeSmokeNode,
  runSmoke,
  SMOKE_NEEDS,
  smokeArgs,
  stepOf,
  type SmokeNode,
  type SmokeNodeOptions,
} from '../support/smoke-node.ts';
import { runProgram } from '../support/program.ts';

/* Each fault on a real node of its own: the right finding at the right step, and nothing left behind. */

const ERRORS = ['error', 'unknown'] as const;

describeWith(SMOKE_NEEDS, 'what a smoke test finds on a node that is broken', () => {
  const cleanup = new Cleanup();
  afterAll(() => cleanup.run());

  const onNode = async (options: SmokeNodeOptions, args: readonly string[] = ['--no-userns']) => {
    const node = await makeSmokeNode(cleanup, options);
    const { smoked, code } = await runSmoke(node, args);
    return { node, smoked, code, errors: codesIn(smoked, ...ERRORS), left: await leftOn(node) };
  };
  const failed = (smoked: Awaited<ReturnType<typeof onNode>>['smoked']): string | undefined =>
    smoked.steps.find(({ status }) => status === 'fail')?.name;

  test('no CNI configuration', async () => {
    const { smoked, code, errors, left } = await onNode({ runtime: { cni: false } });
    expect([failed(smoked), errors, code, left]).toEqual(['sandbox', ['no-cni'], 1, []]);
    expect(stepOf(smoked, 'sandbox').finding!.message).toContain('cni plugin not initialized');
    expect(smoked.leftBehind).toEqual([]);
  });

  test('a CNI plugin that is not installed', async () => {
    const { smoked, code, errors, left } = await onNode({ runtime: { cni: NETWORK.replace('bridge', 'calico') } });
    expect([failed(smoked), errors, code, left]).toEqual(['sandbox', ['cni-plugin-missing'], 1, []]);
    expect(stepOf(smoked, 'sandbox').finding).toMatchObject({ target: 'calico', args: { plugin: 'calico' } });
  });

  test('a CNI plugin that refuses', async () => {
    const { smoked, errors, left } = await onNode({ runtime: { cni: NETWORK.replace('10.88.0.0/24', 'nonsense') } });
    expect([failed(smoked), errors, left]).toEqual(['sandbox', ['cni-failed'], []]);
  });

  test('a sandbox image that cannot be reached', async () => {
    const sandboxImage = '127.0.0.1:5999/pause:missing';
    const { smoked, errors, left } = await onNode({ runtime: { sandboxImage }, pause: false });
    expect([failed(smoked), errors, left]).toEqual(['sandbox', ['sandbox-image'], []]);
    expect(stepOf(smoked, 'sandbox').finding!.message).toContain(sandboxImage);
  });

  test('a runtime with the systemd cgroup driver', async () => {
    const { smoked, errors, left } = await onNode({ runtime: { systemdCgroup: true } });
    expect([failed(smoked), errors, left]).toEqual(['sandbox', ['cgroup-driver'], []]);
  });

  test('a runtime that is silent: craned would wait no longer either', async () => {
    const node = await makeSmokeNode(cleanup);
    node.containerd.daemon.signal('SIGSTOP');
    const { smoked, code } = await runSmoke(node, ['--no-userns']);
    node.containerd.daemon.signal('SIGCONT');
    expect([failed(smoked), codesIn(smoked, ...ERRORS), code]).toEqual(['image', ['over-deadline'], 1]);
    expect(stepOf(smoked, 'image').finding!.args).toMatchObject({ call: 'ListImages', ended: false });
    expect([smoked.leftBehind, await leftOn(node)]).toEqual([[], []]);
  });

  test('a containerd with its CRI plugin disabled, as that of Docker', async () => {
    const { smoked, errors, code } = await onNode({ runtime: { criDisabled: true }, pause: false });
    expect([failed(smoked), errors, code, smoked.leftBehind]).toEqual(['image', ['unimplemented'], 1, []]);
    expect(stepOf(smoked, 'image').finding!.message).toContain('unknown service runtime.v1.ImageService');
  });

  test('a runtime that is not there', async () => {
    const { smoked, errors, code } = await onNode({ node: { socket: '/nowhere/containerd.sock' } });
    expect([failed(smoked), errors, code, smoked.leftBehind]).toEqual(['image', ['runtime-unreachable'], 1, []]);
  });
});

describeWith(
  [...SMOKE_NEEDS, 'docker-registry', 'bindfs', 'fusermount3', 'fuse'],
  'what a smoke test finds in its parts',
  () => {
    const cleanup = new Cleanup();
    let node: SmokeNode;
    beforeAll(async () => {
      node = await makeSmokeNode(cleanup);
    });
    afterAll(() => cleanup.run());

    const find = async (
      args: readonly string[],
      on: SmokeNode = node,
    ): Promise<readonly [string | undefined, string[], number | null, string[]]> => {
      const { smoked, code } = await runSmoke(on, args);
      const step = smoked.steps.find(({ status }) => status === 'fail')?.name;
      return [step, codesIn(smoked, ...ERRORS), code, await leftOn(on)];
    };
    /** The node with another configuration. */
    const configured = (name: string, edit: (text: string) => string): SmokeNode => {
      const config = join(node.directory, name);
      const text = execFileSync('cat', [node.config], { encoding: 'utf8' });
      writeFileSync(config, edit(text));
      return { ...node, config };
    };
    const withBindFs = (name: string, from = '', to = ''): SmokeNode =>
      configured(name, (text) =>
        text.replace('BindFs:\n    Enabled: false', 'BindFs:\n    Enabled: true').replace(from, to),
      );

    const hideCtr = ({ namespaces }: SmokeNode): void => {
      const [nsenter = '', ...into] = namespaces.enter;
      execFileSync(nsenter, [...into, 'mount', '--bind', '/dev/null', '/usr/bin/ctr']);
    };

    test('an image that only the image service of another runtime has', async () => {
      const other = await startContainerd(cleanup, { version: '1.7', enter: node.namespaces.enter });
      const apart = configured('apart.yaml', (text) =>
        text.replace(/ImageEndpoint: .*/, `ImageEndpoint: ${other.socket}`),
      );
      expect(await find(['--no-userns'], apart)).toEqual(['create', ['image-gone'], 1, []]);
      expect(await leftOn({ ...node, containerd: other })).toEqual([]);
    });

    test('an image that the registry does not have', async () => {
      const { address } = await startRegistry(cleanup, { enter: node.namespaces.enter });
      expect(await find(['--no-userns', '--image', `${address}/hello:nope`])).toEqual([
        'image',
        ['image-not-found'],
        1,
        [],
      ]);
    });

    test('a registry that refuses connections, or wants a login', async () => {
      expect(await find(['--image', '127.0.0.1:5999/hello:1'])).toEqual(['image', ['image-pull'], 1, []]);
      const htpasswd = 'tester:$2y$05$abcdefghijklmnopqrstuuDDu1Kt3u1vZqO7f6hkH8hN2fA7cQwJW';
      const { address } = await startRegistry(cleanup, { enter: node.namespaces.enter, htpasswd });
      expect(await find(['--image', `${address}/hello:1`])).toEqual(['image', ['image-unauthorized'], 1, []]);
    });

    test('an image without the command', async () => {
      const reference = 'localhost/no-shell:1';
      const archive = makeRunnableArchive(cleanup, {
        reference,
        programs: ['/bin/sleep'],
        command: ['/bin/sleep', '9'],
      });
      await importArchive(cleanup, node.containerd.socket, reference, archive);
      expect(await find(['--no-userns', '--image', reference])).toEqual(['start', ['command-missing'], 1, []]);
    });

    test('a command that ends with an error and prints nothing', async () => {
      const reference = 'localhost/false-shell:1';
      const programs = ['/bin/false', { from: '/bin/false', to: '/bin/sh' }];
      const archive = makeRunnableArchive(cleanup, { reference, programs, command: ['/bin/sh'] });
      await importArchive(cleanup, node.containerd.socket, reference, archive);
      expect(await find(['--no-userns', '--image', reference])).toEqual(['exit', ['exit-code', 'log-missing'], 1, []]);
    });

    test('a pod that is not ours has the name: it is left alone', async () => {
      const changes = nodeChanges();
      cleanup.defer(() => changes.close());
      const { hostname } = node.namespaces;
      const metadata = { name: podName(hostname), uid: podUid(hostname), namespace: 'cranesched', attempt: 0 };
      const limits = { socket: node.containerd.socket, limitMs: 20_000 };
      const config = {
        metadata,
        log_directory: temporaryDirectory(cleanup),
        linux: { cgroup_parent: foreignCgroup(hostname) },
      };
      const pod = await changes.call('RunPodSandbox', { config }, limits);
      const id = pod.ok ? pod.value.pod_sandbox_id : '';
      const { smoked } = await runSmoke(node, ['--no-userns']);
      expect(codesIn(smoked, ...ERRORS)).toEqual(['name-clash']);
      expect(stepOf(smoked, 'sandbox').finding!.message).toContain(id);
      // It is still there.
      const gone = await changes.call('StopPodSandbox', { pod_sandbox_id: id }, limits);
      expect([id, gone.ok]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), true]);
      await changes.call('RemovePodSandbox', { pod_sandbox_id: id }, limits);
      expect(await leftOn(node)).toEqual([]);
    });

    test('a log directory that cannot be written', async () => {
      const [nsenter = '', ...into] = node.namespaces.enter;
      const work = temporaryDirectory(cleanup);
      execFileSync(nsenter, [...into, 'mount', '-t', 'tmpfs', '-o', 'ro', 'tmpfs', work]);
      const readOnly = { ...node, work };
      expect(await find(['--no-userns'], readOnly)).toEqual(['directory', ['log-directory'], 1, []]);
      execFileSync(nsenter, [...into, 'umount', work]);
      const file = join(work, 'file');
      writeFileSync(file, '');
      expect(await find(['--no-userns', '--directory', join(file, 'below')])).toEqual([
        'directory',
        ['log-directory'],
        1,
        [],
      ]);
    });

    test('accounts and configurations of which nothing can be sent', async () => {
      expect(await find(['--user', 'nobody-here'])).toEqual(['prepare', ['account-unknown'], 1, []]);
      expect(await find(['--userns', '--user', 'root'])).toEqual(['prepare', ['no-subids'], 1, []]);
      const empty = configured('empty.yaml', (text) => text.replace(/ {2}(Runtime|Image)Endpoint: .*\n/g, ''));
      expect(await find([], empty)).toEqual(['prepare', ['no-endpoint'], 1, []]);
    });

    test('volumes with a user namespace on a runtime that cannot idmap, without BindFs', async () => {
      const mount = temporaryDirectory(cleanup);
      expect(await find(['--mount', mount])).toEqual(['bindfs', ['mount-source'], 1, []]);
      execFileSync('chown', ['4242:4243', mount]);
      expect(await find(['--mount', mount])).toEqual(['create', ['idmap-refused'], 1, []]);
      writeFileSync(join(mount, '.crane-doctor-smoke'), 'precious');
      expect(await find(['--mount', mount])).toEqual(['bindfs', ['mount-source'], 1, []]);
      expect(readFileSync(join(mount, '.crane-doctor-smoke'), 'utf8')).toBe('precious');
      const link = join(node.directory, 'link');
      symlinkSync(mount, link);
      expect(await find(['--mount', link])).toEqual(['bindfs', ['mount-source'], 1, []]);
    });

    test("BindFs' programs as craned starts them: no PATH, no environment", async () => {
      const bare = withBindFs('bare.yaml', 'BindfsBinary: /usr/bin/bindfs', 'BindfsBinary: bindfs');
      expect(await find([], bare)).toEqual(['bindfs', ['bindfs-not-started'], 1, []]);
      const wrong = withBindFs('wrong.yaml', 'BindfsBinary: /usr/bin/bindfs', 'BindfsBinary: /bin/false');
      expect(await find(['--bindfs-only'], wrong)).toEqual(['bindfs', ['bindfs-failed'], 1, []]);
      const stuck = withBindFs('stuck.yaml', 'FusermountBinary: /usr/bin/fusermount3', 'FusermountBinary: fusermount3');
      expect(await find(['--bindfs-only'], stuck)).toEqual(['clean-up', ['bindfs-unmount'], 1, []]);
      const lost = withBindFs(
        'lost.yaml',
        `MountBaseDir: ${node.directory}/mnt`,
        `MountBaseDir: ${node.directory}/a/b`,
      );
      expect(await find(['--bindfs-only'], lost)).toEqual(['bindfs', ['mount-base'], 1, []]);
      const made = withBindFs(
        'made.yaml',
        `MountBaseDir: ${node.directory}/mnt`,
        `MountBaseDir: ${node.directory}/new`,
      );
      expect(await find(['--bindfs-only'], made)).toEqual([undefined, [], 0, []]);
    });

    test('a bindfs that gives what is written to somebody else', async () => {
      const apart = await makeSmokeNode(cleanup, { node: { bindFs: true } });
      const [nsenter = '', ...into] = apart.namespaces.enter;
      const [real, wrapper] = ['real', 'wrapper'].map((name) => join(apart.directory, name));
      copyFileSync('/usr/bin/bindfs', real!);
      const script = `#!/bin/sh\n# The user's file is made for root.\nuid=$1 gid=$2; shift 4\nexec ${real} "$uid" "$gid" --create-for-user=root --create-for-group=root "$@"\n`;
      writeFileSync(wrapper!, script, { mode: 0o755 });
      execFileSync(nsenter, [...into, 'mount', '--bind', wrapper!, '/usr/bin/bindfs']);
      expect(await find([], apart)).toEqual(['mount', ['mount-file-owner'], 1, []]);
    });

    test('a container that does not end', async () => {
      const reference = 'localhost/endless:1';
      const shell = join(temporaryDirectory(cleanup), 'sh');
      writeFileSync(shell, '#!/bin/dash\necho Hello from container\nwhile :; do sleep 1; done\n', { mode: 0o755 });
      const programs = ['/bin/dash', '/bin/sleep', { from: shell, to: '/bin/sh' }];
      await importArchive(
        cleanup,
        node.containerd.socket,
        reference,
        makeRunnableArchive(cleanup, { reference, programs, command: ['/bin/sh'] }),
      );
      const [step, codes, code, left] = await find(['--no-userns', '--image', reference]);
      expect([step, code, left]).toEqual(['exit', 1, []]);
      expect(codes[0]).toBe('not-ended');
    });

    test('a runtime whose mounts are its own does not see what bindfs has mounted', async () => {
      const apart = await makeSmokeNode(cleanup, { node: { bindFs: true }, sharedMounts: false });
      const { smoked, code } = await runSmoke(apart);
      expect([code, codesIn(smoked, 'error')]).toEqual([1, ['mount-owner', 'mount-not-writable']]);
      expect(await leftOn(apart)).toEqual([]);
    });

    test('no image with a shell, and no ctr to import one: the runtime pulls it from the doctor', async () => {
      const apart = await makeSmokeNode(cleanup);
      hideCtr(apart);
      const { smoked, code } = await runSmoke(apart, ['--no-userns']);
      expect([code, codesIn(smoked, ...ERRORS), smoked.leftBehind, await leftOn(apart)]).toEqual([0, [], [], []]);
      expect(stepOf(smoked, 'image')).toMatchObject({
        status: 'pass',
        note: expect.stringMatching(/^127\.0\.0\.1:\d+\/crane-doctor-smoke \(made here\)$/) as string,
        deadlineMs: 60_000,
      });
      expect(stepOf(smoked, 'log').note).toBe('Hello from container');
    });

    test('name servers: none of the pod, other ones, silent ones', async () => {
      const silent = configured('dns.yaml', (text) =>
        text.replace('Container:\n', 'Container:\n  Dns:\n    Servers: [10.88.0.1]\n'),
      );
      const { smoked, code } = await runSmoke(silent, ['--no-userns']);
      expect([code, codesIn(smoked)]).toEqual([0, ['dns-silent']]);
      expect(stepOf(smoked, 'dns').finding).toMatchObject({ target: '10.88.0.1', args: { reason: 'TIMEOUT' } });
    });

    test('the words of a failure, in both languages, with what to do', async () => {
      const run = (lang: string) =>
        runProgram([...smokeArgs(node, ['--no-userns', '--image', 'localhost/no-shell:1']), '--lang', lang], {
          enter: node.namespaces.enter,
        });
      const [en, zh] = [await run('en'), await run('zh')];
      expect(en.stdout).toMatch(
        /✗ container started .*\n {2}smoke\/command-missing {3}localhost\/no-shell:1 has no \/bin\/sh: /,
      );
      expect(en.stdout).toMatch(/What to do \(guide: /);
      expect(en.stdout).toMatch(/✗ Failed at: container started\nexit 1\n$/);
      expect(zh.stdout).toMatch(/localhost\/no-shell:1 中没有 \/bin\/sh：/);
      expect(zh.stdout).toMatch(/解决方法/);

      const file = join(temporaryDirectory(cleanup), 'smoke.md');
      const args = ['--no-userns', '--image', 'localhost/no-shell:1', '--format', 'markdown', '-o', file];
      const markdown = await runProgram(smokeArgs(node, args), { enter: node.namespaces.enter });
      expect([markdown.code, markdown.stdout]).toEqual([1, '']);
      const text = readFileSync(file, 'utf8');
      expect(text).toMatch(/^## ❌ cn\d+: Failed at: container started\n/);
      expect(text).toMatch(/\n\| ✅ \| container created \| \d\.\d\d of 5 s \| +\|\n/);
      expect(text).toMatch(/\n### `smoke\/command-missing`\n/);
      const usage = await runProgram(smokeArgs(node, ['-f', 'sarif']), { enter: node.namespaces.enter });
      expect([usage.code, usage.stderr]).toEqual([2, expect.stringContaining('text, json, markdown')]);
    });
  },
);

describeWith(
  ['root', 'namespaces', 'containerd-1.6', 'cni-plugins', 'ctr', 'runc'],
  'a smoke test on containerd 1.6',
  () => {
    const cleanup = new Cleanup();
    afterAll(() => cleanup.run());

    test('the container runs, and no event can tell that it ended', async () => {
      const node = await makeSmokeNode(cleanup, { runtime: { version: '1.6' } });
      const { smoked, code } = await runSmoke(node, ['--no-userns']);
      expect([code, codesIn(smoked, 'error')]).toEqual([1, ['no-events']]);
      expect(stepOf(smoked, 'log').note).toBe('Hello from container');
      expect(await leftOn(node)).toEqual([]);
    });
  },
);
