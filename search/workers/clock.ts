/** The one clock: durations for reports and progress, never for a decision of a search. */

/** Nanoseconds at some moment; for {@link secondsSince}. */
export function startClock(): bigint {
  return process.hrtime.bigint();
}

/** Seconds since a moment, in milliseconds' resolution. */
export function secondsSince(started: bigint): number {
  return Number((process.hrtime.bigint() - started) / 1_000_000n) / 1000;
}
