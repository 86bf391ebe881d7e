import { defineConfig } from 'vitest/config';

// Tests import the built package, by its name or as "#dist/...". It has to stay external: vitest
// then loads dist/ as Node does, so worker entry points exist and c8 counts every line
// (docs/decisions/0001-tests-import-dist.md).
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 2,
    // Nothing here is timed: a limit is for what hangs, also on a machine that is busy.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    server: { deps: { external: [/\/dist\//] } },
    reporters: ['default', 'json'],
    outputFile: { json: 'out/test/vitest.json' },
  },
});
