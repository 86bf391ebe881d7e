/** True for the text of a file that stores a schedule, and not a scenario. */
export function isScheduleText(text: string): boolean {
  return /^marshalcheck-schedule:/m.test(text);
}
