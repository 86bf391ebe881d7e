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
  { name: 'construct', weight: 14, family: 'wrapper-classes' },
  { name: 'fill-object', weight: 12, family: 'wrapper-classes' },
  { name: 'empty-object', weight: 9, family: 'wrapper-classes' },
  { name: 'flush-object', weight: 7, family: 'wrapper-classes' },
  { name: 'ask-object', weight: 5, family: 'wrapper-classes' },
  { name: 'copy-object', weight: 3, family: 'wrapper-classes' },
  { name: 'destroy-object', weight: 6, family: 'wrapper-classes' },
  { name: 'reserve', weight: 12, family: 'shared-memory' },
  { name: 'map', weight: 14, family: 'shared-memory' },
  { name: 'use-share', weight: 24, family: 'shared-memory' },
  { name: 'unreserve', weight: 8, family: 'shared-memory' },
  { name: 'commit', weight: 12, family: 'shared-memory', commits: true },
  { name: 'use-committed', weight: 22, family: 'shared-memory', commits: true },
  { name: 'decommit', weight: 7, family: 'shared-memory', commits: true },
  { name: 'unreserve-committed', weight: 7, family: 'shared-memory', commits: true },
  { name: 'open-windriver', weight: 14, family: 'windriver' },
  { name: 'lock-buffer', weight: 14, family: 'windriver' },
  { name: 'look-at-lock', weight: 8, family: 'windriver' },
  { name: 'use-view', weight: 26, family: 'windriver' },
  { name: 'call-plug-in', weight: 8, family: 'windriver' },
  { name: 'release-lock', weight: 9, family: 'windriver' },
  { name: 'order', weight: 40, family: 'ordering' },
] as const;

/** Systems beside the seven functions that a case may take in; each costs nothing elsewhere. */
export type FamilyName = 'wrapper-classes' | 'shared-memory' | 'windriver' | 'ordering';

/** Every family. */
export const FAMILIES: readonly FamilyName[] = [
  'wrapper-classes',
  'shared-memory',
  'windriver',
  'ordering',
];

/** The family of a kind; undefined for the seven functions and what surrounds them. */
export function familyOf(kind: (typeof KINDS)[number]): FamilyName | undefined {
  return 'family' in kind ? kind.family : undefined;
}

/** True for a kind that needs committed pages of reservations. */
export function commits(kind: (typeof KINDS)[number]): boolean {
  return 'commits' in kind;
}

/** Name of a kind. */
export type KindName = (typeof KINDS)[number]['name'];
