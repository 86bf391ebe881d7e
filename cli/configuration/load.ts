/** Finding and reading the configuration file. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Configuration } from '../../search/configuration.js';
import { Failure } from '../failure.js';

/** Looked for in the folder in which the command is called, in this order. */
export const CONFIGURATION_FILES = [
  'marshalcheck.config.ts',
  'marshalcheck.config.mts',
  'marshalcheck.config.js',
  'marshalcheck.config.mjs',
  'marshalcheck.config.json',
] as const;

/** A configuration, and where it was read. */
export interface LoadedConfiguration {
  readonly file: string;
  readonly values: Configuration;
}

/**
 * The configuration of this folder, or of the file that is named; null where there is none, or
 * `named` is `none`. Throws a Failure.
 */
export async function loadConfiguration(named: string): Promise<LoadedConfiguration | null> {
  if (named === 'none') return null;
  const file = named === '' ? CONFIGURATION_FILES.find((each) => existsSync(each)) : named;
  if (file === undefined) return null;
  const given = path.extname(file) === '.json' ? readJson(file) : await readModule(file);
  const [{ z }, { CONFIGURATION }] = await Promise.all([
    import('zod'),
    import('../../search/configuration.js'),
  ]);
  const checked = CONFIGURATION.safeParse(given);
  if (checked.success) return { file, values: checked.data };
  const [issue] = checked.error.issues;
  const place = issue === undefined ? '' : z.core.toDotPath(issue.path);
  throw new Failure({
    what: issue?.message ?? 'it does not fit',
    where: place === '' ? file : `${file}: ${place}`,
    cause: 'a misspelt member, or a value of another kind',
    next: 'schema/config.schema.json has every member; marshalcheck init writes an example',
  });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function readModule(file: string): Promise<unknown> {
  let exported: Record<string, unknown>;
  try {
    const { importSource } = await import('../../drivers/load.js');
    exported = await importSource(file);
  } catch (error) {
    throw unreadable(file, error);
  }
  const { default: given } = exported;
  if (given !== undefined) return given;
  throw unreadable(file, new Error('it has no default export'));
}

function unreadable(file: string, error: unknown): Failure {
  return new Failure({
    what: `the configuration cannot be read: ${(error as Error).message}`,
    where: file,
    cause: 'a misspelt path, or a slip in the file',
    next: 'export default defineConfig({ … }), as marshalcheck init writes it',
  });
}
