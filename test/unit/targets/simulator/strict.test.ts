import { describe, expect, test } from 'vitest';
import {
  FORCE,
  HELLO,
  I_ASTR,
  I_PTR,
  I_WSTR,
  IO_PTR,
  MINE,
  MIXED,
  O_PTR,
  Rig,
  SECRET,
  SENTINEL,
  WIDE,
} from './rig.js';
import { NEW_COPY, ON_HAZARD, OPEN_ALIASES, OPEN_COPIES, USER, USES_RECORD } from './script.js';

const FAILURE = 0x8000_4005;
const DENIED = 0x8007_0005;
const NO_MEMORY = 0x8007_000e;
const INVALID = 0x8007_0057;
const NOT_SUPPORTED = 0x8007_0032;
const CLOSES_UNDER = 32;
const PREFIX = 256;

function strict(personality = 0): Rig {
  return new Rig('strict', undefined, { personality });
}

function filled(count: number, value: number): number[] {
  return Array.from({ length: count }, () => value);
}

describe('Open and Close', () => {
  test.each([
    [0, 0],
    [OPEN_ALIASES, 1],
    [OPEN_COPIES, 0],
  ])('personality %i carries the server’s bytes to the caller', (personality, aliases) => {
    const rig = strict(personality);
    rig.call();
    const opened = rig.open(MINE + 3, 700, IO_PTR);
    expect(rig.inspection.aliases()).toBe(aliases);
    rig.write(opened, 700, 0xee);
    expect(rig.close(opened, MINE + 3, 700, IO_PTR)).toBe(0);
    expect(rig.sees(MINE + 3, 700)).toEqual(filled(700, 0xee));
    expect(rig.inspection.records()).toBe(0);
    expect(rig.inspection.heapBytes()).toBe(0);
  });

  test('refuse in the order of ASYNC-22 and leave NULL', () => {
    const rig = strict();
    rig.call();
    rig.open(0, 0, 3, { destination: false });
    expect([rig.response.value, rig.response.pointer]).toEqual([INVALID, SENTINEL]);
    rig.open(0x3_0000, 4, 3);
    expect([rig.response.value, rig.response.pointer]).toEqual([INVALID, 0]);
    rig.open(0x3_0000, 4, I_PTR);
    expect(rig.response.value).toBe(DENIED);
    rig.open(SECRET, 4, I_PTR);
    expect(rig.response.value).toBe(DENIED);
    rig.open(MIXED, 0x1001, O_PTR);
    expect(rig.response.value).toBe(DENIED);
    rig.copy(MINE, 4, I_PTR, { allocationFails: 1 });
    expect([rig.response.value, rig.response.pointer]).toEqual([NO_MEMORY, 0]);
    expect(rig.inspection.records()).toBe(0);
  });

  test('a kernel caller may pass kernel memory', () => {
    const rig = strict();
    rig.call({ viaKernel: true });
    const opened = rig.copy(SECRET, 16, I_PTR);
    expect(rig.read(opened, 16)).toHaveLength(16);
  });

  test('a write-back that fails is reported, and a prefix is written when asked for', () => {
    for (const personality of [0, PREFIX]) {
      const rig = strict(personality);
      rig.call();
      const copy = rig.copy(MINE, 0x1100, IO_PTR);
      rig.write(copy, 0x1100, 0xee);
      rig.protect(MINE + 0x1000, 0x1000, 2);
      const before = rig.sees(MINE, 4);
      expect(rig.close(copy, MINE, 0x1100, IO_PTR)).toBe(FAILURE);
      expect(rig.sees(MINE, 4)).toEqual(personality === PREFIX ? filled(4, 0xee) : before);
      expect(rig.inspection.heapBlocks()).toBe(0);
    }
  });

  test('direct pointers die with the call, copies do not', () => {
    const rig = strict();
    rig.call();
    rig.open(MINE, 10, IO_PTR);
    const copy = rig.copy(MINE, 10, IO_PTR);
    rig.ret();
    expect(rig.inspection.records()).toBe(1);
    rig.write(copy, 10, 0x77, { thread: 0 });
    expect(rig.close(copy, MINE, 10, IO_PTR, { thread: 0 })).toBe(0);
    expect(rig.sees(MINE, 10)).toEqual(filled(10, 0x77));
  });
});

