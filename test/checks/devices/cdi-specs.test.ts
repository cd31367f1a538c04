import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { cdiSpecs } from '../../../src/checks/devices/cdi-specs.ts';
import { startCriServer } from '../../../src/demo/cri-server.ts';
import { refused } from '../../../src/host/answer.ts';
import type { Host } from '../../../src/host/host.ts';
import { liveHost } from '../../../src/host/live.ts';
import { withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import type { Json } from '../../../src/json.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { nodeTree, type Placed } from '../node-tree.ts';
import { runtimeNode, withStatus } from '../../runtime/runtime-node.ts';
import { NODE_CONFIG, runCheck, type Ran } from '../run-check.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const NAMES = ['example.com/gpu=gpu0', 'example.com/gpu=gpu1'];

/** A node whose gres names these devices. */
const gresOf = (names: readonly string[], node = 'cn01'): string =>
  NODE_CONFIG.replaceAll('cn01', node).replace(
    '    memory: 8G\n',
    `    memory: 8G
    gres:
      - name: gpu
        type: a100
        DeviceFileList: [${names.map((_, index) => `/dev/gpu${index}`).join(', ')}]
        DeviceCDIList: ${JSON.stringify(names)}
`,
  );

const spec = (devices: readonly Json[], more: { readonly [key: string]: Json } = {}): string =>
  JSON.stringify({
    cdiVersion: '0.6.0',
    kind: 'example.com/gpu',
    devices: devices.map((name) => ({ name, containerEdits: { env: ['A=b'] } })),
    ...more,
  });

const GOOD = spec(['gpu0', 'gpu1']);

const file = (text: string): Placed => ({ file: text });

interface Given {
  readonly names?: readonly string[];
  readonly config?: string;
  readonly answers?: readonly RecordedAnswer[];
}

const look = (
  files: { readonly [path: string]: Placed },
  { names = NAMES, config, answers = [] }: Given = {},
): Promise<Ran> => {
  const { host } = nodeTree(cleanup, { '/etc/hostname': file('cn01\n'), ...files });
  return runCheck(cdiSpecs, { host: withAnswers(host, answers), config: config ?? gresOf(names) });
};

describe('names that exist', () => {
  test('in JSON, in YAML and over two files', async () => {
    const yaml = (name: string): string => `cdiVersion: "0.6.0"\nkind: example.com/gpu\ndevices:\n- name: ${name}\n`;
    for (const files of [
      { '/etc/cdi/gpu.json': file(GOOD) },
      { '/etc/cdi/gpu.yaml': file(`${yaml('gpu0')}- name: gpu1\n`) },
      { '/etc/cdi/a.yaml': file(yaml('gpu0')), '/var/run/cdi/b.json': file(spec(['gpu1'])) },
      // JSON in a file of the other name, and comments: the library reads both as YAML.
      {
        '/etc/cdi/gpu.yaml': file(GOOD),
        '/etc/cdi/other.json': file(
          '# nothing but\n{"cdiVersion": "0.6.0", "kind": "v.com/c", "devices": [{"name": "x"}]}',
        ),
      },
    ]) {
      expect((await look(files)).codes).toEqual([]);
    }
  });

  test('are evidence', async () => {
    const { observed } = await look({ '/etc/cdi/gpu.json': file(GOOD) });
    expect(observed).toEqual({ specDirs: ['/etc/cdi', '/var/run/cdi'], specs: ['/etc/cdi/gpu.json'], cdiNames: 2 });
  });

  test('a number is the name that it is written as', async () => {
    const files = {
      '/etc/cdi/gpu.yaml': file('cdiVersion: 0.6.0\nkind: example.com/gpu\ndevices: [{name: 0}, {name: "1"}]\n'),
    };
    expect((await look(files, { names: ['example.com/gpu=0', 'example.com/gpu=1'] })).codes).toEqual([]);
  });

  test('what is no spec file, and subdirectories, are not read', async () => {
    const files = {
      '/etc/cdi/gpu.json': file(GOOD),
      '/etc/cdi/gpu.yml': file('{'),
      '/etc/cdi/gpu.json.bak': file('{'),
      '/etc/cdi/sub.json/x.json': file('{'),
    };
    expect((await look(files)).codes).toEqual([]);
  });
});

describe('where it does not apply', () => {
  test.each([
    ['no gres', NODE_CONFIG],
    ['a gres without CDI names', gresOf([]).replace('        DeviceCDIList: []\n', '').replace('[]', '[/dev/null]')],
    ['a gres of another node', gresOf(NAMES, 'cn02')],
    ['only names that no CDI spec can have', gresOf(['gpu0'])],
  ])('%s', async (_, config) => {
    const ran = await look({}, { config });
    expect(ran.looked).toHaveProperty('notApplicable');
  });
});

describe('names that do not exist', () => {
  test('no spec of the kind', async () => {
    const ran = await look({ '/etc/cdi/other.json': file(spec(['gpu0'], { kind: 'nvidia.com/gpu' })) });
    expect(ran.findings).toMatchObject([
      {
        code: 'cdi-specs/spec-missing',
        severity: 'error',
        target: 'example.com/gpu',
        args: { gres: 'gpu:a100', directories: '/etc/cdi, /var/run/cdi', others: 'nvidia.com/gpu' },
      },
    ]);
    expect((await look({})).codes).toEqual(['spec-missing']);
  });

  test('no device of the name, with the one that is near and free', async () => {
    const ran = await look({ '/etc/cdi/gpu.json': file(spec(['gpu0', 'GPU1'])) });
    expect(ran.findings).toMatchObject([
      {
        code: 'cdi-specs/name-missing',
        severity: 'error',
        target: 'example.com/gpu=gpu1',
        args: { paths: '/etc/cdi/gpu.json', nearest: 'example.com/gpu=GPU1' },
      },
    ]);
    const taken = await look({ '/etc/cdi/gpu.json': file(spec(['gpu0'])) });
    expect(taken.findings[0]!.args).toMatchObject({ nearest: '', known: 'example.com/gpu=gpu0' });
  });

  test('names by DeviceCDIRegex', async () => {
    const config = gresOf(NAMES).replace(/DeviceCDIList: .*/, 'DeviceCDIRegex: "example.com/gpu=gpu[0-1]"');
    const ran = await look({ '/etc/cdi/gpu.json': file(spec(['gpu0'])) }, { config });
    expect(ran.findings.map(({ target }) => target)).toEqual(['example.com/gpu=gpu1']);
  });

  test('twice in one directory is as good as absent, a later directory takes its place', async () => {
    const both = await look({ '/etc/cdi/a.json': file(GOOD), '/etc/cdi/b.json': file(spec(['gpu1'])) });
    expect(both.findings).toMatchObject([
      {
        code: 'cdi-specs/name-conflict',
        severity: 'error',
        args: { name: NAMES[1], paths: '/etc/cdi/a.json, /etc/cdi/b.json' },
      },
    ]);
    const later = await look({ '/etc/cdi/a.json': file(GOOD), '/var/run/cdi/b.json': file(spec(['gpu1'])) });
    expect(later.codes).toEqual([]);
  });

  test('thousands of names end in a few findings', async () => {
    const names = Array.from({ length: 500 }, (_, index) => `example.com/gpu=g${index}`);
    const ran = await look({ '/etc/cdi/gpu.json': file(spec(['other'])) }, { names });
    expect(ran.findings).toHaveLength(20);
  });
});

describe('spec files that are passed over', () => {
  const invalid = async (text: string): Promise<Ran> => {
    const ran = await look({ '/etc/cdi/gpu.json': file(GOOD), '/etc/cdi/z.yaml': file(text) });
    expect(ran.codes).toEqual(['spec-invalid']);
    return ran;
  };

  test('a syntax error, with its place', async () => {
    const ran = await invalid('cdiVersion: 0.6.0\nkind: [x\n');
    expect(ran.findings[0]).toMatchObject({
      severity: 'warning',
      target: '/etc/cdi/z.yaml',
      location: { path: '/etc/cdi/z.yaml', line: 3 },
    });
    expect(ran.messages[0]!.en).toMatch(
      /^\/etc\/cdi\/z\.yaml is passed over: neither JSON nor YAML: .* at line 3, column 1$/,
    );
  });

  test.each([
    ['', 'not-a-mapping'],
    ['[]', 'not-a-mapping'],
    [spec(['a'], { cdiVersion: null }), 'version'],
    [spec(['a'], { cdiVersion: 'x' }), 'version'],
    [spec(['a'], { kind: 'gpu' }), 'kind'],
    [spec(['a'], { kind: null }), 'kind'],
    [spec([]), 'no-devices'],
    [spec([null]), 'device'],
    [spec(['a b']), 'device'],
    [spec(['a', 'a']), 'duplicate'],
  ])('%j: %s', async (text, rule) => {
    expect((await invalid(text)).findings[0]!.args['rule']).toBe(rule);
  });

  test('a symlink that leads nowhere or to itself', async () => {
    const ran = await look({
      '/etc/cdi/gpu.json': file(GOOD),
      '/etc/cdi/a.json': { link: '/nowhere' },
      '/etc/cdi/b.json': { link: '/etc/cdi/b.json' },
    });
    expect(ran.findings.map(({ args }) => [args['rule'], args['detail']])).toEqual([
      ['not-a-file', 'ENOENT'],
      ['not-a-file', 'ELOOP'],
    ]);
  });

  test('the name in it is missing then', async () => {
    const ran = await look({ '/etc/cdi/gpu.json': file(spec([])) });
    expect(ran.codes).toEqual(['spec-missing', 'spec-invalid']);
  });
});

describe('hostile files', () => {
  test.each([
    [
      'aliases of aliases',
      `a: &a [x]\n${['b', 'c', 'd', 'e', 'f', 'g'].map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdef'[index]}`).join(',')}]`).join('\n')}\n`,
    ],
    ['nested as deep as it is long', '['.repeat(100_000)],
    ['a text of nothing but quotes', '"'.repeat(100_000)],
    ['control characters', 'kind: "\u001b[31m\n'],
  ])('%s', async (_, text) => {
    const ran = await look({ '/etc/cdi/gpu.json': file(GOOD), '/etc/cdi/z.yaml': file(text) });
    expect(ran.codes).toEqual(['spec-invalid']);
    expect(JSON.stringify(ran.messages)).not.toMatch(/\\u001b|\\n/);
  });

  test('a file of 10 MB, and too much YAML, are not read: what may be in them is not judged', async () => {
    const big = `#${'x'.repeat(10_000_000)}`;
    expect((await look({ '/etc/cdi/gpu.json': file(GOOD), '/etc/cdi/z.yaml': file(big) })).codes).toEqual([]);
    for (const text of [big, `#${'x'.repeat(300_000)}`]) {
      const ran = await look({ '/etc/cdi/z.yaml': file(text) });
      expect(ran.findings).toMatchObject([{ code: 'cdi-specs/could-not-look', args: { what: '/etc/cdi/z.yaml' } }]);
    }
  });
});

