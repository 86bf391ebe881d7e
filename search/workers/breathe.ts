/** Gives way to whatever else there is to do: signals, progress. Decides nothing. */

export { setImmediate as breathe } from 'node:timers/promises';
