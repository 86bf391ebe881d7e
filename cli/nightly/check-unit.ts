/** Exhaustive search of one scope under one reading. */

import type { Client } from '../../search/check/marshalling/act.js';
import type { Scope } from '../../search/check/marshalling/scope.js';
import { checkDocument } from '../check-document.js';
import type { Unit } from './unit.js';

const WORKERS = 2;

/** See the file comment. */
export function checkUnit(scope: Scope, reading: string, client: Client): Unit {
  return {
    stage: 'check',
    id: `check ${scope.name} ${scope.server} ${reading} ${client}`,
    run: async ({ context, workers, signal, progress }) => {
      const report = await context.engine.check({
        scopes: [scope],
        readings: [reading],
        clients: [client],
        workers: Math.min(WORKERS, workers),
        signal,
        progress: (label, { states, transitions }) => {
          progress({ done: states, total: states, operations: transitions, findings: 0, label });
        },
      });
      const asked = { fault: '', scope: [scope], reading: [reading], server: [scope.server] };
      return checkDocument(report, asked);
    },
  };
}
