// Scenario texts that several tests start from.

import { readFileSync } from 'node:fs';
import path from 'node:path';

function sample(name: string): string {
  return readFileSync(path.join(import.meta.dirname, 'samples', name), 'utf8');
}

/** A duplicate that Free writes back into Open's copy, and Close to the caller. */
export const writeBack = sample('write-back.yaml');

/** A second Free: refused by the documents, let through by the released kernels. */
export const doubleFree = sample('double-free.yaml');
