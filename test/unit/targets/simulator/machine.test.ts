import { describe, expect, test } from 'vitest';
import { FORCE, I_PTR, IO_PTR, MINE, MIXED, O_PTR, Rig, SECRET, SETUP, UNCACHED } from './rig.js';
import { REUSES, USER, VIVT } from './script.js';

const DENIED = 0x8007_0005;

describe('address spaces', () => {
  test('an application reaches its own memory only', () => {
    const rig = new Rig('strict');
    rig.puts(MINE, 4, 0xaa);
    expect(rig.sees(MINE, 4, 2)).not.toEqual([0xaa, 0xaa, 0xaa, 0xaa]);
    expect(rig.sees(SECRET, 4)).toEqual([]);
    expect(rig.sees(MIXED, 4, 2)).toEqual([]);
  });

  test('an access that is not wholly permitted moves nothing', () => {
    const rig = new Rig('strict');
    const before = rig.sees(MIXED, 0x1000);
    rig.write(MIXED + 0xff0, 0x20, 0xaa, { thread: -1 });
    expect(rig.response.status).toBe('faulted');
    expect(rig.sees(MIXED, 0x1000)).toEqual(before);
  });

  test('a kernel server sees the caller during the call, on the thread that carries it', () => {
    const rig = new Rig('strict');
    rig.call();
    expect(rig.read(MINE, 4)).toHaveLength(4);
    expect(rig.read(MINE, 4, { thread: 0 })).toEqual([]);
    expect(rig.read(SECRET, 4, { thread: 0 })).toHaveLength(4);
    rig.exit();
    expect(rig.read(MINE, 4)).toEqual([]);
    expect(rig.sees(MINE, 4)).toEqual([]);
  });

  test('a user-mode server sees its own space only', () => {
    const rig = new Rig('strict', undefined, USER);
    rig.call();
    expect(rig.read(MINE, 4)).toEqual([]);
    expect(rig.read(SECRET, 4)).toEqual([]);
    const copy = rig.open(MINE, 8, I_PTR);
    expect(copy).toBeLessThan(0x8000_0000);
    expect(rig.read(copy, 8)).toHaveLength(8);
  });

  test('what a restarted process gets is zero', () => {
    const rig = new Rig('strict');
    rig.exit();
    rig.start();
    expect(rig.sees(MINE, 4)).toEqual([0, 0, 0, 0]);
    expect(rig.sees(MIXED + 0x1000, 4)).toEqual([0, 0, 0, 0]);
  });
});

describe('regions', () => {
  test('are released by their base and committed again with zeroes', () => {
    const rig = new Rig('strict');
    rig.virtualFree(MINE + 0x1000);
    expect(rig.response.value).toBe(0);
    rig.virtualFree(MINE);
    expect(rig.response.value).toBe(1);
    expect(rig.sees(MINE, 4)).toEqual([]);
    rig.virtualAlloc(MINE);
    expect(rig.response.value).toBe(MINE);
    expect(rig.sees(MINE, 4)).toEqual([0, 0, 0, 0]);
    rig.virtualAlloc(MINE);
    expect(rig.response.value).toBe(0);
  });

  test('VirtualProtect takes whole committed pages', () => {
    const rig = new Rig('strict');
    rig.protect(MINE, 0x1000, 2);
    expect(rig.response.value).toBe(1);
    rig.puts(MINE, 4, 1);
    expect(rig.response.status).toBe('faulted');
    rig.protect(MINE, 10, 4);
    expect(rig.response.value).toBe(0);
    rig.protect(MINE + 0x8000, 0x1000, 4);
    expect(rig.response.value).toBe(0);
    rig.protect(MINE, 0x1000, 0x40);
    expect(rig.response.value).toBe(0);
  });

  test('limits of the machine are named', () => {
    expect(() => new Rig('strict', undefined, { applications: 5 })).toThrow(/5 applications/);
    const far = { ...SETUP.regions[0], base: 0x1234 } as (typeof SETUP.regions)[0];
    expect(() => new Rig('strict', undefined, { regions: [far] })).toThrow(/64 KB aligned/);
    expect(() => new Rig('strict', undefined, { reading: 'ce5' })).toThrow(/no reading .*"ce5"/);
  });
});

describe('aliases', () => {
  test('agree with their source in the low 16 bits and count as references', () => {
    const rig = new Rig('strict');
    rig.call({ source: MINE + 0x1234, size: 600, descriptor: IO_PTR });
    const alias = rig.alloc(MINE + 0x1234, 600, IO_PTR + FORCE);
    expect(alias % 0x1_0000).toBe(0x1234);
    expect(alias).toBeGreaterThanOrEqual(0x8000_0000);
    expect(rig.page(MINE + 0x1000).references).toBe(2);
    rig.virtualFree(MINE);
    expect(rig.page(alias, 0).references).toBe(1);
    expect(rig.read(alias, 4, { thread: 0 })).toHaveLength(4);
  });

  test('keep the rights of the time of their making', () => {
    const rig = new Rig('strict');
    rig.call({ source: MINE, size: 600, descriptor: IO_PTR });
    const alias = rig.alloc(MINE, 600, IO_PTR + FORCE);
    rig.protect(MINE, 0x1000, 2);
    rig.write(alias, 4, 0x11);
    expect(rig.response.status).toBe('returned');
    expect(rig.sees(MINE, 4)).toEqual([0x11, 0x11, 0x11, 0x11]);
    rig.ret();
    rig.call({ source: MIXED, size: 8, descriptor: I_PTR });
    const input = rig.alloc(MIXED, 8, I_PTR + FORCE);
    rig.write(input, 4, 0x11);
    expect(rig.response.status).toBe('faulted');
  });

  test('are handed out again at once or late, as the personality says', () => {
    for (const personality of [0, REUSES]) {
      const rig = new Rig('strict', undefined, { personality });
      rig.call({ source: MINE, size: 600, descriptor: I_PTR });
      const first = rig.alloc(MINE, 600, I_PTR + FORCE);
      rig.free(first, MINE, 600, I_PTR + FORCE);
      const second = rig.alloc(MINE, 600, I_PTR + FORCE);
      expect(second === first).toBe(personality === REUSES);
      const heap = rig.duplicate(MINE, 600, O_PTR);
      rig.freeDuplicate(heap, MINE, 600, O_PTR);
      expect(rig.duplicate(MINE, 600, O_PTR) === heap).toBe(personality === REUSES);
    }
  });
});

