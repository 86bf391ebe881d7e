import { afterEach, expect, test, vi } from 'vitest';
import { addressText, connect } from '#dist/fleet/connection.js';
import { FleetError } from '#dist/fleet/error.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('an address is shown without user and password', () => {
  expect(addressText('rediss://me:secret@board.example:6380/2')).toBe(
    'rediss://board.example:6380',
  );
});

test.each(['localhost', 'http://localhost', 'redis:'.repeat(3)])('%s is no address', (url) => {
  expect(() => addressText(url)).toThrow(FleetError);
});

test('packages that are not installed are named, with the command that installs them', async () => {
  vi.stubEnv('MARSHALCHECK_REDIS_URL', 'redis://127.0.0.1:1');
  const missing = Object.assign(new Error('nowhere'), { code: 'ERR_MODULE_NOT_FOUND' });
  const failure = connect(async () => Promise.reject(missing));
  await expect(failure).rejects.toMatchObject({
    kind: 'usage',
    message: 'the packages of the fleet are not installed',
    next: 'npm install bullmq ioredis',
  });
  const other = connect(async () => Promise.reject(new Error('broken package')));
  await expect(other).rejects.toThrow('broken package');
});
