import { describe, expect, test } from 'vitest';
import { late, NotYet } from '#dist/cli/late.js';

/** What it throws, or null. */
function thrown(act: () => unknown): unknown {
  try {
    act();
    return null;
  } catch (error) {
    return error;
  }
}

describe('readers that are loaded late', () => {
  test('the first reading waits, the second has it; nothing is loaded twice', async () => {
    let loads = 0;
    const reader = late(async () => {
      loads += 1;
      return Promise.resolve('loaded');
    });
    expect(loads).toBe(0);
    const error = thrown(reader);
    expect(error).toBeInstanceOf(NotYet);
    await (error as NotYet).loading;
    expect([reader(), reader(), loads]).toEqual(['loaded', 'loaded', 1]);
  });

  test('what cannot be loaded is told to who waits', async () => {
    const reader = late(async () => Promise.reject(new Error('gone')));
    await expect((thrown(reader) as NotYet).loading).rejects.toThrow('gone');
  });
});
