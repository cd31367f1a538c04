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
  registry: ['host'],
  checks: ['config', 'host', 'cri', 'registry'],
  engine: ['checks', 'config', 'host'],
  guide: ['checks', 'cri', 'config', 'host', 'report'],
  report: ['engine', 'checks', 'config', 'guide', 'host', 'cri'],
  ui: ['report', 'engine', 'checks', 'guide', 'config'],
  options: ['checks', 'engine', 'registry', 'report'],
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
      from: { path: '^src/(config|checks|engine|registry|report|ui|guide)/', pathNot: '^src/guide/source\\.ts$' },
      to: { path: '^(node:)?(fs|fs/promises|net|tls|http|https|http2|dns|dns/promises|child_process|os|dgram)$' },
    },
    {
      name: 'zod-only-makes-the-schema',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/report/schema\\.ts$' },
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
