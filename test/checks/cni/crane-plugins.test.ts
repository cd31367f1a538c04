import { afterEach, describe, expect, test } from 'vitest';
import type { Json } from '../../../src/json.ts';
import { Cleanup } from '../../support/cleanup.ts';
import type { Ran } from '../run-check.ts';
import { CONF_DIR, conf, lookAtCni, programs } from './cni-node.ts';

/* CraneSched's own plugins: crane-meta and dns-register. */

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

type JsonObject = { readonly [key: string]: Json };

const ANNOTATIONS = { 'io.kubernetes.cri.pod-annotations': true };
const DELEGATE = { name: 'net', conf: { type: 'bridge' } };
const ETHERNET = { name: 'ethernet', ifName: 'eth0', delegates: [DELEGATE] };
const RDMA = { name: 'rdma', ifNamePrefix: 'rdma', delegates: [DELEGATE] };
const DNS = { type: 'dns-register', etcd_endpoints: ['http://192.0.2.1:2379'], ttl: 60, lease_ttl: 0 };
const META = {
  cniVersion: '1.0.0',
  name: 'crane-meta',
  type: 'crane-meta',
  capabilities: ANNOTATIONS,
  timeoutSeconds: 4,
};

const PROGRAMS = programs('crane-meta', 'meta-cni', 'bridge', 'dns-register', 'host-local', 'loopback');

/** A node with a device whose pipeline is `rdma`. */
const withPipeline = (text: string): string =>
  text.replace(
    '    memory: 8G\n',
    `    memory: 8G
    gres:
      - name: rdma
        type: vf
        DeviceFileList: [/dev/null]
        DeviceCDIList: [example.com/rdma=0]
        DeviceCniPipeline: rdma
`,
  );

const look = (plugin: JsonObject, options: Parameters<typeof lookAtCni>[2] = {}): Promise<Ran> =>
  lookAtCni(cleanup, { ...PROGRAMS, ...conf('00-crane-calico.conf', plugin) }, options);

const meta = (pipelines: Json, more: JsonObject = {}): Promise<Ran> => look({ ...META, pipelines, ...more });

const rules = ({ findings }: Ran): Json[] =>
  findings.map(({ args, severity }) => [args['rule'] ?? null, args['at'] ?? null, severity]);

