import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileNameFor, ScenarioError, saveScenario } from '#dist/search/scenario/index.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A file that says which signature it was found by. */
function found(signature: string): string {
  return `marshalcheck: 1\norigin: {signature: ${JSON.stringify(signature)}}\n`;
}

describe('the name of a file', () => {
  test('holds safe characters alone, and differs from signature to signature', () => {
    const signatures = [
      'FREE-1/bytes/x',
      'FREE-1-bytes-x',
      '../../etc/passwd',
      '',
      'a'.repeat(900),
    ];
    const names = signatures.map((signature) => fileNameFor({ signature }));
    for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9-]{0,95}\.yaml$/);
    expect(new Set(names).size).toBe(signatures.length);
  });
});

describe('saving', () => {
  test('makes the folder and leaves nothing else behind', () => {
    const inner = path.join(folder, 'a', 'b');
    const saved = saveScenario(inner, 'x.yaml', found('S'), 'S');
    expect(saved).toEqual({ file: path.join(inner, 'x.yaml'), written: true });
    expect(readdirSync(inner)).toEqual(['x.yaml']);
    expect(readFileSync(saved.file, 'utf8')).toBe(found('S'));
  });

  test('leaves a file of the same signature as it is, edited or not', () => {
    saveScenario(folder, 'x.yaml', found('S'), 'S');
    const edited = `# by hand\n${found('S')}`;
    writeFileSync(path.join(folder, 'x.yaml'), edited);
    const saved = saveScenario(folder, 'x.yaml', found('S'), 'S');
    expect(saved.written).toBe(false);
    expect(readFileSync(saved.file, 'utf8')).toBe(edited);
    expect(readdirSync(folder)).toEqual(['x.yaml']);
  });

  test('goes beside a file of another signature, and beside what is no scenario', () => {
    saveScenario(folder, 'x.yaml', found('S'), 'S');
    mkdirSync(path.join(folder, 'x-2.yaml'));
    writeFileSync(path.join(folder, 'x-3.yaml'), '{{{');
    const saved = saveScenario(folder, 'x.yaml', found('T'), 'T');
    expect(saved).toEqual({ file: path.join(folder, 'x-4.yaml'), written: true });
    expect(saveScenario(folder, 'x.yaml', found('T'), 'T')).toEqual({ ...saved, written: false });
  });

  test.each([
    ['a file in the place of the folder', 'file'],
    ['a file above the folder', 'file/below'],
  ])('says so clearly: %s', (_name, place) => {
    writeFileSync(path.join(folder, 'file'), '');
    const save = (): unknown => saveScenario(path.join(folder, place), 'x.yaml', 'x', 'S');
    expect(save).toThrow(ScenarioError);
    expect(save).toThrow(/cannot be saved: .*\n {2}likely cause: .*\n {2}next: .*--out/);
  });

  test('a folder that cannot be written', () => {
    // The process table's file system takes no new folders, from anybody.
    const save = (): unknown => saveScenario('/proc/none/here', 'x.yaml', 'x', 'S');
    expect(save).toThrow(/cannot be saved: the folder cannot be made/);
  });
});
