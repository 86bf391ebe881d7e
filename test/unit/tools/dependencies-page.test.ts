import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import lockfile from '../../../package-lock.json' with { type: 'json' };
import { closure, dependenciesPage } from '../../../tools/dependencies-page.mjs';

const page = dependenciesPage();
const packages = lockfile.packages as Readonly<Record<string, { readonly integrity?: string }>>;

test('docs/dependencies.md is current', () => {
  const file = path.resolve(import.meta.dirname, '..', '..', '..', 'docs', 'dependencies.md');
  expect(readFileSync(file, 'utf8'), 'stale: run `npm run docs:dependencies`').toBe(page);
});

test('every package that a user installs is listed, with a digest and a free licence', () => {
  const own = Object.keys(manifest.dependencies);
  const fleet = Object.keys(manifest.peerDependencies);
  const installed = [...closure([...own, ...fleet]).keys()];
  expect(installed.length).toBeGreaterThan(own.length + fleet.length);
  for (const place of installed) {
    expect(packages[place]?.integrity, place).toMatch(/^sha512-/);
    expect(page).toContain(`| ${place.slice(place.lastIndexOf('node_modules/') + 13)} | `);
  }
  const [, runtime = '', optional = ''] = page.split(/^## .*$/m);
  const licences = [...`${runtime}${optional}`.matchAll(/^\| [^|]+ \| \d[^|]+ \| ([^|]+) \|/gm)];
  expect(licences).toHaveLength(installed.length);
  expect([...new Set(licences.map(([, licence]) => licence))].sort()).toEqual(
    ['0BSD', 'Apache-2.0', 'ISC', 'MIT'].sort(),
  );
});

test('versions are exact', () => {
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});