describe('crane-meta', () => {
  test('a configuration as the shipped samples have it raises nothing but its timeout', async () => {
    const dns = { name: 'dns', conf: DNS };
    const sample = [
      { ...ETHERNET, delegates: [DELEGATE, dns] },
      { ...RDMA, delegates: [{ name: 'x', conf: { type: 'bridge', ipam: { type: 'host-local' } } }] },
    ];
    const ran = await meta(sample, { timeoutSeconds: 10 });
    expect(ran.codes).toEqual(['timeout-over-deadline']);
    expect(ran.findings[0]).toMatchObject({ severity: 'warning', args: { seconds: 10, deadline: 5 } });
    expect((await meta(sample)).codes).toEqual([]);
    expect((await meta(sample)).observed['plugins']).toEqual([
      'crane-meta',
      'bridge',
      'dns-register',
      'host-local',
      'loopback',
    ]);
    expect((await meta(sample, { timeoutSeconds: 0 })).codes).toEqual([]);
    expect((await meta(sample, { timeoutSeconds: 5 })).codes).toEqual(['timeout-over-deadline']);
  });

  const at = (index: number, rest = ''): string => `pipelines[${index}]${rest}`;
  const without = (pipeline: JsonObject, key: string): JsonObject =>
    Object.fromEntries(Object.entries(pipeline).filter(([name]) => name !== key));
  const BROKEN: readonly [string, string, Json, JsonObject?][] = [
    ['no-pipelines', 'pipelines', []],
    ['wrong-type', 'pipelines[0]', ['ethernet']],
    ['pipeline-without-name', at(0), [without(ETHERNET, 'name')]],
    ['duplicate-name', at(1), [ETHERNET, { ...RDMA, name: 'ethernet' }]],
    ['one-interface-name', at(0), [without(ETHERNET, 'ifName')]],
    ['one-interface-name', at(0), [{ ...ETHERNET, ifNamePrefix: 'x' }]],
    ['duplicate-interface', at(1), [ETHERNET, { ...ETHERNET, name: 'other' }]],
    ['duplicate-interface', at(1), [RDMA, { ...RDMA, name: 'other' }]],
    ['interface-like-prefix', at(0), [ETHERNET, { ...RDMA, ifNamePrefix: 'eth' }]],
    [
      'interface-like-prefix',
      at(1),
      [
        { ...RDMA, ifNamePrefix: 'eth' },
        { ...ETHERNET, ifName: 'eth12' },
      ],
    ],
    [
      'prefixes-collide',
      at(1),
      [
        { ...RDMA, ifNamePrefix: 'net1' },
        { ...RDMA, name: 'b', ifNamePrefix: 'net' },
      ],
    ],
    ['no-delegates', at(0), [{ ...ETHERNET, delegates: [] }]],
    ['delegate-without-type', at(0, '.delegates[0]'), [{ ...ETHERNET, delegates: [{ name: 'x' }] }]],
    ['delegate-without-type', at(0, '.delegates[0]'), [{ ...ETHERNET, delegates: [{ name: 'x', conf: {} }] }]],
    ['delegate-without-name', at(0, '.delegates[1]'), [{ ...ETHERNET, delegates: [DELEGATE, { type: 'bridge' }] }]],
    ['interface-override', at(0, '.runtimeOverride.ifName'), [{ ...ETHERNET, runtimeOverride: { ifName: 'eth9' } }]],
    [
      'interface-override',
      at(0, '.delegates[0].runtimeOverride.ifName'),
      [{ ...ETHERNET, delegates: [{ ...DELEGATE, runtimeOverride: { ifName: 'x' } }] }],
    ],
    ['wrong-type', 'timeoutSeconds', [ETHERNET], { timeoutSeconds: '4' }],
    ['wrong-type', at(0, '.delegates'), [{ ...ETHERNET, delegates: { bridge: {} } }]],
    [
      'wrong-type',
      at(0, '.delegates[0].conf'),
      [{ ...ETHERNET, delegates: [{ name: 'x', type: 'bridge', conf: 'y' }] }],
    ],
  ];

  test.each(BROKEN)('%s at %s', async (rule, where, pipelines, more = {}) => {
    const ran = await meta(pipelines, more);
    expect(rules(ran)).toContainEqual([rule, where, 'error']);
    expect(new Set(ran.codes)).toEqual(new Set(['meta-cni-invalid']));
    expect(ran.findings[0]!.target).toBeTypeOf('string');
  });

  test.each([
    [
      'a number with a zero in front is no instance',
      [
        { ...ETHERNET, ifName: 'eth01' },
        { ...RDMA, ifNamePrefix: 'eth' },
      ],
    ],
    [
      'nor is the prefix alone',
      [
        { ...ETHERNET, ifName: 'eth' },
        { ...RDMA, ifNamePrefix: 'eth' },
      ],
    ],
    [
      'prefixes that differ in a zero',
      [
        { ...RDMA, ifNamePrefix: 'net0' },
        { ...RDMA, name: 'b', ifNamePrefix: 'net' },
      ],
    ],
    ['a name in the conf of a delegate', [{ ...ETHERNET, delegates: [{ conf: { name: 'x', type: 'bridge' } }] }]],
    ['a type without a conf', [{ ...ETHERNET, delegates: [{ name: 'x', type: 'bridge' }] }]],
    ['keys in another case', [{ NAME: 'e', ifname: 'eth0', Delegates: [DELEGATE] }]],
    ['null for what is not there', [{ ...ETHERNET, runtimeOverride: null, ifNamePrefix: null }]],
  ])('%s is right', async (_, pipelines) => {
    expect((await meta(pipelines as Json)).codes).toEqual([]);
  });

  test('the form without pipelines: right for an older meta-cni, doubtful for crane-meta', async () => {
    const old = { name: 'crane-meta', delegates: [DELEGATE], resultMode: 'chained' };
    expect((await look({ ...old, type: 'meta-cni' })).codes).toEqual([]);
    expect(rules(await look({ ...old, type: 'crane-meta' }))).toEqual([['no-pipelines', 'pipelines', 'warning']]);
    expect(rules(await look({ ...old, type: 'meta-cni', delegates: [] }))).toEqual([
      ['no-pipelines', 'pipelines', 'error'],
    ]);
  });

  test('inside a list, with the place of the plugin in it', async () => {
    const list = { name: 'a', plugins: [{ type: 'bridge' }, { ...META, pipelines: [{ ...ETHERNET, delegates: [] }] }] };
    const ran = await lookAtCni(cleanup, { ...PROGRAMS, ...conf('10.conflist', list) });
    expect(rules(ran)).toEqual([['no-delegates', 'plugins[1].pipelines[0]', 'error']]);
    expect(ran.messages[0]!.en).toBe(
      `crane-meta refuses ${CONF_DIR}/10.conflist: plugins[1].pipelines[0] has no delegate`,
    );
  });

  test('programs of delegates are looked for, where their CNI_PATH is', async () => {
    const delegates = [{ name: 'x', conf: { type: 'calico', ipam: { type: 'calico-ipam' } } }];
    const missing = await meta([{ ...ETHERNET, delegates }]);
    expect(missing.findings).toMatchObject([
      {
        code: 'cni/plugin-missing',
        args: { plugin: 'calico', by: 'pipelines[0].delegates[0]', directories: '/opt/cni/bin' },
      },
      { code: 'cni/plugin-missing', args: { plugin: 'calico-ipam', by: 'pipelines[0].delegates[0].ipam' } },
    ]);
    for (const runtimeOverride of [{ cniPath: '/none:/srv/cni' }, { envs: ['A=b', 'CNI_PATH=/none:/srv/cni'] }]) {
      const files = {
        ...PROGRAMS,
        '/srv/cni/calico': { file: '', mode: 0o755 },
        '/srv/cni/calico-ipam': { file: '', mode: 0o755 },
        ...conf('10.conf', { ...META, pipelines: [{ ...ETHERNET, runtimeOverride, delegates }] }),
      };
      expect((await lookAtCni(cleanup, files)).codes).toEqual([]);
    }
  });
});

