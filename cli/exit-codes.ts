/** What the command's exit code says; documented in --help and docs. */
export const Exit = {
  clean: 0,
  /** Findings, failed replays, invalid scenario files, faults that were not found. */
  findings: 1,
  /** Wrong flags, unknown names, files that cannot be read or written. */
  usage: 2,
  /** The harness or the target broke. */
  harness: 3,
  /** The same case gave another result when it was run again. */
  nondeterminism: 4,
  interrupted: 130,
} as const;

/** One of {@link Exit}. */
export type Exit = (typeof Exit)[keyof typeof Exit];

/** The part of every --help that lists them. */
export const EXIT_CODES_HELP = `Exit codes:
  0    clean
  1    findings (replay: a scenario failed; faults: one was not found)
  2    wrong usage or bad input; nothing was run
  3    the harness broke, the target cannot start, or a nightly run is blind
  4    nondeterminism: a case gave another result when it was run again
  130  interrupted; what was found until then is saved and printed`;
