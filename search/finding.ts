/** What a campaign found, by the name that this room and those above it know it under. */

export type { Finding, FindingClass, Origin } from '../properties/finding.js';
