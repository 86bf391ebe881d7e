import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Exit } from '#dist/cli/exit-codes.js';
import { run as runWith } from './recorder.js';

async function run(...words: string[]): Promise<[Exit, string, string]> {
  const { exit, printed, noted } = await runWith(['drivers', '--quiet', ...words]);
  return [exit, printed, noted];
}

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('marshalcheck drivers', () => {
  test('tells the schedule of each mistake, and ends with 1', async () => {
    const [exit, printed] = await run('closed-before-free');
    expect(exit).toBe(Exit.findings);
    expect(printed).toContain('CLOSE-4.after-free, ASYNC-20.before-close');
    expect(printed).toMatch(/► +\d+ +app1\/main +RUN: CeCloseCallerBuffer/);
  });

  test('a mended driver is clean, advice is no breach', async () => {
    const [exit, printed] = await run('closed-before-free-mended');
    expect(exit).toBe(Exit.clean);
    expect(printed).toContain('nothing found');
    expect((await run('small-forced-alias'))[0]).toBe(Exit.clean);
  });

  test('--json has what the table has, and more', async () => {
    const [exit, printed] = await run('size-read-again', '--json', '--no-shrink');
    expect(exit).toBe(Exit.findings);
    const { drivers } = JSON.parse(printed) as {
      drivers: { name: string; findings: Record<string, unknown>[] }[];
    };
    expect(drivers.map(({ name }) => name)).toEqual(['size-read-again']);
    const first = drivers[0].findings.find(({ signature }) =>
      String(signature).startsWith('ASYNC-20'),
    );
    expect(first).toMatchObject({ driver: 'size-read-again', clauses: ['ASYNC-20'] });
    for (const key of ['defect', 'length', 'preemptions', 'schedules']) {
      expect(first).toHaveProperty(key);
    }
  });

  test('takes the file of a driver', async () => {
    const file = path.join(folder, 'mine.ts');
    writeFileSync(
      file,
      `import { CeOpenCallerBuffer, defineDriver, DESCRIPTORS } from 'marshalcheck/drivers';
       export const driver = defineDriver({
         name: 'mine', about: 'mine', server: 'kernel',
         ioctls: [{ name: 'RUN', code: 1, input: 'data' }],
         buffers: { data: { size: 8 } },
         create: () => ({
           *ioControl({ pBufIn }: { pBufIn: number }) {
             yield* CeOpenCallerBuffer(pBufIn, 8, DESCRIPTORS.ARG_I_PTR);
             return 1;
           },
         }),
       });`,
    );
    const [exit, printed] = await run(file, '--no-shrink');
    expect(exit).toBe(Exit.findings);
    expect(printed).toContain('mine');
    expect(printed).toContain('CLOSE-4.before-return');
  });

  test.each([
    [['size-read-agian'], /did you mean 'size-read-again'/],
    [['gone.ts'], /there is no file gone\.ts/],
    [['size-read-again', '--preemptions', 'x'], /--preemptions/],
  ])('%s is bad usage', async (words, message) => {
    const [exit, , noted] = await run(...words);
    expect(exit).toBe(Exit.usage);
    expect(noted).toMatch(message);
  });
});
