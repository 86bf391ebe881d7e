import { UNSAFE } from '../../model/unsafe.js';

/** Names of the dangers with these numbers. */
export function dangerNames(numbers: Iterable<number>): string[] {
  return [...new Set(numbers)].sort((a, b) => a - b).map((number) => UNSAFE[number - 1].id);
}
