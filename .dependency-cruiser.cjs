/** Which lib may import which (docs/architecture.md). Imports point down: a lib that is not listed is forbidden. */
const MAY_IMPORT = {
  mrr: [],
  'migration-files': ['mrr'],
  config: [],
  contracts: [],
  failpoints: ['config'],
  database: ['config', 'mrr'],
  redis: ['config'],
  observability: ['config', 'failpoints', 'redis'],
  queue: ['contracts', 'config', 'observability', 'redis'],
  archive: ['config', 'failpoints'],
  delivery: ['config', 'failpoints', 'observability'],
  embedded: ['config'],
  reports: ['mrr', 'database', 'archive', 'failpoints'],
};

const TEST_FILE = '\\.(spec|int-spec|e2e-spec|slow-spec)\\.ts$|/testing/|^libs/[^/]+/test/';

const libRules = Object.entries(MAY_IMPORT).map(([lib, allowed]) => ({
  name: `${lib}-imports-only-what-it-may`,
  comment: `libs/${lib} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other lib'}: imports point down`,
  severity: 'error',
  from: { path: `^libs/${lib}/`, pathNot: TEST_FILE },
  to: { path: '^(libs|apps)/', pathNot: `^libs/(${[lib, ...allowed].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...libRules,
    {
      name: 'apps-stand-alone',
      comment: 'an app is a process of its own; what two need belongs into a lib',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: TEST_FILE },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'what only tests need must not be started or shipped with a service',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `${TEST_FILE}|^libs/testing/` },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'processors-stand-in-apps',
      comment: 'Nest starts a worker in every process that imports a processor',
      severity: 'error',
      from: { path: '^libs/', pathNot: TEST_FILE },
      to: { path: '\\.processor\\.ts$' },
    },
    {
      name: 'no-circular',
      comment: 'a cycle has no top to start reading from',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'a module that nobody imports is dead',
      severity: 'error',
      from: { orphan: true, pathNot: `${TEST_FILE}|main\\.ts$|\\.config\\.js$|^test/|/assets/` },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types'],
    },
  },
};
