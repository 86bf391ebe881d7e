/** Kinds of steps that the generator draws, with their usual weights. */

/** What can be drawn; swarm testing switches a subset of them off in each case. */
export const KINDS = [
  { name: 'call', weight: 10 },
  { name: 'return', weight: 5 },
  { name: 'open', weight: 14 },
  { name: 'close', weight: 10 },
  { name: 'alloc', weight: 16 },
  { name: 'free', weight: 10 },
  { name: 'flush', weight: 8 },
  { name: 'duplicate', weight: 5 },
  { name: 'free-duplicate', weight: 4 },
  { name: 'server-read', weight: 8 },
  { name: 'server-write', weight: 9 },
  { name: 'application-read', weight: 8 },
  { name: 'application-write', weight: 9 },
  { name: 'raw-access', weight: 2 },
  { name: 'stale-access', weight: 1 },
  { name: 'foreign-access', weight: 2 },
  { name: 'string-edit', weight: 3 },
  { name: 'exit', weight: 1 },
  { name: 'start', weight: 2 },
  { name: 'protect', weight: 2 },
  { name: 'virtual-free', weight: 1 },
  { name: 'virtual-alloc', weight: 2 },
] as const;

/** Name of a kind. */
export type KindName = (typeof KINDS)[number]['name'];