describe('asynchronous buffers', () => {
  test('duplicate at the copy limit, alias above it', () => {
    const rig = strict();
    rig.call({ source: MINE, size: 5000, descriptor: IO_PTR });
    rig.alloc(MINE, 4096, IO_PTR);
    expect([rig.inspection.heapBlocks(), rig.inspection.aliases()]).toEqual([1, 0]);
    rig.alloc(MINE, 4097, IO_PTR);
    expect([rig.inspection.heapBlocks(), rig.inspection.aliases()]).toEqual([1, 1]);
  });

  test('ASYNC-21: unmarshalled sources by personality', () => {
    for (const personality of [0, ON_HAZARD]) {
      const rig = strict(personality);
      rig.call();
      rig.alloc(MINE, 100, I_PTR);
      expect(rig.response.value).toBe(personality === ON_HAZARD ? 0 : DENIED);
    }
  });

  test('on a copy: the same pointer, or a new copy that writes through it', () => {
    for (const personality of [0, NEW_COPY]) {
      const rig = strict(personality);
      rig.call();
      const copy = rig.copy(MINE, 100, IO_PTR);
      const part = rig.alloc(copy + 8, 16, IO_PTR + FORCE);
      expect(part === copy + 8).toBe(personality === 0);
      rig.write(part, 16, 0xee);
      const more = { unmarshalled: MINE + 8 };
      expect(rig.flush(part, copy + 8, 16, IO_PTR + FORCE)).toBe(INVALID);
      expect(rig.flush(part, copy + 8, 16, IO_PTR + FORCE, more)).toBe(0);
      expect(rig.sees(MINE + 8, 16)).toEqual(filled(16, 0xee));
      expect(rig.close(copy, MINE, 100, IO_PTR)).toBe(INVALID);
      expect(rig.free(part, copy + 8, 16, IO_PTR + FORCE)).toBe(0);
      expect(rig.close(copy, MINE, 100, IO_PTR)).toBe(0);
    }
  });

  test('Close under an asynchronous buffer, where the personality allows it', () => {
    for (const personality of [CLOSES_UNDER, CLOSES_UNDER + NEW_COPY]) {
      const rig = strict(personality);
      rig.call();
      const copy = rig.copy(MINE, 100, IO_PTR);
      const buffer = rig.alloc(copy, 100, IO_PTR);
      expect(rig.close(copy, MINE, 100, IO_PTR)).toBe(0);
      expect(rig.free(buffer, copy, 100, IO_PTR)).toBe(FAILURE);
      expect(rig.inspection.records()).toBe(0);
      expect(rig.inspection.heapBlocks()).toBe(0);
    }
  });

  test('wrong values: refused, or by the record', () => {
    for (const personality of [0, USES_RECORD]) {
      const rig = strict(personality);
      rig.call({ source: MINE, size: 100, descriptor: IO_PTR });
      const buffer = rig.alloc(MINE, 100, IO_PTR);
      const result = rig.free(buffer, MINE, 99, IO_PTR);
      expect(result).toBe(personality === USES_RECORD ? 0 : INVALID);
      expect(rig.inspection.records()).toBe(personality === USES_RECORD ? 0 : 1);
      expect(rig.free(0x1234, MINE, 99, IO_PTR)).toBeGreaterThanOrEqual(0x8000_0000);
    }
  });

  test('the caller exits: an alias stays, a duplicate fails its write-back and goes', () => {
    const rig = strict();
    rig.call({ source: MINE, size: 5000, descriptor: IO_PTR });
    const alias = rig.alloc(MINE, 5000, IO_PTR);
    const copy = rig.alloc(MINE, 100, IO_PTR);
    rig.exit();
    expect(rig.read(alias, 4, { thread: 0 })).toHaveLength(4);
    expect(rig.flush(copy, MINE, 100, IO_PTR, { thread: 0 })).toBe(FAILURE);
    expect(rig.free(copy, MINE, 100, IO_PTR, { thread: 0 })).toBe(FAILURE);
    expect(rig.free(alias, MINE, 5000, IO_PTR, { thread: 0 })).toBe(0);
    expect(rig.inspection.records()).toBe(0);
  });

  test('Flush takes O_PTR and IO_PTR', () => {
    const rig = strict();
    rig.call();
    for (const descriptor of [0, I_PTR, 9, 0xa, 0xd, 0xe]) {
      expect(rig.flush(MINE, MINE, 4, descriptor)).toBe(NOT_SUPPORTED);
    }
    expect(rig.flush(MINE, MINE, 4, O_PTR)).toBeGreaterThanOrEqual(0x8000_0000);
  });

  test('strings are measured with their terminator', () => {
    const rig = strict();
    rig.call();
    const narrow = rig.copy(HELLO, 0, I_ASTR);
    expect(rig.inspection.heapBytes()).toBe(6);
    expect(rig.read(narrow, 6)).toEqual([104, 101, 108, 108, 111, 0]);
    rig.copy(WIDE, 0, I_WSTR);
    expect(rig.inspection.heapBytes()).toBe(12);
    rig.copy(MINE + 0x7f00, 0, I_ASTR);
    expect(rig.response.value).toBe(DENIED);
  });
});

