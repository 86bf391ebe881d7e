// One hand-made sequence that tells a faulty board from a sound one.
import type { Setup } from '#dist/targets/interface.js';
import type { Rig } from './rig.js';

export interface Script {
  readonly board?: 'strict' | 'shipped';
  readonly setup?: Partial<Setup>;
  readonly run: (rig: Rig) => void;
}

/** A script for the board of the fault, with the usual setup or a changed one. */
export function script(run: (rig: Rig) => void, setup: Partial<Setup> = {}): Script {
  return { setup, run };
}

/** A script for the shipped board. */
export function shipped(run: (rig: Rig) => void, setup: Partial<Setup> = {}): Script {
  return { board: 'shipped', setup, run };
}

/** Bits of `Setup.personality`. */
export const OPEN_COPIES = 2;
export const OPEN_ALIASES = 1;
export const NEW_COPY = 4;
export const USES_RECORD = 16;
export const REUSES = 64;
export const ON_HAZARD = 128;

/** Setups that several scripts share. */
export const USER: Partial<Setup> = { server: 'user' };
export const VIVT: Partial<Setup> = { reading: 'compact7-armv5' };
