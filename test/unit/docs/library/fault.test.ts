import { explain, fuzz, replay, save } from 'marshalcheck';
import { expect, test } from 'vitest';

test('a Free that forgets to write back is found', async () => {
  const report = await fuzz({ runs: 250, fault: 'free-skips-write-back' });
  const [finding] = report.findings.filter(({ clauses }) => clauses.includes('FREE-1'));
  expect(finding).toBeDefined();

  const told = explain(finding);
  expect(told.isReproduced).toBe(true);
  expect(told.steps.at(-1)?.isBad).toBe(true);

  const file = save(finding, 'out/found', '1');
  expect((await replay([file])).failed).toBe(0);
  expect((await replay([file], { fault: 'free-skips-write-back' })).failed).toBe(1);
});
