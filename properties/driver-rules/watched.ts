/** Which obligations of drivers the monitor watches, and why it leaves out the others. */

import type { ObligationId } from '../../model/clauses/index.js';

/** Obligations that {@link DriverMonitor} can report. */
export const WATCHED: readonly ObligationId[] = [
  'SPACE-4.after-return',
  'SPACE-4.interrupt-thread',
  'SPACE-5.marshals',
  'SPACE-7',
  'CLOSE-2',
  'CLOSE-4.closes',
  'CLOSE-4.once',
  'CLOSE-4.before-return',
  'CLOSE-4.after-free',
  'ASYNC-2.caller-thread',
  'ASYNC-2.before-return',
  'ASYNC-3.frees',
  'ASYNC-3.once',
  'ASYNC-3.refused-free',
  'ASYNC-5.terminator',
  'ASYNC-6.names-type',
  'ASYNC-14',
  'ASYNC-16.not-on-parameter',
  'ASYNC-16.open-first',
  'ASYNC-17',
  'ASYNC-19',
  'ASYNC-20.source',
  'ASYNC-20.size',
  'ASYNC-20.descriptor',
  'ASYNC-20.before-close',
  'ASYNC-23',
  'ASYNC-24',
  'ASYNC-25.after-close',
  'ASYNC-25.after-free',
  'ASYNC-25.after-free-duplicate',
  'ASYNC-25.after-unmarshal',
  'ASYNC-25.after-destruction',
  'ALIAS-5.size',
  'ALIAS-5.measured-length',
  'ALIAS-6.flush-with',
  'ALIAS-6.free-with',
  'ALIAS-6.flush-without',
  'ALIAS-6.free-without',
  'ALIAS-9',
  'ALIAS-11.server-writes',
  'DUP-3',
  'DUP-5',
  'CLASS-1.kernel-mode',
  'CLASS-1.checked-pointer',
  'CLASS-2.tests-pointer',
  'CLASS-8',
  'DRV-2.once',
  'DRV-5',
];

const GLOBALS = 'no operation shows what a driver keeps in its variables, or whose they are';
const REPORTS = 'no operation shows what a driver tests, prints or returns to its caller';

/** Obligations of drivers in the same families that no operation shows, with the reason. */
export const UNSEEN: Readonly<Partial<Record<ObligationId, string>>> = {
  'DRV-1.per-call': GLOBALS,
  'DRV-1.per-caller': GLOBALS,
  'DRV-2.inside-call':
    'no operation shows what a value is used for; a late read of caller memory is SPACE-4 or -5',
  'DRV-3.tests': `${REPORTS}; ASYNC-14 stands in where the result is used`,
  'DRV-3.stops': `${REPORTS}; ASYNC-14 stands in where the result is used`,
  'DRV-3.releases': 'no operation says on which path a release was due; leaks are reported as such',
  'DRV-3.reports': REPORTS,
  'DRV-4.pointer': 'no operation shows a comparison that the driver makes',
  'DRV-4.size': 'no operation shows a comparison; a write past the buffer is ASYNC-24',
  'DRV-4.count-pointer': 'no operation shows a comparison that the driver makes',
};