describe('the virtually tagged cache', () => {
  test('uncaches both sides until the last alias of the page has gone', () => {
    const rig = new Rig('strict', undefined, VIVT);
    rig.call({ source: MINE, size: 600, descriptor: IO_PTR });
    const first = rig.alloc(MINE, 600, IO_PTR + FORCE);
    const second = rig.alloc(MINE + 300, 5000, IO_PTR + FORCE);
    expect(rig.isCached(MINE)).toBe(false);
    expect(rig.isCached(MINE + 0x1000)).toBe(true);
    expect(rig.isCached(first, 0)).toBe(false);
    expect(second).toBe(0);
    rig.free(first, MINE, 600, IO_PTR + FORCE);
    expect(rig.isCached(MINE)).toBe(true);
  });

  test('leaves a page uncached that was so to begin with', () => {
    const rig = new Rig('strict', undefined, VIVT);
    rig.call({ source: UNCACHED, size: 600, descriptor: IO_PTR });
    const alias = rig.alloc(UNCACHED, 600, IO_PTR + FORCE);
    rig.free(alias, UNCACHED, 600, IO_PTR + FORCE);
    expect(rig.isCached(UNCACHED)).toBe(false);
  });

  test('takes what the caller wrote before along into the alias, and back', () => {
    const rig = new Rig('strict', undefined, VIVT);
    rig.puts(MINE, 600, 0xaa);
    rig.call({ source: MINE, size: 600, descriptor: IO_PTR });
    const alias = rig.alloc(MINE, 600, IO_PTR + FORCE);
    expect(rig.read(alias, 600)).toEqual(Array.from({ length: 600 }, () => 0xaa));
    rig.write(alias, 600, 0xbb, { thread: 0 });
    expect(rig.sees(MINE, 600)).toEqual(Array.from({ length: 600 }, () => 0xbb));
    rig.free(alias, MINE, 600, IO_PTR + FORCE, { thread: 0 });
    expect(rig.sees(MINE, 600)).toEqual(Array.from({ length: 600 }, () => 0xbb));
  });

  test('survives more bytes than it holds, and a peek changes nothing', () => {
    const rig = new Rig('strict', undefined, VIVT);
    for (let page = 0; page < 8; page += 1) rig.puts(MINE + page * 0x1000, 0x1000, page + 1);
    for (let page = 0; page < 8; page += 1) {
      const into = new Uint8Array(0x1000);
      expect(rig.inspection.peek(1, MINE + page * 0x1000, 0x1000, into)).toBe(true);
      expect(new Set(into)).toEqual(new Set([page + 1]));
      expect(new Set(rig.sees(MINE + page * 0x1000, 0x1000))).toEqual(new Set([page + 1]));
    }
    expect(rig.inspection.peek(1, MINE + 0x7fff, 2, new Uint8Array(2))).toBe(false);
  });

  test('without coherence the last line evicted wins', () => {
    const rig = new Rig('strict', 'nothing-uncached', VIVT);
    rig.call({ source: MINE, size: 600, descriptor: IO_PTR });
    const alias = rig.alloc(MINE, 600, IO_PTR + FORCE);
    rig.read(alias, 32);
    rig.puts(MINE, 4, 0xaa);
    expect(rig.read(alias, 4)).not.toEqual([0xaa, 0xaa, 0xaa, 0xaa]);
    rig.write(alias + 8, 4, 0xbb);
    rig.free(alias, MINE, 600, IO_PTR + FORCE);
    expect(rig.sees(MINE, 4)).toEqual([0xaa, 0xaa, 0xaa, 0xaa]);
  });
});

describe('a reset', () => {
  test('leaves the setup and nothing else', () => {
    const rig = new Rig('strict');
    rig.call({ source: MINE, size: 600, descriptor: IO_PTR });
    rig.alloc(MINE, 600, IO_PTR + FORCE);
    rig.copy(MINE, 600, IO_PTR, { pause: 'checked' });
    expect(rig.response.status).toBe('paused');
    rig.board.reset(SETUP);
    const { inspection } = rig;
    expect([inspection.heapBlocks(), inspection.aliases(), inspection.records()]).toEqual([
      0, 0, 0,
    ]);
    expect(rig.resume().status).toBe('refused');
    expect(rig.page(MINE).references).toBe(1);
    rig.call();
    expect(rig.open(0x3_0000, 4, I_PTR)).toBe(0);
    expect(rig.response.value).toBe(DENIED);
  });

  test('forgets a lock that failed', () => {
    const rig = new Rig('strict');
    rig.do('WD_Open', { process: 1, mode: 600 });
    rig.do('WD_DMALock', { process: 1, object: 1, size: 4096, descriptor: 1, allocationFails: 1 });
    rig.board.reset(SETUP);
    rig.do('WD_Open', { process: 2, mode: 600 });
    expect(rig.do('WD_DMA', { process: 2, object: 1, mode: 1 }).status).toBe('returned');
  });
});