describe('calls that are held', () => {
  test('keep the measured length and look at the memory again', () => {
    const rig = strict();
    rig.call();
    rig.copy(HELLO, 0, I_ASTR, { pause: 'measured' });
    expect(rig.response.status).toBe('paused');
    rig.puts(HELLO, 1, 0);
    const { pointer } = rig.resume();
    expect(rig.read(pointer, 6)).toEqual([0, 101, 108, 108, 111, 0]);
    rig.copy(MINE, 8, I_PTR, { pause: 'checked' });
    rig.virtualFree(MINE);
    expect(rig.resume().value).toBe(DENIED);
    expect(rig.inspection.heapBlocks()).toBe(1);
  });

  test('are not held where nothing is left to do', () => {
    const rig = strict();
    rig.call();
    rig.open(MINE, 8, I_PTR, { pause: 'checked' });
    expect(rig.response.status).toBe('returned');
    rig.copy(MINE, 8, I_PTR, { pause: 'measured' });
    expect(rig.response.status).toBe('returned');
    rig.do('resume', { thread: 1 });
    expect(rig.response.status).toBe('refused');
  });

  test('release after their write-back', () => {
    const rig = strict();
    rig.call({ source: MINE, size: 8, descriptor: IO_PTR });
    const copy = rig.duplicate(MINE, 8, IO_PTR);
    rig.freeDuplicate(copy, MINE, 8, IO_PTR, { pause: 'written-back' });
    expect(rig.response.status).toBe('paused');
    expect(rig.inspection.heapBlocks()).toBe(1);
    expect(rig.resume().value).toBe(0);
    expect(rig.inspection.heapBlocks()).toBe(0);
  });
});

describe('user-mode servers', () => {
  test('an API parameter is an alias for the call; a duplicate of it outlives that', () => {
    const rig = new Rig('strict', undefined, USER);
    const parameter = rig.call({ source: MINE + 5, size: 100, descriptor: IO_PTR });
    rig.write(parameter, 4, 0xaa);
    expect(rig.sees(MINE + 5, 4)).toEqual(filled(4, 0xaa));
    const copy = rig.duplicate(parameter, 100, IO_PTR);
    rig.ret();
    expect(rig.read(parameter, 4, { thread: 0 })).toEqual([]);
    rig.write(copy, 100, 0xbb, { thread: 0 });
    expect(rig.freeDuplicate(copy, parameter, 100, IO_PTR, { thread: 0 })).toBe(0);
    expect(rig.sees(MINE + 5, 100)).toEqual(filled(100, 0xbb));
    expect([rig.inspection.aliases(), rig.inspection.records()]).toEqual([0, 0]);
  });

  test('QUIET-16: Free after the parameter has gone', () => {
    for (const descriptor of [I_PTR, IO_PTR]) {
      const rig = new Rig('strict', undefined, { ...USER, personality: ON_HAZARD });
      const parameter = rig.call({ source: MINE, size: 100, descriptor });
      expect(rig.alloc(parameter, 100, descriptor)).toBe(parameter);
      rig.ret();
      const result = rig.free(parameter, parameter, 100, descriptor, { thread: 0 });
      expect(result).toBe(descriptor === I_PTR ? 0 : FAILURE);
      expect(rig.inspection.records()).toBe(0);
    }
  });

  test('the host exits: its records go without write-back, its calls end', () => {
    const rig = new Rig('strict', undefined, USER);
    rig.call();
    const before = rig.sees(MINE, 4);
    const copy = rig.open(MINE, 100, IO_PTR);
    rig.write(copy, 4, 0xee);
    rig.exit(8);
    expect(rig.inspection.records()).toBe(0);
    expect(rig.inspection.heapBlocks()).toBe(0);
    expect(rig.sees(MINE, 4)).toEqual(before);
    rig.ret();
    expect(rig.response.status).toBe('refused');
  });
});
