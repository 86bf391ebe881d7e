import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CLAUSES, OBLIGATIONS } from '#dist/model/clauses/index.js';
import { rulesPage } from '../../../tools/rules-page.mjs';

const page = rulesPage();

test('docs/rules.md is current', () => {
  const file = path.resolve(import.meta.dirname, '..', '..', '..', 'docs', 'rules.md');
  expect(readFileSync(file, 'utf8'), 'stale: run `npm run docs:rules`').toBe(page);
});

test('the page has a section for each clause and a line for each obligation', () => {
  const sections = page.match(/(?<=^### ).+$/gm);
  expect(sections).toEqual(CLAUSES.map(({ id }) => id));
  const items = page.match(/(?<=^- `).+?(?=`)/gm);
  expect(items).toEqual(OBLIGATIONS.map(({ id }) => id));
});

test('the page fits a page and its links lead somewhere', () => {
  for (const line of page.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  const anchors = new Set(CLAUSES.map(({ id }) => id.toLowerCase()));
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map((link) => link[1]);
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter((link) => !anchors.has(link))).toEqual([]);
});
