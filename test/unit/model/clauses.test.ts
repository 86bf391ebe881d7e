import { describe, expect, test } from 'vitest';
import type {
  Area,
  CatalogueClause,
  CatalogueObligation,
  Family,
  Source,
} from '#dist/model/clauses/index.js';
import {
  CITE,
  CLAUSES,
  clauseOf,
  findClause,
  OBLIGATIONS,
  obligationAt,
} from '#dist/model/clauses/index.js';

/** IDs `PREFIX-1` to `PREFIX-count`. */
function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
}

// Every clause of the rules, and QUIET-35, which is ours. A clause may be split into obligations;
// it may never go.
const expectedClauses = [
  ...numbered('SPACE', 7),
  ...numbered('OPEN', 6),
  ...numbered('CLOSE', 5),
  ...numbered('ASYNC', 25),
  ...numbered('FLUSH', 5),
  ...numbered('FREE', 4),
  ...numbered('ALIAS', 11),
  ...numbered('DUP', 5),
  ...numbered('CLASS', 8),
  ...numbered('VM', 13),
  ...numbered('WD', 10),
  ...numbered('DRV', 5),
  ...numbered('QUIET', 35),
  ...['LEAK', 'RECOVER', 'ISOLATE', 'COHERENT', 'CACHE', 'COUNT', 'FAILSAFE', 'SECRET'].map(
    (name) => `INV-${name}`,
  ),
];

const families: Readonly<Record<string, Family>> = {
  SPACE: 'spaces',
  OPEN: 'synchronous',
  CLOSE: 'synchronous',
  ASYNC: 'asynchronous',
  FLUSH: 'asynchronous',
  FREE: 'asynchronous',
  ALIAS: 'alias',
  DUP: 'duplicate',
  CLASS: 'wrapper-classes',
  VM: 'shared-memory',
  WD: 'windriver',
  DRV: 'drivers',
  QUIET: 'quiet',
  INV: 'invariants',
};

const areas: Partial<Readonly<Record<Family, Area>>> = {
  'wrapper-classes': 'classes',
  'shared-memory': 'vm',
  windriver: 'windriver',
  drivers: 'drivers',
};

const sources: readonly Source[] = ['S0', 'S1', 'S2', 'S3', 'S4', 'facts'];
const clauseKeys = 'id family area binds force sources text obligations proxy'.split(' ');
const obligationKeys = 'id when then never binds force readings clause index'.split(' ');

/** Longest sentence in characters. */
const longestSentence = 240;

/** The texts of a clause, its obligations' included. */
function textsOf(clause: CatalogueClause): string[] {
  return [clause.text, clause.proxy ?? '', ...clause.obligations.flatMap(phrasesOf)].filter(
    (text) => text !== '',
  );
}

/** The phrases of an obligation. */
function phrasesOf({ when, then, never }: CatalogueObligation): string[] {
  return never === undefined ? [when, then] : [when, then, never];
}

/** The force or the two forces of a clause. */
function forcesOf(clause: CatalogueClause): string[] {
  return [clause.force].flat();
}