describe('what may not be looked at is not judged', () => {
  const answer = refused({ code: 'EACCES', message: 'permission denied' });
  const NOT_PERMITTED: readonly [string, RecordedAnswer][] = [
    ['/etc/cdi', { method: 'readDirectory', args: { path: '/etc/cdi', max: 1_000 }, answer }],
    ['/etc/cdi/gpu.json', { method: 'readFile', args: { path: '/etc/cdi/gpu.json', maxBytes: 1024 * 1024 }, answer }],
  ];

  test.each(NOT_PERMITTED)('%s', async (what, answer) => {
    const files = { '/etc/cdi/gpu.json': file(GOOD) };
    const ran = await look(files, { answers: [answer] });
    expect(ran.findings).toMatchObject([{ code: 'cdi-specs/could-not-look', severity: 'unknown', args: { what } }]);
    const elsewhere = await look({ ...files, '/var/run/cdi/gpu.json': file(GOOD) }, { answers: [answer] });
    expect(elsewhere.codes).toEqual([]);
  });
});

describe('with a runtime', () => {
  async function lookWith(
    recording: string,
    files: { readonly [path: string]: Placed },
    dirs?: readonly string[],
  ): Promise<Ran> {
    const socket = join(temporaryDirectory(cleanup), 's');
    const recorded = recordingOf(recording);
    const config = recorded.status['config'] as { readonly [key: string]: Json };
    const status = dirs ? { ...recorded.status, config: { ...config, cdiSpecDirs: dirs } } : recorded.status;
    const server = await startCriServer({ socket, recording: { ...recorded, status } });
    const live = liveHost();
    cleanup.defer(() => server.close());
    cleanup.defer(() => live.close());
    const tree = nodeTree(cleanup, { '/etc/hostname': file('cn01\n'), ...files });
    const host: Host = {
      kind: 'tree',
      close: () => {},
      ask: (method, args) => (method === 'cri' ? live : tree.host).ask(method, args),
    };
    return runCheck(cdiSpecs, { host, config: gresOf(NAMES).replace('/run/containerd/containerd.sock', socket) });
  }

  test('that has CDI off, as containerd 1.7 by itself: the devices are not given out, whatever the specs have', async () => {
    const ran = await lookWith('containerd-1.7.24', { '/etc/cdi/gpu.json': file(GOOD) });
    expect(ran.findings).toMatchObject([
      {
        code: 'cdi-specs/disabled',
        severity: 'error',
        target: 'containerd',
        args: { runtime: 'containerd', version: '1.7.24~ds1', has: true, from: 'Status', gres: 'gpu:a100' },
      },
    ]);
    expect(ran.messages[0]!.en).toContain('has CDI switched off (told by Status)');
  });

  test.each([
    ['no spec of the kind', {}, 'spec-missing'],
    ['no device of the name', { '/etc/cdi/gpu.json': file(spec(['gpu0'])) }, 'name-missing'],
    ['a device twice', { '/etc/cdi/a.json': file(GOOD), '/etc/cdi/b.json': file(spec(['gpu1'])) }, 'name-conflict'],
  ])('that has CDI off leads, and what the specs lack is what comes next: %s', async (_, files, next) => {
    const ran = await lookWith('containerd-1.7.24', files);
    expect(ran.findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['cdi-specs/disabled', 'error'],
      [`cdi-specs/${next}`, 'warning'],
    ]);
    expect(ran.messages[1]!.en).toContain('once CDI is on, container jobs');
    expect(ran.messages[1]!.zh).toContain('启用 CDI 之后');
  });

  test.each(['containerd-2.2.4', 'cri-o-1.36.3'])('that has it on: %s', async (recording) => {
    const ran = await lookWith(recording, { '/etc/cdi/gpu.json': file(GOOD) });
    expect(ran.codes).toEqual([]);
    expect(ran.observed['cdiEnabled']).toBe(true);
  });

  test('that has never heard of it: containerd 1.6', async () => {
    const ran = await lookWith('containerd-1.6.20', { '/etc/cdi/gpu.json': file(GOOD) });
    expect(ran.codes).toEqual(['disabled']);
    expect(ran.messages[0]!.en).toMatch(/^containerd 1\.6\.20~ds1 has no CDI, which came with 1\.7: /);
    expect(ran.messages[0]!.zh).toContain('不支持 CDI');
  });

  test('that does not tell: cri-dockerd', async () => {
    expect((await lookWith('cri-dockerd-0.4.3', { '/etc/cdi/gpu.json': file(GOOD) })).codes).toEqual([]);
  });

  test('whose file only root may read: whether CDI is on, and where its specs are, is unknown', async () => {
    const recording = withStatus(recordingOf('cri-o-1.36.3'), (status) => delete status['config']);
    const unreadable = ['/etc/crio/crio.conf'];
    const host = await runtimeNode(cleanup, { recording, unreadable, files: { '/etc/hostname': 'cn01\n' } });
    const ran = await runCheck(cdiSpecs, { host, config: gresOf(NAMES) });
    expect(ran.findings).toMatchObject([
      { code: 'cdi-specs/could-not-look', severity: 'unknown', target: '/etc/crio/crio.conf' },
    ]);
  });

  test('that looks elsewhere', async () => {
    const ran = await lookWith(
      'containerd-2.2.4',
      { '/etc/cdi/gpu.json': file(GOOD), '/srv/cdi/x.json': file(spec(['gpu0'])) },
      ['/srv/cdi'],
    );
    expect(ran.findings.map(({ target }) => target)).toEqual([NAMES[1]]);
    expect(ran.observed).toMatchObject({ specDirs: ['/srv/cdi'], specs: ['/srv/cdi/x.json'] });
  });
});
