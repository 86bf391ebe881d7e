/** PAGE_* in scenario files. */

import {
  PAGE_NOACCESS,
  PAGE_NOCACHE,
  PAGE_READONLY,
  PAGE_READWRITE,
} from '../../targets/interface.js';

/** Protections by name; PAGE_NOCACHE may be added with `|`. */
export const PROTECTIONS: Readonly<Record<string, number>> = {
  PAGE_NOACCESS,
  PAGE_READONLY,
  PAGE_READWRITE,
};

/** Number of a protection in words; undefined for text that names none. */
export function parseProtection(text: string): number | undefined {
  const [name, ...modifiers] = text.split('|').map((part) => part.trim());
  if (!Object.hasOwn(PROTECTIONS, name) || modifiers.some((part) => part !== 'PAGE_NOCACHE')) {
    return undefined;
  }
  return PROTECTIONS[name] | (modifiers.length > 0 ? PAGE_NOCACHE : 0);
}

/** A protection in words; undefined for a number that has none. */
export function protectionText(value: number): string | undefined {
  const plain = value & ~PAGE_NOCACHE;
  const name = Object.keys(PROTECTIONS).find((each) => PROTECTIONS[each] === plain);
  if (name === undefined) return undefined;
  return (value & PAGE_NOCACHE) === 0 ? name : `${name}|PAGE_NOCACHE`;
}
