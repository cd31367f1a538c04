/*
 * The walls between the rooms: who may import whom. Data flows one way,
 * config + host -> checks -> engine -> report -> renderers, and nothing flows back.
 */
const room = (name) => `^src/${name}/`;

/** A room and the rooms that it may import from (itself always; lang.ts and json.ts are everybody's). */
const MAY_IMPORT = {
  host: ['cri'],
  cri: ['host'],
  config: ['host'],
  runtime: ['cri', 'host'],
  registry: ['cri', 'runtime', 'host'],
  settings: ['config', 'host', 'registry', 'options'],
  checks: ['config', 'host', 'cri', 'runtime', 'registry', 'settings', 'logs', 'messages', 'redact'],
  messages: [],
  explain: ['messages', 'checks', 'options'],
  logs: ['messages', 'host'],
  triage: ['logs', 'messages', 'checks', 'host'],
  engine: ['checks', 'config', 'host', 'settings'],
  guide: ['checks', 'cri', 'runtime', 'config', 'host', 'report'],
  smoke: ['checks', 'config', 'cri', 'engine', 'host', 'registry'],
  report: [
    'engine',
    'checks',
    'config',
    'guide',
    'host',
    'cri',
    'explain',
    'logs',
    'triage',
    'fleet',
    'messages',
    'smoke',
    'redact',
  ],
  'health-check': ['checks', 'host', 'report'],
  fleet: ['config', 'host', 'report'],
  ui: ['report', 'engine', 'checks', 'guide', 'config', 'fleet'],
  options: ['checks', 'config', 'engine', 'registry', 'report'],
  redact: [],
  bundle: ['host', 'redact'],
  demo: ['host', 'cri'],
};

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: 'src/cli\\.ts$' }, to: {} },
    ...Object.entries(MAY_IMPORT).map(([name, others]) => ({
      name: `walls-of-${name}`,
      severity: 'error',
      from: { path: room(name) },
      to: { path: '^src/.+/', pathNot: [room(name), ...others.map(room)] },
    })),
    {
      name: 'only-the-host-touches-the-machine',
      comment: 'files, processes, sockets, DNS and HTTP of the node are asked through the host',
      severity: 'error',
      from: {
        path: '^src/(config|settings|runtime|checks|engine|smoke|registry|report|ui|guide|redact|bundle|health-check|fleet)/',
        pathNot: '^src/guide/source\\.ts$',
      },
      to: { path: '^(node:)?(fs|fs/promises|net|tls|http|https|http2|dns|dns/promises|child_process|os|dgram)$' },
    },
    {
      name: 'only-smoke-changes-the-node',
      comment: 'the door through which a node is changed; the file child and output files share one of its parts',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/(smoke/|commands/smoke\\.ts$|host/changes/|host/output\\.ts$|host/file-child/file-child\\.ts$)',
      },
      to: { path: '^src/host/changes/' },
    },
    {
      name: 'zod-only-makes-the-schema',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/(report|report/explain|report/triage|report/smoke|report/fleet|settings)/schema\\.ts$',
      },
      to: { path: 'node_modules/zod' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules|dist)' },
  },
};
