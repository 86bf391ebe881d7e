/** Random sources: one string seed a case, so that any case replays alone, whatever came before. */

import { Random } from 'fast-check';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import seedrandom from 'seedrandom';

/** The generator of case `number` of a campaign; equal arguments give equal draws anywhere. */
export function randomOf(seed: string, number: number | string): Random {
  const draws = seedrandom(`${seed}/${number}`);
  const state = [draws.int32(), draws.int32(), draws.int32(), draws.int32()] as const;
  return new Random(xoroshiro128plusFromState(state));
}
