/** What properties offer to tests of your own, under fast-check's `fc.assert`. */

export { type CaseSettings, cases, operations } from './arbitraries.js';
export { caseText } from './case-text.js';
export { assertConforms, type ConformsSettings, conforms, Departure } from './conforms.js';
