/** Reading the values of flags. Each throws a Failure that names the flag and the way out. */

import { READINGS } from '../model/readings.js';
import { FAMILIES, type FamilyName } from '../properties/generation/kinds.js';
import { Failure } from './failure.js';
import { nearest } from './nearest.js';

/** A whole number within bounds. */
export function wholeNumber(flag: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text.trim()) ? Number(text.trim()) : NaN;
    if (value >= least && value <= most) return value;
    throw new Failure({
      what: `'${text}' is not a whole number from ${least} to ${most}`,
      where: flag,
      cause: 'a sign, a fraction, a unit or a number out of range',
      next: `give a whole number, for example ${flag} ${Math.min(Math.max(least, 1000), most)}`,
    });
  };
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** A time in seconds: `90`, `90s`, `5m`, `1h`. */
export function seconds(flag: string): (text: string) => number {
  return (text) => {
    const match = /^(\d{1,9}(?:\.\d{1,3})?)\s*([smh]?)$/.exec(text.trim());
    const value = match === null ? NaN : Number(match[1]) * (UNITS[match[2]] ?? 1);
    if (value > 0) return value;
    throw new Failure({
      what: `'${text}' is not a length of time`,
      where: flag,
      cause: 'units are s, m and h, and nothing else is understood',
      next: `give seconds, or a number with a unit: ${flag} 90, ${flag} 5m`,
    });
  };
}

/** IDs of a list that were chosen; throws for one that there is not, with the nearest. */
export function chosen(
  kind: string,
  flag: string,
  given: string,
  groups: Readonly<Record<string, readonly string[]>>,
  known: readonly string[],
): string[] {
  const list = new Set<string>();
  const words = given.split(',').map((word) => word.trim());
  for (const word of words) {
    const group = Object.hasOwn(groups, word) ? groups[word] : undefined;
    const ids = group ?? (known.includes(word) ? [word] : undefined);
    if (ids === undefined) throw unknownName(kind, flag, word, [...Object.keys(groups), ...known]);
    for (const id of ids) list.add(id);
  }
  return known.filter((id) => list.has(id));
}

/** The error for a name that nothing has. */
export function unknownName(
  kind: string,
  where: string,
  given: string,
  known: readonly string[],
): Failure {
  const near = nearest(given, known);
  return new Failure({
    what: `there is no ${kind} '${given}'${near === '' ? '' : `; did you mean '${near}'?`}`,
    where,
    cause: near === '' ? 'a name from another version, or a typing slip' : 'a typing slip',
    next: kind === 'family' ? `give one of ${known.join(', ')}` : `marshalcheck list ${kind}s`,
  });
}

/** IDs of readings: `all`, `documented`, `shipped`, or IDs with commas between. */
export function readings(flag: string): (text: string) => string[] {
  const of = (style: string): string[] =>
    READINGS.filter((reading) => reading.style === style).map((reading) => reading.id);
  const known = READINGS.map((reading) => reading.id);
  const groups = { all: known, documented: of('documented'), shipped: of('shipped') };
  return (text) => chosen('reading', flag, text, groups, known);
}

/** Families beside the seven functions: `all`, `none`, or names with commas between. */
export function families(flag: string): (text: string) => FamilyName[] {
  const groups = { all: FAMILIES, none: [] };
  return (text) => chosen('family', flag, text, groups, FAMILIES) as FamilyName[];
}

/** Server modes: `kernel`, `user` or `both`. */
export function servers(flag: string): (text: string) => ('kernel' | 'user')[] {
  return (text) => {
    if (text === 'both') return ['kernel', 'user'];
    if (text === 'kernel' || text === 'user') return [text];
    const near = nearest(text, ['kernel', 'user', 'both']);
    throw new Failure({
      what: `there is no server mode '${text}'${near === '' ? '' : `; did you mean '${near}'?`}`,
      where: flag,
      cause: 'a driver lives in the kernel or in a user-mode host, and nowhere else',
      next: `${flag} kernel, ${flag} user or ${flag} both`,
    });
  };
}