describe('the annotations of pods', () => {
  test("a device's pipeline and dns-register need the capability", async () => {
    const capabilities = { portMappings: true };
    const device = await look({ ...META, pipelines: [ETHERNET, RDMA], capabilities }, { config: withPipeline });
    expect(device.findings).toMatchObject([
      { code: 'cni/capability-missing', severity: 'warning', args: { feature: 'DeviceCniPipeline', at: 'crane-meta' } },
    ]);
    const dns = await meta([{ ...ETHERNET, delegates: [DELEGATE, { name: 'dns', conf: DNS }] }], { capabilities });
    expect(dns.findings).toMatchObject([{ code: 'cni/capability-missing', args: { feature: 'dns-register' } }]);
    const alone = await lookAtCni(cleanup, {
      ...PROGRAMS,
      ...conf('10.conflist', { name: 'a', plugins: [{ type: 'bridge' }, DNS] }),
    });
    expect(alone.findings).toMatchObject([{ code: 'cni/capability-missing', args: { at: 'plugins[1]' } }]);
  });

  test('are not needed where no device of this node has a pipeline', async () => {
    expect((await meta([ETHERNET, RDMA], { capabilities: {} })).codes).toEqual([]);
  });
});

describe('DeviceCniPipeline', () => {
  test('has a pipeline with a prefix', async () => {
    expect((await look({ ...META, pipelines: [ETHERNET, RDMA] }, { config: withPipeline })).codes).toEqual([]);
  });

  test.each([
    ['a name that is near', [ETHERNET, { ...RDMA, name: 'rdma0' }], { templates: 'rdma0', nearest: 'rdma0' }],
    ['a pipeline that always runs', [{ ...ETHERNET, name: 'rdma' }], { templates: '', nearest: '' }],
  ])('%s does not do', async (_, pipelines, args) => {
    const ran = await look({ ...META, pipelines }, { config: withPipeline });
    expect(ran.findings).toMatchObject([
      {
        code: 'cni/pipeline-unmatched',
        severity: 'warning',
        target: 'Nodes[0].gres[0].DeviceCniPipeline',
        args: { pipeline: 'rdma', ...args },
      },
    ]);
  });

  test('without the meta plugin it is for nothing, on another node it does not matter', async () => {
    const plain = { name: 'a', type: 'bridge' };
    expect((await look(plain, { config: withPipeline })).codes).toEqual(['pipeline-unmatched']);
    const elsewhere = (text: string): string => withPipeline(text).replaceAll('cn01', 'cn02');
    expect((await look(plain, { config: elsewhere })).codes).toEqual([]);
  });
});

