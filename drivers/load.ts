/** Reading the file of a driver: TypeScript or JavaScript that exports one driver or several. */

import { existsSync } from 'node:fs';
import { register } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DriverError, defineDriver } from './define.js';
import type { Driver } from './interface.js';

let isRegistered = false;

/**
 * The drivers that a file exports, under any name. Throws {@link DriverError} for a file that is
 * not there, cannot be run, or exports none.
 */
export async function loadDrivers(file: string): Promise<readonly Driver[]> {
  if (!existsSync(file)) throw new DriverError(`there is no file ${file}`);
  const exported = await importFile(file);
  const drivers = Object.values(exported).flat().filter(isDriver);
  if (drivers.length === 0) throw new DriverError(`${file} exports no driver`);
  return [...new Set(drivers)].map(defineDriver);
}

/**
 * What a file exports: JavaScript, or TypeScript without its types; it may import `marshalcheck`
 * wherever it lies. Throws whatever the file throws.
 */
export async function importSource(file: string): Promise<Record<string, unknown>> {
  if (!isRegistered) {
    register('./load-hooks.js', import.meta.url);
    isRegistered = true;
  }
  return (await import(pathToFileURL(path.resolve(file)).href)) as Record<string, unknown>;
}

async function importFile(file: string): Promise<Record<string, unknown>> {
  try {
    return await importSource(file);
  } catch (error) {
    if (error instanceof DriverError) throw error;
    throw new DriverError(`${file} cannot be loaded: ${(error as Error).message}`);
  }
}

function isDriver(value: unknown): value is Driver {
  return typeof value === 'object' && value !== null && 'create' in value && 'ioctls' in value;
}
