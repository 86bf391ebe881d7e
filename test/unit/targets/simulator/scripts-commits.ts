// Faults of MEM_COMMIT, MEM_DECOMMIT and PAGE_GUARD.
import type { More, Rig } from './rig.js';
import { type Script, script } from './script.js';

const FIXED = 0x3000_0000;
const GUARDED = 0x104;

/** Two pages in process 2, wherever there is room. */
function commit(rig: Rig, more: More = {}): number {
  const given = { thread: 0, process: 2, size: 0x2000, mode: 0x1000, descriptor: 4 };
  return rig.do('VirtualAllocEx', { ...given, ...more }).pointer;
}

function free(rig: Rig, pointer: number, size: number, mode: number): void {
  rig.do('VirtualFreeEx', { thread: 0, process: 2, pointer, size, mode });
}

export const FAULT_SCRIPTS_COMMITS: Readonly<Record<string, Script>> = {
  'commit-always-writable': script((rig) => {
    rig.puts(commit(rig, { descriptor: 2 }), 4, 1, 2);
  }),
  'commit-at-null-reserves-only': script((rig) => {
    rig.sees(commit(rig), 4, 2);
  }),
  'commit-memory-code': script((rig) => {
    commit(rig, { allocationFails: 1 });
  }),
  'commit-not-cleared': script((rig) => {
    rig.sees(commit(rig), 4, 2);
  }),
  'commit-one-page-short': script((rig) => {
    rig.sees(commit(rig) + 0x1000, 4, 2);
  }),
  'commit-outside-accepted': script((rig) => {
    commit(rig, { pointer: FIXED });
  }),
  'commit-shared-by-processes': script((rig) => {
    const [pointer, mode] = [FIXED, 0x3000];
    commit(rig, { pointer, mode });
    commit(rig, { pointer, mode, process: 1 });
    rig.puts(FIXED, 4, 0xee, 2);
    rig.sees(FIXED, 4, 1);
  }),
  'decommit-keeps-pages': script((rig) => {
    const base = commit(rig);
    free(rig, base, 0x1000, 0x4000);
    rig.sees(base, 4, 2);
  }),
  'decommit-releases': script((rig) => {
    const base = commit(rig);
    free(rig, base, 0x1000, 0x4000);
    rig.sees(base + 0x1000, 4, 2);
  }),
  'empty-decommit-accepted': script((rig) => {
    free(rig, commit(rig), 0, 0x4000);
  }),
  'failed-commit-keeps-reservation': script((rig) => {
    commit(rig, { pointer: FIXED, mode: 0x3000, allocationFails: 1 });
    commit(rig, { pointer: FIXED, mode: 0x3000 });
  }),
  'guard-cleared-around': script((rig) => {
    const base = commit(rig, { descriptor: GUARDED });
    rig.sees(base, 4, 2);
    rig.sees(base + 0x1000, 4, 2);
  }),
  'guard-ignored': script((rig) => {
    rig.sees(commit(rig, { descriptor: GUARDED }), 4, 2);
  }),
  'guard-never-cleared': script((rig) => {
    const base = commit(rig, { descriptor: GUARDED });
    rig.sees(base, 4, 2);
    rig.sees(base, 4, 2);
  }),
  'release-keeps-committed': script((rig) => {
    const base = commit(rig);
    free(rig, base, 0, 0x8000);
    rig.sees(base, 4, 2);
  }),
};