describe('dns-register', () => {
  const delegate = (more: JsonObject): Promise<Ran> =>
    meta([{ ...ETHERNET, delegates: [DELEGATE, { name: 'dns', conf: { ...DNS, ...more } }] }]);

  test.each([
    ['no-endpoints', 'etcd_endpoints', { etcd_endpoints: [] }, 'error'],
    ['no-endpoints', 'etcd_endpoints', { etcd_endpoints: ' , ' }, 'error'],
    ['no-endpoints', 'etcd_endpoints', { etcd_endpoints: null }, 'error'],
    ['wrong-type', 'etcd_endpoints', { etcd_endpoints: { a: 'b' } }, 'error'],
    ['wrong-type', 'etcd_endpoints', { etcd_endpoints: [1] }, 'error'],
    ['wrong-type', 'ttl', { ttl: '60' }, 'error'],
    ['ttl', 'ttl', { ttl: 0 }, 'error'],
    ['ttl', 'ttl', { ttl: 86_401 }, 'error'],
    ['ttl', 'ttl', { ttl: null }, 'error'],
    ['lease-ttl', 'lease_ttl', { lease_ttl: 4 }, 'error'],
    ['lease-ttl', 'lease_ttl', { lease_ttl: 86_401 }, 'error'],
    ['lease-below-ttl', 'lease_ttl', { lease_ttl: 59 }, 'error'],
    ['certificate-or-key', 'etcd_key_file', { etcd_cert_file: '/c' }, 'error'],
    ['certificate-or-key', 'etcd_cert_file', { etcd_key_file: '/k', required: false }, 'warning'],
    ['old-names', 'etcdEndpoints, leaseTTL', { etcd_endpoints: null, etcdEndpoints: ['x'], leaseTTL: 5 }, 'warning'],
  ])('%s: %s', async (rule, key, more, severity) => {
    const ran = await delegate(more);
    expect(ran.findings).toMatchObject([
      { code: 'cni/dns-register-invalid', severity, target: `pipelines[0].delegates[1].${key}`, args: { rule, key } },
    ]);
  });

  test.each([
    { etcd_endpoints: 'http://a:2379,http://b:2379' },
    { lease_ttl: 60 },
    { lease_ttl: -1 },
    { etcd_cert_file: '/c', etcd_key_file: '/k', etcd_ca_cert_file: '/a' },
  ])('%j is right', async (more) => {
    expect((await delegate(more)).codes).toEqual([]);
  });

  test('as a plugin of a list', async () => {
    const plugins = [{ type: 'bridge' }, { ...DNS, ttl: 0, capabilities: ANNOTATIONS }];
    const ran = await lookAtCni(cleanup, { ...PROGRAMS, ...conf('10.conflist', { name: 'a', plugins }) });
    expect(ran.findings).toMatchObject([{ code: 'cni/dns-register-invalid', target: 'plugins[1].ttl' }]);
  });
});
