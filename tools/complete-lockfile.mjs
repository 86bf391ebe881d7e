// Run after `npm install`: `npm run lockfile`. Some packages bring their native part as optional
// packages, one a platform. Where a registry does not hand out those of other platforms, npm
// writes a lockfile without them, and `npm ci` then refuses that very lockfile. This adds the
// missing entries: version from the package that wants them, platform from their names, no
// integrity. npm keeps them from then on, and puts them in its own order at its next write.
// `--check` only says what is missing, and exits 1 if anything is.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { missingEntries } from './lockfile-entries.mjs';

const file = path.join(import.meta.dirname, '..', 'package-lock.json');
const lockfile = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingEntries(lockfile.packages);
const names = Object.keys(missing);

if (process.argv.includes('--check')) {
  for (const name of names) console.log(`missing from package-lock.json: ${name}`);
  if (names.length > 0) console.log('add them with: npm run lockfile');
  process.exit(names.length > 0 ? 1 : 0);
}

Object.assign(lockfile.packages, missing);
writeFileSync(file, `${JSON.stringify(lockfile, undefined, 2)}\n`);
console.log(`package-lock.json: ${names.length} entries added`);
