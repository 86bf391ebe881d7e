// Faults that one statement of the rules is shown by: sharing, threads, what a failed call leaves.
import {
  FORCE,
  I_PTR,
  I_WSTR,
  IO_PTR,
  MINE,
  MIXED,
  type More,
  O_PTR,
  type Rig,
  SECRET,
} from './rig.js';
import { ON_HAZARD, OPEN_ALIASES, type Script, script, shipped, USER } from './script.js';

const FIXED = 0x3000_0000;
const RESERVE: More = { thread: 0, process: 2, size: 0x2000, mode: 0x2000, descriptor: 1 };
const INPUT: More = { source: MINE, size: 600, descriptor: I_PTR };

function reserve(rig: Rig, more: More = {}): number {
  return rig.do('VirtualAllocEx', { ...RESERVE, ...more }).pointer;
}

/** Both pages of the kernel's block, in process 2. */
function map(rig: Rig, pointer: number, more: More = {}): void {
  const source = { mode: 0, source: SECRET, size: 0x2000, descriptor: 4 };
  rig.do('VirtualCopyEx', { thread: 0, process: 2, pointer, ...source, ...more });
}

function client(rig: Rig, operation: Parameters<Rig['do']>[0], more: More = {}): void {
  rig.do(operation, { thread: -1, process: 1, ...more });
}

export const FAULT_SCRIPTS_MORE: Readonly<Record<string, Script>> = {
  'no-such-process-invalid': script((rig) => {
    reserve(rig, { process: 5 });
  }),
  'exited-process-denied': script((rig) => {
    rig.exit(2);
    reserve(rig);
  }),
  'copy-ex-of-nothing': script((rig) => {
    map(rig, reserve(rig), { size: 0 });
  }),
  'alloc-ex-of-nothing': script((rig) => {
    reserve(rig, { size: 0 });
  }),
  'unmapped-source-mapped': script((rig) => {
    map(rig, reserve(rig), { source: SECRET + 0x10_0000 });
  }),
  'user-mode-copy-invalid': script((rig) => {
    map(rig, FIXED);
  }, USER),
  'physical-offset-unchecked': script((rig) => {
    map(rig, reserve(rig), { size: 0x1000, source: SECRET / 0x100 + 1, descriptor: 0x404 });
  }),
  'free-ex-of-nothing-succeeds': script((rig) => {
    rig.do('VirtualFreeEx', { thread: 0, process: 2, pointer: FIXED, mode: 0x8000 });
  }),
  'virtual-free-reaches-others': script((rig) => {
    rig.virtualFree(reserve(rig), 1);
  }),
  'mapping-seen-by-all': script((rig) => {
    const base = reserve(rig);
    map(rig, base);
    rig.sees(base, 4, 1);
  }),
  'kernel-source-taken-as-physical': script((rig) => {
    map(rig, reserve(rig));
  }),
  'process-id-refused': script((rig) => {
    reserve(rig);
  }),
  'reservation-reads-as-zero': script((rig) => {
    rig.sees(reserve(rig), 4, 2);
  }),
  'room-above-limit': script((rig) => {
    reserve(rig);
  }),
  'raw-pointer-unreachable': script((rig) => {
    rig.call(INPUT);
    rig.read(MINE + 0x1000, 4);
  }),
  'nested-pointer-translated': script((rig) => {
    rig.call({ ...INPUT, descriptor: IO_PTR });
    rig.sees(MINE, 4);
  }),
  'exit-keeps-last-region': script((rig) => {
    rig.exit();
  }),
  'buffers-hidden-from-service-thread': script((rig) => {
    rig.call(INPUT);
    rig.read(rig.alloc(MINE, 600, I_PTR), 4, { thread: 0 });
  }),
  'buffers-hidden-after-return': script((rig) => {
    rig.call(INPUT);
    const buffer = rig.alloc(MINE, 600, I_PTR);
    rig.ret();
    rig.read(buffer, 4, { thread: 0 });
  }),
  'protect-gives-old-protection': script((rig) => {
    rig.protect(MINE, 0x1000, 2);
  }),
  'failed-call-clears-source': script((rig) => {
    rig.call(INPUT);
    rig.alloc(MINE, 600, I_PTR, { allocationFails: 1 });
    rig.sees(MINE, 4);
  }),
  'allocate-gives-true': script((rig) => {
    rig.call(INPUT);
    rig.object('construct', 1, { mode: 1 });
    rig.object('Allocate', 1, INPUT);
  }),
  'second-client-refused': script((rig) => {
    client(rig, 'WD_Open', { mode: 600 });
    client(rig, 'WD_Open', { mode: 600, process: 2 });
  }),
  'between-versions-give-none': script((rig) => {
    client(rig, 'WD_Open', { mode: 550 });
    client(rig, 'WD_DMALock', { object: 1, size: 0x1000, descriptor: 1 });
    client(rig, 'WD_CardRegister', { object: 1 });
  }),
  'cached-lock-not-seen-by-user': script((rig) => {
    client(rig, 'WD_Open', { mode: 600 });
    client(rig, 'WD_DMALock', { object: 1, size: 0x1000, descriptor: 9 });
  }),
  'direct-close-refused': script((rig) => {
    rig.call();
    const direct = rig.open(MINE, 600, I_PTR);
    rig.alloc(direct, 600, I_PTR);
    rig.close(direct, MINE, 600, I_PTR);
  }),
  'same-pointer-input-fails': script(
    (rig) => {
      rig.call();
      const copy = rig.copy(MINE, 600, I_PTR);
      const buffer = rig.alloc(copy, 600, I_PTR);
      rig.close(copy, MINE, 600, I_PTR);
      rig.free(buffer, copy, 600, I_PTR);
    },
    { personality: 32 },
  ),
  'duplicate-freed-with-flag': shipped((rig) => {
    rig.call(INPUT);
    const buffer = rig.alloc(MINE, 100, I_PTR);
    rig.free(buffer, MINE, 100, I_PTR + FORCE);
  }),
  'flush-minds-unmarshalled': script((rig) => {
    rig.call({ ...INPUT, descriptor: IO_PTR });
    const buffer = rig.alloc(MINE, 600, IO_PTR);
    rig.flush(buffer, MINE, 600, IO_PTR, { unmarshalled: MINE });
  }),
  'flush-tests-alias-first': script((rig) => {
    rig.call(INPUT);
    const alias = rig.alloc(MINE, 600, I_PTR + FORCE);
    rig.flush(alias, MINE, 600, I_PTR + FORCE);
  }),
  'flush-of-nothing-succeeds': script((rig) => {
    rig.call();
    rig.flush(MINE + 8, MINE, 600, IO_PTR);
  }),
  'output-on-input-copy-refused': script((rig) => {
    rig.call();
    rig.alloc(rig.copy(MINE, 600, I_PTR), 600, O_PTR);
  }),
  'open-alias-as-source-refused': script(
    (rig) => {
      rig.call();
      rig.alloc(rig.open(MINE, 600, I_PTR), 600, I_PTR);
    },
    { personality: OPEN_ALIASES },
  ),
  'duplicate-minds-read-only': script((rig) => {
    rig.call();
    rig.duplicate(MIXED + 0x1000, 100, O_PTR);
  }),
  'unended-string-taken': script(
    (rig) => {
      rig.call();
      rig.open(MIXED, 0, I_WSTR);
    },
    { personality: ON_HAZARD },
  ),
};
