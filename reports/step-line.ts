/** Where the steps of a scenario are in its text. */

import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';

// A large package, and needed for findings only. It is CommonJS, so that nothing has to wait.
const require = createRequire(import.meta.url);

/** Line of a step of a scenario, from 1; 0 where there is no such step. Step 0: the last. */
export function stepLine(text: string, step: number): number {
  const { LineCounter, parseDocument } = require('yaml') as typeof Yaml;
  const lines = new LineCounter();
  const steps: unknown = parseDocument(text, { lineCounter: lines }).get('steps');
  if (typeof steps !== 'object' || steps === null || !('items' in steps)) return 0;
  const items = steps.items as readonly { readonly range?: readonly number[] | null }[];
  const offset = items.at(step - 1)?.range?.[0];
  return offset === undefined ? 0 : lines.linePos(offset).line;
}
