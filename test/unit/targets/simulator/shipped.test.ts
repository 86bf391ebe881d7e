import { describe, expect, test } from 'vitest';
import { boardFor, createBoard } from '#dist/targets/simulator/index.js';
import { FORCE, I_PTR, IO_PTR, MINE, MIXED, O_PTR, Rig, SENTINEL } from './rig.js';
import { REUSES, USER } from './script.js';

const DENIED = 0x8007_0005;
const INVALID = 0x8007_0057;

function filled(count: number, value: number): number[] {
  return Array.from({ length: count }, () => value);
}

/** A shipped board with a call in progress whose parameter is all of MINE. */
function shipped(personality = 0): Rig {
  const rig = new Rig('shipped', undefined, { personality });
  rig.call({ source: MINE, size: 0x4000, descriptor: IO_PTR });
  return rig;
}

describe('shipped Open', () => {
  test('is direct and does not touch memory', () => {
    const rig = shipped();
    expect(rig.open(0x3_0000, 100, IO_PTR)).toBe(0x3_0000);
    expect(rig.read(0x3_0000, 4)).toEqual([]);
    rig.open(0x3_0000, 0, 6);
    expect([rig.response.value, rig.response.pointer]).toEqual([DENIED, SENTINEL]);
    rig.copy(0x3_0000, 100, I_PTR);
    expect(rig.response.value).toBe(DENIED);
  });

  test('keeps to the range check of facts.md', () => {
    const rig = shipped();
    expect(rig.open(0x6fff_f000, 0x1000, O_PTR)).toBe(SENTINEL);
    expect(rig.open(0x6fff_f000, 0xfff, O_PTR)).toBe(0x6fff_f000);
    expect(rig.open(0x6fff_f000, 0x1000, I_PTR)).toBe(0x6fff_f000);
    expect(rig.open(0x7fef_f000, 0x1000, I_PTR)).toBe(SENTINEL);
    expect(rig.open(0xffff, 4, I_PTR)).toBe(SENTINEL);
    expect(rig.open(MINE, 0x8000_0000, I_PTR)).toBe(SENTINEL);
  });
});

describe('shipped mismatches (facts.md’s table)', () => {
  test('flag at Alloc, at or below the copy size, and not at Free: S_OK and a leak', () => {
    const rig = shipped();
    const alias = rig.alloc(MINE, 100, IO_PTR + FORCE);
    expect(rig.free(alias, MINE, 100, IO_PTR)).toBe(0);
    expect(rig.inspection.aliases()).toBe(1);
    expect(rig.isCached(MINE)).toBe(false);
  });

  test('flag at Alloc, above the copy size, and not at Free: harmless', () => {
    const rig = shipped();
    const alias = rig.alloc(MINE, 521, IO_PTR + FORCE);
    expect(rig.free(alias, MINE, 521, IO_PTR)).toBe(0);
    expect(rig.inspection.aliases()).toBe(0);
  });

  test('a duplicate freed with the flag leaks and loses its bytes', () => {
    const rig = shipped();
    const copy = rig.alloc(MINE, 100, IO_PTR);
    const before = rig.sees(MINE, 100);
    rig.write(copy, 100, 0xee);
    expect(rig.free(copy, MINE, 100, IO_PTR + FORCE)).toBe(INVALID);
    expect(rig.inspection.heapBlocks()).toBe(1);
    expect(rig.sees(MINE, 100)).toEqual(before);
  });

  test('a duplicate flushed with the flag: S_OK and nothing written', () => {
    const rig = shipped();
    const copy = rig.alloc(MINE, 100, IO_PTR);
    const before = rig.sees(MINE, 100);
    rig.write(copy, 100, 0xee);
    expect(rig.flush(copy, MINE, 100, IO_PTR + FORCE)).toBe(0);
    expect(rig.sees(MINE, 100)).toEqual(before);
    expect(rig.flush(copy, MINE, 100, IO_PTR)).toBe(0);
    expect(rig.sees(MINE, 100)).toEqual(filled(100, 0xee));
  });

  test('another size on the same side: that many bytes go back', () => {
    const rig = shipped();
    const copy = rig.alloc(MINE, 16, IO_PTR);
    rig.write(copy, 16, 0xee);
    const beyond = rig.read(copy, 40).slice(16);
    expect(rig.free(copy, MINE, 40, IO_PTR)).toBe(0);
    expect(rig.sees(MINE, 40)).toEqual([...filled(16, 0xee), ...beyond]);
  });

  test('another direction: nothing goes back, or the caller’s input is overwritten', () => {
    const rig = shipped();
    const lost = rig.alloc(MINE, 16, IO_PTR);
    const before = rig.sees(MINE, 16);
    rig.write(lost, 16, 0xee);
    expect(rig.free(lost, MINE, 16, I_PTR)).toBe(0);
    expect(rig.sees(MINE, 16)).toEqual(before);
    const input = rig.alloc(MINE, 16, I_PTR);
    rig.write(input, 16, 0xee);
    expect(rig.free(input, MINE, 16, O_PTR)).toBe(0);
    expect(rig.sees(MINE, 16)).toEqual(filled(16, 0xee));
  });

  test('a second Free: S_OK on the heap, a failure or a stranger’s alias above', () => {
    const rig = shipped(REUSES);
    const copy = rig.alloc(MINE, 16, IO_PTR);
    expect(rig.free(copy, MINE, 16, IO_PTR)).toBe(0);
    expect(rig.free(copy, MINE, 16, IO_PTR)).toBe(0);
    const alias = rig.alloc(MINE, 600, IO_PTR);
    expect(rig.free(alias, MINE, 600, IO_PTR)).toBe(0);
    expect(rig.free(alias, MINE, 600, IO_PTR)).toBe(INVALID);
    expect(rig.alloc(MINE, 700, IO_PTR)).toBe(alias);
    expect(rig.free(alias, MINE, 600, IO_PTR)).toBe(0);
    expect(rig.inspection.aliases()).toBe(0);
  });
});

