/** PAGE_* in scenario files. */

import {
  PAGE_GUARD,
  PAGE_NOACCESS,
  PAGE_NOCACHE,
  PAGE_PHYSICAL,
  PAGE_READONLY,
  PAGE_READWRITE,
} from '../../targets/interface.js';

/** Protections by name; a modifier may be added with `|`. */
export const PROTECTIONS: Readonly<Record<string, number>> = {
  PAGE_NOACCESS,
  PAGE_READONLY,
  PAGE_READWRITE,
};

/** Modifiers by name; PAGE_PHYSICAL is for VirtualCopyEx, PAGE_GUARD for committed pages. */
const MODIFIERS: Readonly<Record<string, number>> = { PAGE_NOCACHE, PAGE_PHYSICAL, PAGE_GUARD };

/** Number of a protection in words; undefined for text that names none. */
export function parseProtection(text: string): number | undefined {
  const [name, ...modifiers] = text.split('|').map((part) => part.trim());
  const isKnown = Object.hasOwn(PROTECTIONS, name);
  if (!isKnown || modifiers.some((part) => !Object.hasOwn(MODIFIERS, part))) return undefined;
  return modifiers.reduce((bits, part) => bits | MODIFIERS[part], PROTECTIONS[name]);
}

/** A protection in words; undefined for a number that has none. */
export function protectionText(value: number): string | undefined {
  const plain = value & ~(PAGE_NOCACHE | PAGE_PHYSICAL | PAGE_GUARD);
  const name = Object.keys(PROTECTIONS).find((each) => PROTECTIONS[each] === plain);
  if (name === undefined) return undefined;
  const modifiers = Object.keys(MODIFIERS).filter((each) => (value & MODIFIERS[each]) !== 0);
  return [name, ...modifiers].join('|');
}
