// Which room may import which. Arrows point one way:
//   model <- properties <- search <- cli; targets and drivers plug in by interface;
//   reports read plain data. test/layers.test.ts shows that each rule bites.

const rooms = 'model|properties|search|targets|scenarios|reports|drivers|cli|fleet';
const targetInterface = 'targets/interface(\\.ts$|/)';
const driverInterface = 'drivers/interface(\\.ts$|/)';

/**
 * Matches every local file (rooms, index.ts, tests, tools) but those that begin as one given.
 *
 * @param {...string} allowed regular expressions for the beginning of a path
 */
function localExcept(...allowed) {
  return `^(?!(${allowed.join('|')}))((${rooms}|test|bench|tools)/|[^/]+\\.(ts|js|mjs)$)`;
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle, of types too, means that two modules are one: move what they share out.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'imports-resolve',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'model-imports-only-model',
      comment: 'The model is pure: no package, no Node module, no other room.',
      severity: 'error',
      from: { path: '^model/' },
      to: { pathNot: '^model/' },
    },
    {
      name: 'simulator-stands-alone',
      comment: 'A board that shared code with the model that judges it would share its mistakes.',
      severity: 'error',
      from: { path: '^targets/simulator/' },
      to: { pathNot: `^(targets/simulator/|${targetInterface})` },
    },
    {
      name: 'target-interface-imports-nothing',
      comment: 'Both sides of the comparison import the interface, so it may carry no knowledge.',
      severity: 'error',
      from: { path: `^${targetInterface}` },
      to: { pathNot: `^${targetInterface}` },
    },
    {
      name: 'properties-import-model-and-interfaces',
      comment: 'Properties judge; they neither search nor know a concrete target.',
      severity: 'error',
      from: { path: '^properties/' },
      to: { path: localExcept('properties/', 'model/', targetInterface, driverInterface) },
    },
    {
      name: 'search-reaches-targets-by-registry',
      comment: 'Search sees targets and drivers through their interfaces and index.ts only.',
      severity: 'error',
      from: { path: '^search/' },
      to: {
        path: localExcept(
          'search/',
          'properties/',
          'model/',
          targetInterface,
          'targets/index\\.ts$',
          driverInterface,
          'drivers/index\\.ts$',
        ),
      },
    },
    {
      name: 'targets-plug-in',
      comment: 'A target is driven by search; it does not reach up to what drives or judges it.',
      severity: 'error',
      from: { path: '^targets/', pathNot: `^(targets/simulator/|${targetInterface})` },
      to: { path: localExcept('targets/', 'model/') },
    },
    {
      name: 'drivers-plug-in',
      comment: 'A driver under test is a program: it sees its own API and plain model vocabulary.',
      severity: 'error',
      from: { path: '^drivers/' },
      to: { path: localExcept('drivers/', 'model/', targetInterface) },
    },
    {
      name: 'reports-read-plain-data',
      comment: 'A report runs no code of another room. Types may be imported: they are erased.',
      severity: 'error',
      from: { path: '^reports/' },
      to: { path: localExcept('reports/'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'command-line-is-the-top',
      comment: 'Only the command line (and tests) import the command line.',
      severity: 'error',
      from: { pathNot: '^(cli|test|bench|tools)/' },
      to: { path: '^cli/' },
    },
    {
      name: 'product-imports-no-tests',
      comment: 'What ships must not need what does not ship.',
      severity: 'error',
      from: { path: `^((${rooms})/|index\\.ts$)` },
      to: { path: '^(test|bench|tools)/' },
    },
    {
      name: 'product-imports-runtime-packages',
      comment: 'A development dependency is not there when a user runs the command.',
      severity: 'error',
      from: { path: `^((${rooms})/|index\\.ts$)`, pathNot: '^reports/viewer/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only', 'npm-peer'],
      },
    },
    {
      name: 'optional-packages-are-loaded-late',
      comment: 'A peer may be missing: import() it where it is needed, and say so where it is not.',
      severity: 'error',
      from: { path: `^((${rooms})/|index\\.ts$)` },
      to: { dependencyTypes: ['npm-peer'], dependencyTypesNot: ['type-only'], dynamic: false },
    },
    {
      name: 'fleet-is-led-by-the-command',
      comment: 'A search runs the same here and on a fleet: it knows nothing of queues.',
      severity: 'error',
      from: { pathNot: '^(fleet|cli|test|bench|tools)/' },
      to: { path: '^fleet/' },
    },
    {
      name: 'tests-import-the-build',
      comment: 'Import "marshalcheck" or "#dist/...": coverage and workers need the built files.',
      severity: 'error',
      from: { path: '^(test|bench)/' },
      to: { path: `^((${rooms})/|index\\.ts$)`, dependencyTypes: ['local'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: ['^(dist|out|coverage|examples)/', '^reports/viewer/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
