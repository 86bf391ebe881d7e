// Typed lint, strict. Formatting is biome's; which room may import which is dependency-cruiser's.

import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const productFiles = [
  'index.ts',
  '{model,properties,search,targets,scenarios,reports,drivers,cli,fleet}/**/*.ts',
];
// Same input, same output, on any machine: no clock, no timer, no random source of its own.
const deterministicFiles = ['{model,properties,search,targets/simulator}/**/*.ts'];
// The one place inside search/ that may wait and measure: worker pools, watchdogs, time budgets.
const wallClockFiles = ['search/workers/**/*.ts'];
const configurationFiles = ['*.config.{js,ts}', '.dependency-cruiser.mjs'];

const takesTime = 'the deterministic core has no clock; counts are its budget (search/workers may)';
const drawsRandom = 'randomness comes from the case seed only, or nothing replays';

const randomProperties = [
  { object: 'Math', property: 'random', message: drawsRandom },
  { object: 'crypto', property: 'getRandomValues', message: drawsRandom },
  { object: 'crypto', property: 'randomUUID', message: drawsRandom },
];
const clockProperties = ['hrtime', 'uptime', 'cpuUsage'].map((property) => ({
  object: 'process',
  property,
  message: takesTime,
}));
const clockGlobals = ['Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate'].map(
  (name) => ({ name, message: takesTime }),
);
const globalThisProperties = [...clockGlobals, { name: 'crypto', message: drawsRandom }].map(
  ({ name, message }) => ({ object: 'globalThis', property: name, message }),
);
const clockImports = ['perf_hooks', 'timers', 'timers/promises'].flatMap((name) =>
  [name, `node:${name}`].map((each) => ({ name: each, message: takesTime })),
);
const randomImports = ['crypto', 'node:crypto'].map((name) => ({
  name,
  importNames: ['randomBytes', 'randomInt', 'randomUUID', 'randomFillSync', 'webcrypto'],
  message: drawsRandom,
}));

/**
 * Settings for every TypeScript file: what the strict presets lack, and where they only annoy.
 *
 * @type {import('eslint').Linter.RulesRecord}
 */
const everywhere = {
  eqeqeq: 'error',
  'no-restricted-properties': ['error', ...randomProperties],
  'no-restricted-syntax': [
    'error',
    { selector: 'ExportDefaultDeclaration', message: 'export by name' },
  ],
  '@typescript-eslint/consistent-type-exports': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
  '@typescript-eslint/no-confusing-void-expression': [
    'error',
    { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
  ],
  // Contradicts no-non-null-assertion: an assertion to a named type says what it expects.
  '@typescript-eslint/non-nullable-type-assertion-style': 'off',
  '@typescript-eslint/no-inferrable-types': ['error', { ignoreProperties: true }],
  // Wrong wherever noUncheckedIndexedAccess is off: an array read may well be undefined.
  '@typescript-eslint/no-unnecessary-condition': 'off',
  '@typescript-eslint/restrict-template-expressions': [
    'error',
    { allowNumber: true, allowBoolean: true },
  ],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
  ],
};

export default defineConfig(
  { ignores: ['dist/', 'out/', 'coverage/', 'reports/viewer/', 'examples/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './tsconfig.tools.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: everywhere,
  },
  {
    files: productFiles,
    rules: {
      'max-lines-per-function': ['error', { max: 70, skipComments: true }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
    },
  },
  { files: productFiles, ignores: ['cli/**'], rules: { 'no-console': 'error' } },
  {
    files: deterministicFiles,
    ignores: wallClockFiles,
    rules: {
      'no-restricted-globals': ['error', ...clockGlobals],
      'no-restricted-properties': [
        'error',
        ...randomProperties,
        ...clockProperties,
        ...globalThisProperties,
      ],
      'no-restricted-imports': ['error', { paths: [...clockImports, ...randomImports] }],
    },
  },
  {
    // A failing test shows its own cause, so a test may assert where the product must check.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  { files: configurationFiles, rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        performance: 'readonly',
        URL: 'readonly',
      },
    },
  },
);
