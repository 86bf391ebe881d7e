// Faults of VirtualAllocEx, VirtualCopyEx and VirtualFreeEx.
import { MINE, type More, type Rig, SECRET } from './rig.js';
import { type Script, script, USER } from './script.js';

const RESERVE: More = { thread: 0, process: 2, size: 0x2000, mode: 0x2000, descriptor: 1 };
const FIXED = 0x3000_0000;

function reserve(rig: Rig, more: More = {}): number {
  return rig.do('VirtualAllocEx', { ...RESERVE, ...more }).pointer;
}

/** Both pages of the kernel's block, in process 2. */
function map(rig: Rig, pointer: number, more: More = {}): void {
  const source = { mode: 0, source: SECRET, size: 0x2000, descriptor: 4 };
  rig.do('VirtualCopyEx', { thread: 0, process: 2, pointer, ...source, ...more });
}

/** Two pages of physical memory, looked at from process 2. */
function mapPhysical(rig: Rig, source: number): void {
  const base = reserve(rig);
  map(rig, base, { source, descriptor: 0x404 });
  rig.sees(base, 4, 2);
}

function release(rig: Rig, pointer: number, more: More = {}): void {
  rig.do('VirtualFreeEx', { thread: 0, process: 2, pointer, mode: 0x8000, ...more });
}

export const FAULT_SCRIPTS_SHARING: Readonly<Record<string, Script>> = {
  'alloc-ex-in-first-process': script((rig) => {
    const base = reserve(rig);
    map(rig, base);
    rig.sees(base, 4, 2);
  }),
  'reservation-takes-memory': script((rig) => {
    reserve(rig);
    rig.insides.push(String(rig.inspection.heapBytes()));
  }),
  'alloc-ex-may-overlap': script((rig) => {
    reserve(rig, { pointer: FIXED });
    reserve(rig, { pointer: FIXED });
  }),
  'alloc-ex-past-limit': script((rig) => {
    reserve(rig, { pointer: 0x4000_0000 });
  }),
  'no-room-is-invalid': script((rig) => {
    reserve(rig, { size: 0x4000_0000 });
  }),
  'copy-ex-copies': script((rig) => {
    const base = reserve(rig);
    map(rig, base);
    rig.puts(base, 4, 0xee, 2);
    rig.read(SECRET, 4, { thread: 0 });
    release(rig, base);
  }),
  'copy-ex-maps-one-less': script((rig) => {
    const base = reserve(rig);
    map(rig, base);
    rig.sees(base + 0x1000, 4, 2);
  }),
  'copy-ex-ignores-nocache': script((rig) => {
    const base = reserve(rig);
    map(rig, base, { descriptor: 0x204 });
    rig.insides.push(String(rig.isCached(base, 2)));
  }),
  'copy-ex-offsets-unchecked': script((rig) => {
    const base = reserve(rig);
    map(rig, base + 4, { size: 0x1000 });
  }),
  'copy-ex-needs-no-reservation': script((rig) => {
    map(rig, FIXED);
  }),
  'copy-ex-over-mapping': script((rig) => {
    const base = reserve(rig);
    map(rig, base);
    map(rig, base);
  }),
  'copy-ex-reads-destination-process': script((rig) => {
    const base = reserve(rig);
    map(rig, base);
  }),
  'exit-keeps-reservations': script((rig) => {
    const base = reserve(rig);
    map(rig, base);
    rig.exit(2);
    rig.insides.push(String(rig.page(base, 2).present));
  }),
  'free-ex-in-caller': script((rig) => {
    const base = reserve(rig);
    rig.call();
    release(rig, base, { thread: 1 });
  }),
  'free-ex-keeps-last-page': script((rig) => {
    const base = reserve(rig);
    map(rig, base);
    release(rig, base);
    rig.sees(base + 0x1000, 4, 2);
  }),
  'free-ex-takes-any-size': script((rig) => {
    release(rig, reserve(rig), { size: 0x1000 });
  }),
  'free-ex-takes-any-type': script((rig) => {
    release(rig, reserve(rig), { mode: 0x4000 });
  }),
  'free-ex-takes-inner-address': script((rig) => {
    const base = reserve(rig);
    release(rig, base + 0x1000);
    release(rig, base);
  }),
  'physical-not-shifted': script((rig) => {
    mapPhysical(rig, SECRET / 0x100);
  }),
  'physical-shifted-by-a-page': script((rig) => {
    mapPhysical(rig, SECRET / 0x100);
  }),
  'physical-range-wraps': script((rig) => {
    mapPhysical(rig, 0xff_fff0);
  }),
  'unknown-memory-refused': script((rig) => {
    mapPhysical(rig, 0x30_0000);
  }),
  'user-mode-may-share': script((rig) => {
    reserve(rig, { pointer: MINE + 0x1000_0000 });
  }, USER),
};
