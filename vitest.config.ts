import { defineConfig } from 'vitest/config';

const rest = ['test/**/*.test.ts'];
const endToEnd = ['test/e2e/**/*.test.ts'];
const quality = ['test/quality/**/*.test.ts'];

// Tests import the built package, by its name or as "#dist/...". It has to stay external: vitest
// then loads dist/ as Node does, so worker entry points exist and c8 counts every line
// (docs/decisions/0001-tests-import-dist.md).
//
// Projects begin in the order of their names, so the short files come last and fill the gaps. What
// has isolate: false loads dist/ once a thread instead of once a file.
export default defineConfig({
  test: {
    pool: 'threads',
    maxWorkers: 2,
    // Nothing here is timed: a limit is for what hangs, also on a machine that is busy.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    server: { deps: { external: [/\/dist\//] } },
    reporters: ['default', 'json'],
    outputFile: { json: 'out/test/vitest.json' },
    projects: [
      {
        extends: true,
        // Long computations for a figure. Lines are counted where they are tested one by one:
        // counting them here makes these files half as slow again and adds nothing.
        test: { name: 'a-quality', include: quality, env: { NODE_V8_COVERAGE: '' } },
      },
      { extends: true, test: { name: 'b-e2e', include: endToEnd, isolate: false } },
      {
        extends: true,
        test: { name: 'c-unit', include: rest, exclude: [...endToEnd, ...quality], isolate: false },
      },
    ],
  },
});
