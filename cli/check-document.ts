/** The report of exhaustive searches. */

import { checkReport } from '../reports/check-document.js';
import type { Report, ScopeEntry } from '../reports/document.js';
import type { CheckReport } from '../search/check/campaign/report.js';
import type { Scope } from '../search/check/marshalling/scope.js';
import { readScenarioText } from '../search/replay/read-file.js';
import { catalogue } from './catalogue.js';
import { commandLine } from './invocation.js';
import { version } from './version.js';

/** The flags that decide what is searched. */
export interface CheckedWith {
  readonly fault: string;
  readonly scope: readonly Scope[];
  readonly reading: readonly string[];
  /** Empty: as each scope says. */
  readonly server: readonly string[];
}

/** The report. */
export function checkDocument(report: CheckReport, flags: CheckedWith): Report {
  const { fault, scope: scopes, server } = flags;
  const planted = fault === '' ? [] : ['--fault', fault];
  return checkReport(report, {
    marshalcheck: version(),
    fault,
    readings: flags.reading,
    obligations: catalogue()
      .filter(({ binds }) => binds !== 'driver')
      .flatMap(({ obligations }) => obligations.map(({ id }) => id)),
    bounds: Object.fromEntries(scopes.map((scope) => [scope.name, boundsOf(scope)])),
    scenario: readScenarioText,
    again: ({ scope, reading, client }) => {
      const words = ['check', '--scope', scope, '--reading', reading, '--client', client];
      const mode = server.length > 1 ? 'both' : server[0];
      return commandLine([...words, ...(mode === undefined ? [] : ['--server', mode]), ...planted]);
    },
  });
}

/** Bounds of a scope as a report names them. */
function boundsOf(scope: Scope): ScopeEntry['bounds'] {
  const { applications, buffers, sizes, records, calls, wrong } = scope;
  return {
    applications,
    buffers: buffers.length,
    sizes: typeof sizes === 'string' ? sizes : sizes.join(' '),
    records,
    calls,
    'wrong arguments': wrong,
  };
}
