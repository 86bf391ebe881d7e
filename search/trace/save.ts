/** Saves what a log shows as a scenario file, to be replayed on the boards and on targets. */

import path from 'node:path';
import { createTarget } from '../../targets/index.js';
import type { Finding } from '../finding.js';
import { saveFinding } from '../replay/save-finding.js';
import type { TraceFinding } from './types.js';

/** What a line of a log shows as a finding of a campaign; null where there is no case of it. */
export function findingOf(traced: TraceFinding, file: string): Finding | null {
  const { signature, clauses, obligations, check, operation, permitted, observed } = traced;
  if (traced.case === null) return null;
  return {
    signature,
    class: traced.class,
    clauses: [...new Set([...clauses, ...traced.before])],
    obligations,
    check,
    operation,
    expected: permitted.join(' or '),
    observed,
    length: traced.story.length,
    case: traced.case,
    origin: { seed: path.basename(file), case: traced.line, target: 'log', fault: '' },
  };
}

/**
 * Writes a finding of a log into a folder, over nothing; the path of the file that holds it, '' for
 * one that is no case. Throws ScenarioError when the folder cannot be written.
 */
export function saveTraced(
  traced: TraceFinding,
  file: string,
  folder: string,
  generator: string,
): string {
  const finding = findingOf(traced, file);
  if (finding === null) return '';
  const options = {
    createTarget: (reading: string) => createTarget('simulator', reading, ''),
    generator,
    inspection: true,
  };
  return saveFinding(finding, folder, options).file;
}
