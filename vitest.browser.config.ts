import { defineConfig } from 'vitest/config';

// `npm run test:browser`: a real Chromium, apart from the other tests because it has to be there.
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    pool: 'threads',
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 240_000,
    server: { deps: { external: [/\/dist\//] } },
    reporters: ['default', 'json'],
    outputFile: { json: 'out/test/browser.json' },
  },
});
