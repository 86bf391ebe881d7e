import { describe, expect, test } from 'vitest';
import { box, labelled, PLAIN_STYLE, rule, wrap } from '#dist/reports/layout.js';
import { tableLines } from '#dist/reports/table.js';

describe('lines', () => {
  test('wrap at blanks, and inside words that are too long', () => {
    expect(wrap('one two three', 16)).toEqual(['one two three']);
    expect(wrap('aaaa bbbb cccc dddd eeee', 16)).toEqual(['aaaa bbbb cccc', 'dddd eeee']);
    expect(wrap('x'.repeat(40), 16)).toEqual(['x'.repeat(16), 'x'.repeat(16), 'x'.repeat(8)]);
    expect(wrap('', 16)).toEqual(['']);
  });

  test('stand below their label', () => {
    expect(labelled('label  ', 'aaaa bbbb cccc dddd', 23)).toEqual([
      'label  aaaa bbbb cccc',
      '       dddd',
    ]);
  });

  test('rules and boxes keep their width', () => {
    expect(rule('title', 20)).toBe('── title ───────────');
    const lines = box('a title', ['short', 'x'.repeat(80)], 40);
    for (const line of lines) expect(line).toHaveLength(40);
    expect(lines[0]).toBe(`┌ a title ${'─'.repeat(29)}┐`);
    expect(lines[2]).toMatch(/…\s*│$/);
    const small = box('title', ['x'], 40);
    expect(new Set(small.map((line) => line.length)).size).toBe(1);
  });

  test('tables wrap their last column', () => {
    const style = { ...PLAIN_STYLE, columns: 40 };
    const lines = tableLines(['ID', 'TEXT'], [['one', 'word '.repeat(20).trim()]], style);
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
  });
});
