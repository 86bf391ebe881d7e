/** The files that `marshalcheck init` writes. */

const CONFIG = `// Read by commands that are called in this folder. Flags win over it, and so do
// variables (MARSHALCHECK_TIME_LIMIT=1h). \`marshalcheck nightly --help\` says what members do.
import { defineConfig } from 'marshalcheck';

export default defineConfig({
  // What is tested: the built-in boards, a command line, tcp://host:port. Nightly runs take each.
  targets: ['simulator'],
  // Whose rules hold: all, documented, shipped, or IDs (marshalcheck list readings).
  readings: ['all'],
  servers: 'both',

  nightly: {
    // Each stage gets a share of it; \`marshalcheck nightly --resume\` does what did not fit.
    timeLimit: '30m',
    // Cases to fuzz, where the time allows it.
    runs: 1_000_000,
    // Scenario files of your own, replayed first. Those that come along when left out.
    // scenarios: ['scenarios'],
    // Drivers of your own (docs/test-your-driver.md). The collection when left out.
    // drivers: ['drivers/mine.ts'],
    // Exhaustive searches and tours: tiny, small, medium, nightly, or scope files.
    scopes: ['tiny'],
    tours: ['tiny'],
    // In place of report.json and report.html in marshalcheck-out:
    // reporters: ['console', 'junit=junit.xml'],
  },

  // Findings that do not fail a run, until a day. They are reported as known.
  known: [
    // { signature: 'FREE-1/…', reason: 'ticket 17', until: '2027-01-31' },
  ],
});
`;

const WORKFLOW = `name: marshalcheck

on:
  schedule:
    - cron: '17 2 * * *'
  workflow_dispatch:

permissions:
  contents: read

jobs:
  nightly:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: npm install
      # What earlier nights found is replayed first.
      - uses: actions/cache@v4
        with:
          path: marshalcheck-out
          key: marshalcheck-\${{ github.run_id }}
          restore-keys: marshalcheck-
      - run: npx marshalcheck nightly
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: marshalcheck
          path: marshalcheck-out
`;

const TEST = `import { fuzz } from 'marshalcheck';
import { expect, test } from 'vitest';

// Equal seeds give equal cases, on any machine. Leave \`target\` out for the built-in boards.
test('the marshalling calls keep the rules', async () => {
  const report = await fuzz({ seed: 'tests', runs: 300, readings: ['compact7-armv5'] });
  expect(report.findings.map(({ signature }) => signature)).toEqual([]);
}, 120_000);
`;

/** Path below the folder, and text of each file. */
export const TEMPLATES: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'marshalcheck.config.ts', text: CONFIG },
  { name: '.github/workflows/marshalcheck.yml', text: WORKFLOW },
  { name: 'test/marshalcheck.test.ts', text: TEST },
];
