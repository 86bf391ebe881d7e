/**
 * The package `yaml`, loaded when it is first needed: it is large, and files that are written as
 * this program writes them are read without it (quick-yaml.ts). It is CommonJS, which takes no
 * waiting.
 */

import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';

const require = createRequire(import.meta.url);

/** Its exports. */
export function yaml(): typeof Yaml {
  return require('yaml') as typeof Yaml;
}
