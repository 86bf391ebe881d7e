/** Findings that the configuration lists as known: they fail no command until their day. */

import type { Report } from '../reports/document.js';
import { excuses, type KnownSignature, withKnown } from '../reports/known.js';
import type { Context } from './context.js';

/** The list of the configuration; empty where there is none. */
export function knownList({ configuration }: Context): readonly KnownSignature[] {
  return configuration?.values.known ?? [];
}

/** The report with what is known marked. */
export function knownIn(report: Report, context: Context): Report {
  return withKnown(report, knownList(context), new Date().toISOString());
}

/** True for what is known today. */
export function isKnown(signature: string, context: Context): boolean {
  return excuses(knownList(context), signature, new Date().toISOString());
}
