/**
 * Module hooks for drivers' files: they may be TypeScript, and import `marshalcheck/drivers`
 * wherever they lie. Runs on a thread of its own, as Node has it.
 */

import { readFile } from 'node:fs/promises';
import type { LoadHook, ResolveHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transform } from 'sucrase';

const OWN: Readonly<Record<string, string>> = {
  marshalcheck: new URL('../index.js', import.meta.url).href,
  'marshalcheck/drivers': new URL('library.js', import.meta.url).href,
};

/** Finds this package under its own name. */
export const resolve: ResolveHook = (specifier, context, next) => {
  const url = OWN[specifier];
  return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
};

/** Takes the types out of TypeScript. */
export const load: LoadHook = async (url, context, next) => {
  if (!/^file:.*\.m?ts$/.test(url)) return next(url, context);
  const text = await readFile(fileURLToPath(url), 'utf8');
  const { code } = transform(text, {
    transforms: ['typescript'],
    disableESTransforms: true,
    keepUnusedImports: false,
    filePath: fileURLToPath(url),
  });
  return { format: 'module', source: code, shortCircuit: true };
};