describe('shipped copies', () => {
  test('come in for OUT too and go back with E_ACCESSDENIED where they may not', () => {
    const rig = shipped();
    const copy = rig.alloc(MIXED + 0x1000, 100, O_PTR);
    expect(rig.response.value).toBe(0);
    expect(rig.read(copy, 100)).toEqual(rig.sees(MIXED + 0x1000, 100));
    expect(rig.free(copy, MIXED + 0x1000, 100, O_PTR)).toBe(DENIED);
    expect(rig.inspection.heapBlocks()).toBe(0);
  });

  test('give the same pointer, which Flush carries to the caller', () => {
    const rig = shipped();
    const copy = rig.copy(MINE, 600, IO_PTR);
    expect(rig.alloc(copy + 4, 20, IO_PTR + FORCE)).toBe(copy + 4);
    rig.write(copy, 600, 0xee);
    expect(rig.flush(copy + 4, copy + 4, 20, IO_PTR + FORCE)).toBe(INVALID);
    const more = { unmarshalled: MINE + 4 };
    expect(rig.flush(copy + 4, copy + 4, 20, IO_PTR + FORCE, more)).toBe(0);
    expect(rig.sees(MINE + 4, 20)).toEqual(filled(20, 0xee));
    expect(rig.free(copy + 4, copy + 4, 20, IO_PTR + FORCE)).toBe(0);
    expect(rig.close(copy, MINE, 600, IO_PTR)).toBe(0);
    expect(rig.close(copy, MINE, 600, IO_PTR)).toBeGreaterThanOrEqual(0x8000_0000);
    expect(rig.sees(MINE, 600)).toEqual(filled(600, 0xee));
  });

  test('CeAllocDuplicateBuffer and its pair', () => {
    const rig = shipped();
    const copy = rig.duplicate(MINE, 600, IO_PTR);
    expect(rig.alloc(copy, 600, IO_PTR)).toBe(copy);
    expect(rig.flush(copy, copy, 600, IO_PTR)).toBe(0);
    rig.write(copy, 600, 0xee);
    expect(rig.free(copy, copy, 600, IO_PTR)).toBe(0);
    expect(rig.freeDuplicate(copy, MINE, 600, IO_PTR)).toBe(0);
    expect(rig.sees(MINE, 600)).toEqual(filled(600, 0xee));
    expect(rig.freeDuplicate(copy, MINE, 600, IO_PTR)).toBeGreaterThanOrEqual(0x8000_0000);
  });

  test('a user-mode server gets same pointers only', () => {
    const rig = new Rig('shipped', undefined, USER);
    const parameter = rig.call({ source: MINE, size: 600, descriptor: IO_PTR });
    expect(rig.alloc(parameter, 600, IO_PTR + FORCE)).toBe(parameter);
    expect(rig.free(parameter, parameter, 600, IO_PTR)).toBe(0);
    const copy = rig.open(MINE, 600, IO_PTR);
    expect(rig.alloc(copy, 600, IO_PTR)).toBe(copy);
    rig.ret();
    expect(rig.free(parameter, parameter, 600, IO_PTR, { thread: 0 })).toBe(DENIED);
    expect(rig.free(parameter, parameter, 600, I_PTR, { thread: 0 })).toBe(0);
    expect(rig.close(copy, MINE, 600, IO_PTR, { thread: 0 })).toBe(0);
    expect(rig.inspection.aliases() + rig.inspection.heapBlocks()).toBe(0);
  });
});

describe('the factory', () => {
  test('knows readings and faults', () => {
    expect(boardFor('shipped-compact7-armv5')).toBe('shipped');
    expect(boardFor('ce6-x86')).toBe('strict');
    expect(() => boardFor('ce7')).toThrow(/known: ce6-x86/);
    expect(() => createBoard('strict', 'cache-flag')).toThrow(/no fault is called "cache-flag"/);
    expect(createBoard('shipped', 'out-pointer-left').name).toBe('shipped');
  });
});
