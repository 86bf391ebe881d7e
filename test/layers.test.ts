import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

interface Violation {
  readonly rule: string;
  readonly from: string;
}

interface CruiseOutput {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { name: string } }[];
    readonly totalCruised: number;
  };
}

/** A small source tree in a folder of its own; each file is given by the lines of its imports. */
type Tree = Readonly<Record<string, readonly string[]>>;

const folders: string[] = [];

function writeTree(tree: Tree): string {
  const parent = path.join(root, 'out');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(path.join(parent, 'layers-'));
  folders.push(folder);
  for (const [name, imports] of Object.entries(tree)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, [...imports, 'export const here = 1;', ''].join('\n'));
  }
  writeFileSync(path.join(folder, 'tsconfig.json'), '{"compilerOptions":{"module":"NodeNext"}}');
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({
      type: 'module',
      dependencies: { yaml: '*' },
      devDependencies: { ajv: '*', picocolors: '*' },
      peerDependencies: { picocolors: '*' },
    }),
  );
  return folder;
}

/** Runs the project's own rules over a tree. */
function violationsIn(tree: Tree): Violation[] {
  const json = execFileSync(
    process.execPath,
    [
      path.join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      '--config',
      path.join(root, '.dependency-cruiser.mjs'),
      '--output-type',
      'json',
      '.',
    ],
    { cwd: writeTree(tree), encoding: 'utf8', maxBuffer: 32 * 1024 * 1024 },
  );
  const { summary } = JSON.parse(json) as CruiseOutput;
  expect(summary.totalCruised).toBeGreaterThanOrEqual(Object.keys(tree).length);
  return summary.violations.map(({ from, rule }) => ({ rule: rule.name, from }));
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const uses = (specifier: string): string => `import '${specifier}';`;
const usesType = (specifier: string): string =>
  `import type { here as There } from '${specifier}'; export type Mine = typeof There;`;

/** Room to room in the directions that the architecture draws. */
const lawful: Tree = {
  'index.ts': [uses('./search/fuzz.js'), uses('./reports/json.js')],
  'model/step.ts': [uses('./world/layout.js')],
  'model/world/layout.ts': [],
  'targets/interface.ts': [],
  'targets/simulator/board.ts': [uses('../interface.js'), uses('./heap.js')],
  'targets/simulator/heap.ts': [],
  'targets/process.ts': [uses('./interface.js'), uses('../model/step.js'), uses('node:fs')],
  'targets/index.ts': [uses('./simulator/board.js'), uses('./process.js')],
  'drivers/interface.ts': [],
  'drivers/sample.ts': [uses('./interface.js'), uses('../model/step.js')],
  'drivers/index.ts': [uses('./sample.js')],
  'properties/judge.ts': [uses('../model/step.js'), uses('../targets/interface.js'), uses('yaml')],
  'search/fuzz.ts': [
    uses('../properties/judge.js'),
    uses('../model/step.js'),
    uses('../targets/index.js'),
    uses('../drivers/index.js'),
  ],
  'reports/json.ts': [usesType('../search/fuzz.js'), uses('node:fs')],
  'fleet/worker.ts': [uses('../search/fuzz.js'), "export const lazy = import('picocolors');"],
  'cli/main.ts': [
    uses('../fleet/worker.js'),
    uses('../search/fuzz.js'),
    uses('../reports/json.js'),
    uses('../index.js'),
  ],
  'test/a.test.ts': [uses('node:fs')],
};

/** For each rule the edges that it must refuse; the first file of the pair is the one blamed. */
const refused: readonly (readonly [rule: string, file: string, importing: string])[] = [
  ['model-imports-only-model', 'model/bad-room.ts', uses('../properties/judge.js')],
  ['model-imports-only-model', 'model/bad-type.ts', usesType('../targets/interface.js')],
  ['model-imports-only-model', 'model/bad-package.ts', uses('yaml')],
  ['model-imports-only-model', 'model/bad-node.ts', uses('node:fs')],
  ['simulator-stands-alone', 'targets/simulator/bad.ts', uses('../../model/step.js')],
  ['simulator-stands-alone', 'targets/simulator/bad-type.ts', usesType('../../model/step.js')],
  ['simulator-stands-alone', 'targets/simulator/bad-package.ts', uses('yaml')],
  ['simulator-stands-alone', 'targets/simulator/bad-sibling.ts', uses('../process.js')],
  ['target-interface-imports-nothing', 'targets/interface/bad.ts', usesType('../../model/step.js')],
  ['properties-import-model-and-interfaces', 'properties/bad.ts', uses('../search/fuzz.js')],
  [
    'properties-import-model-and-interfaces',
    'properties/bad-target.ts',
    uses('../targets/index.js'),
  ],
  ['search-reaches-targets-by-registry', 'search/bad.ts', uses('../targets/simulator/board.js')],
  ['search-reaches-targets-by-registry', 'search/bad-report.ts', uses('../reports/json.js')],
  ['search-reaches-targets-by-registry', 'search/bad-driver.ts', uses('../drivers/sample.js')],
  ['targets-plug-in', 'targets/bad.ts', uses('../search/fuzz.js')],
  ['drivers-plug-in', 'drivers/bad.ts', uses('../targets/simulator/board.js')],
  ['reports-read-plain-data', 'reports/bad.ts', uses('../search/fuzz.js')],
  ['command-line-is-the-top', 'index-bad.ts', uses('./cli/main.js')],
  ['product-imports-no-tests', 'cli/bad.ts', uses('../test/a.test.js')],
  ['product-imports-runtime-packages', 'cli/bad-package.ts', uses('ajv')],
  ['optional-packages-are-loaded-late', 'fleet/bad-package.ts', uses('picocolors')],
  ['fleet-is-led-by-the-command', 'index-fleet.ts', uses('./fleet/worker.js')],
  ['tests-import-the-build', 'test/bad.test.ts', uses('../model/step.js')],
  ['imports-resolve', 'cli/bad-nowhere.ts', uses('./nowhere.js')],
];

describe('layer rules', () => {
  test('accept the arrows of the architecture', () => {
    expect(violationsIn(lawful)).toEqual([]);
  });

  test('refuse each arrow that the architecture forbids, and nothing else', () => {
    const tree: Tree = {
      ...lawful,
      ...Object.fromEntries(refused.map(([, file, importing]) => [file, [importing]])),
    };
    const found = violationsIn(tree).map(({ rule, from }) => `${rule}: ${from}`);
    expect(found.sort()).toEqual(refused.map(([rule, file]) => `${rule}: ${file}`).sort());
  });

  test('refuse cycles, of types as well', () => {
    const found = violationsIn({
      'model/a.ts': [uses('./b.js')],
      'model/b.ts': [uses('./a.js')],
      'search/c.ts': [usesType('./d.js')],
      'search/d.ts': [usesType('./c.js')],
    });
    expect(new Set(found.map(({ rule }) => rule))).toEqual(new Set(['no-cycles']));
    expect(new Set(found.map(({ from }) => path.dirname(from)))).toEqual(
      new Set(['model', 'search']),
    );
  });

  test('each rule of the configuration is shown to bite here', async () => {
    const configuration = (await import('../.dependency-cruiser.mjs')) as {
      default: { forbidden: readonly { name: string }[] };
    };
    const names = configuration.default.forbidden.map(({ name }) => name);
    expect(new Set([...refused.map(([rule]) => rule), 'no-cycles'])).toEqual(new Set(names));
  });
});