describe('clauses', () => {
  test('are all there, in the order of the rules', () => {
    expect(CLAUSES.map((clause) => clause.id)).toEqual(expectedClauses);
  });

  test('are well formed', () => {
    for (const clause of CLAUSES) {
      const family = families[clause.id.split('-')[0]];
      expect(clause.family, clause.id).toBe(family);
      if (family !== 'quiet') expect(clause.area, clause.id).toBe(areas[family] ?? 'core');
      expect(
        Object.keys(clause).filter((key) => !clauseKeys.includes(key)),
        clause.id,
      ).toEqual([]);
      expect(new Set(clause.sources).size, clause.id).toBe(clause.sources.length);
      expect(
        clause.sources.filter((source) => !sources.includes(source)),
        clause.id,
      ).toEqual([]);
      expect(clause.obligations.length, clause.id).toBeGreaterThan(0);
      expect(Object.isFrozen(clause) && Object.isFrozen(clause.obligations), clause.id).toBe(true);
    }
  });

  test('read well', () => {
    for (const clause of CLAUSES) {
      expect(clause.text, clause.id).toMatch(/^[A-Z0-9].*\.$/);
      for (const text of textsOf(clause)) {
        expect(text).toBe(text.trim());
        expect(text).not.toMatch(/\s\s|\n/);
        for (const sentence of text.split(/(?<=\.) /)) {
          expect(sentence.length, sentence).toBeLessThanOrEqual(longestSentence);
        }
      }
      for (const phrase of clause.obligations.flatMap(phrasesOf)) {
        expect(phrase.length).toBeGreaterThan(0);
        expect(phrase).not.toMatch(/\.$/);
      }
    }
  });

  test('refer to clauses that exist', () => {
    for (const clause of CLAUSES) {
      const prefixes = Object.keys(families).join('|');
      const ids = new RegExp(`\\b(?:${prefixes})-[A-Z0-9]+\\b`, 'g');
      for (const id of textsOf(clause).flatMap((text) => text.match(ids) ?? [])) {
        expect(expectedClauses).toContain(id);
      }
    }
  });

  test('decided without a source are safe', () => {
    const undocumented = CLAUSES.filter(({ sources: named }) => named.length === 0);
    expect(undocumented.filter((clause) => clause.force !== 'safe').map(({ id }) => id)).toEqual(
      [],
    );
    const quiet = CLAUSES.filter((clause) => clause.family === 'quiet');
    expect(quiet.every((clause) => clause.force === 'safe')).toBe(true);
  });

  test('name a proxy where no execution shows them directly', () => {
    for (const id of ['ALIAS-9', 'ASYNC-14', 'SPACE-5', 'DRV-1', 'DRV-2'] as const) {
      expect(findClause(id).proxy, id).toBeDefined();
    }
  });

  test('are found by ID', () => {
    for (const clause of CLAUSES) expect(findClause(clause.id)).toBe(clause);
    expect(findClause('FREE-1.frees')).toBeUndefined();
    expect(findClause('toString')).toBeUndefined();
  });
});

describe('obligations', () => {
  test('have dense indices from 1, and IDs of their own', () => {
    expect(OBLIGATIONS.map(({ index }) => index)).toEqual(OBLIGATIONS.map((_, at) => at + 1));
    expect(new Set(OBLIGATIONS.map(({ id }) => id)).size).toBe(OBLIGATIONS.length);
    expect(OBLIGATIONS).toEqual(CLAUSES.flatMap(({ obligations }) => obligations));
  });

  test('are named after their clause', () => {
    for (const clause of CLAUSES) {
      const [first, ...others] = clause.obligations;
      if (others.length === 0) expect(first?.id, clause.id).toBe(clause.id);
      const prefix = `${clause.id}.`;
      for (const each of others.length === 0 ? [] : clause.obligations) {
        expect(each.id.startsWith(prefix), each.id).toBe(true);
        expect(each.id.slice(prefix.length)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      }
    }
  });

  test('fill in what the clause leaves open', () => {
    for (const clause of CLAUSES) {
      for (const each of clause.obligations) {
        expect(
          Object.keys(each).filter((key) => !obligationKeys.includes(key)),
          clause.id,
        ).toEqual([]);
        expect(each.clause, clause.id).toBe(clause.id);
        expect(forcesOf(clause), clause.id).toContain(each.force);
      }
      const parties = new Set<string>(clause.obligations.map(({ binds }) => binds));
      const expected = clause.binds === 'both' ? ['system', 'driver'] : [clause.binds];
      for (const party of expected) expect(parties, clause.id).toContain(party);
      expect(new Set(clause.obligations.map(({ force }) => force)).size, clause.id).toBe(
        forcesOf(clause).length,
      );
    }
  });

  test('say what is due under a condition only once', () => {
    for (const { id, obligations } of CLAUSES) {
      const said = obligations.map(({ when, then, readings }) => `${when}|${then}|${readings}`);
      expect(new Set(said).size, id).toBe(said.length);
    }
  });

  test('are cited by index', () => {
    expect(Object.keys(CITE)).toEqual(OBLIGATIONS.map(({ id }) => id));
    for (const each of OBLIGATIONS) {
      expect(CITE[each.id]).toBe(each.index);
      expect(obligationAt(each.index)).toBe(each);
      expect(clauseOf(each.index)).toBe(each.clause);
    }
    expect(Object.isFrozen(CITE)).toBe(true);
  });

  test('refuse an index that cites nothing', () => {
    for (const index of [0, -1, OBLIGATIONS.length + 1, 1.5, Number.NaN]) {
      expect(() => obligationAt(index)).toThrow(RangeError);
      expect(() => clauseOf(index)).toThrow(`No obligation has index ${index}`);
    }
  });
});
