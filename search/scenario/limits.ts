/** How large a scenario may be. */

/** Limits of a scenario file. */
export const SCENARIO_LIMITS = {
  fileBytes: 1_048_576,
  steps: 500,
  titleCharacters: 200,
  applications: 4,
  buffers: 48,
  regionPages: 48,
  regions: 12,
} as const;

/** The complaint about a file that is larger than any scenario. */
export function tooLarge(
  bytes: number,
  file: string,
): { what: string; cause: string; next: string } {
  return {
    what: `the file has ${bytes} bytes; a scenario has at most ${SCENARIO_LIMITS.fileBytes}`,
    cause: 'this is no scenario file, or several were joined into one',
    next: `look at the file: head -c 400 ${file}`,
  };
}
