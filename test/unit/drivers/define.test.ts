import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DRIVERS,
  type Driver,
  DriverError,
  defineDriver,
  loadDrivers,
  workloadsOf,
} from '#dist/drivers/index.js';

const plain: Driver = {
  name: 'plain',
  about: 'nothing',
  server: 'kernel',
  ioctls: [],
  buffers: { data: { size: 4, contents: [1] } },
  create: () => ({}),
};

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  const where = path.join(folder, name);
  writeFileSync(where, text);
  return where;
}

describe('a driver is described', () => {
  const threads = { main: [{ do: 'ioControl', name: 'RUN' }] } as const;
  const application = { buffers: {}, threads };

  test.each<[string, Partial<Driver>, RegExp]>([
    ['by a plain name', { name: 'No Name' }, /small letters/],
    ['with code', { create: undefined as unknown as Driver['create'] }, /`create`/],
    [
      'with buffers that exist',
      { ioctls: [{ name: 'A', code: 1, input: 'x' }] },
      /names the buffer x/,
    ],
    [
      'with one buffer a call in user mode',
      {
        server: 'user',
        buffers: { a: { size: 4 }, b: { size: 4 } },
        ioctls: [{ name: 'A', code: 1, input: 'a', output: 'b' }],
      },
      /two buffers/,
    ],
    ['with applications', { workloads: [{ name: 'w', applications: [] }] }, /0 applications/],
    [
      'with few callers',
      {
        workloads: [
          {
            name: 'w',
            applications: [
              {
                buffers: {},
                threads: {
                  a: threads.main,
                  b: threads.main,
                  c: threads.main,
                  d: threads.main,
                  e: threads.main,
                },
              },
            ],
          },
        ],
      },
      /more than 4 calling threads/,
    ],
    [
      'with buffers of a size',
      {
        workloads: [
          { name: 'w', applications: [{ ...application, buffers: { b: { size: -1 } } }] },
        ],
      },
      /buffer b has -1 bytes/,
    ],
  ])('%s', (_, change, message) => {
    expect(() => defineDriver({ ...plain, ...change })).toThrow(message);
  });

  test('and comes back as it is', () => {
    expect(defineDriver(plain)).toBe(plain);
  });

  test('its own workloads take the place of those made up for it', () => {
    const workloads = [{ name: 'own', applications: [application] }];
    expect(workloadsOf({ ...plain, workloads })).toBe(workloads);
    const made = DRIVERS.filter((driver) => driver.workloads === undefined);
    const names = made.flatMap((driver) => workloadsOf(driver).map(({ name }) => name));
    expect(new Set(names)).toEqual(
      new Set(['alone', 'two-callers', 'low-memory', 'exit', 'meddling']),
    );
  });
});

describe('the file of a driver', () => {
  test('may be TypeScript, and lie anywhere', async () => {
    const text = `import { defineDriver, type Driver } from 'marshalcheck/drivers';
      const name: string = 'mine';
      export const driver: Driver = defineDriver({
        name, about: 'mine', server: 'kernel', ioctls: [], buffers: {}, create: () => ({}),
      });`;
    const drivers = await loadDrivers(file('mine.ts', text));
    expect(drivers.map(({ name }) => name)).toEqual(['mine']);
  });

  test('may be JavaScript, and export several', async () => {
    const text = `const buffers = {};
      const plain = { about: "", server: "kernel", ioctls: [], buffers, create: () => ({}) };
      export default [{ ...plain, name: 'a' }, { ...plain, name: 'b' }];`;
    const drivers = await loadDrivers(file('two.mjs', text));
    expect(drivers.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test.each([
    ['none.mjs', 'export const x = 1;', /exports no driver/],
    ['broken.ts', 'export const = ;', /cannot be loaded/],
  ])('%s is refused', async (name, text, message) => {
    const where = file(name, text);
    await expect(loadDrivers(where)).rejects.toThrow(message);
    await expect(loadDrivers(where)).rejects.toThrow(DriverError);
  });

  test('has to be there', async () => {
    await expect(loadDrivers(path.join(folder, 'gone.ts'))).rejects.toThrow(/there is no file/);
  });
});
