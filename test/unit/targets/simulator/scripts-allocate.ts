// Faults of CeAllocAsynchronousBuffer and CeAllocDuplicateBuffer.
import {
  FORCE,
  HELLO,
  I_ASTR,
  I_PTR,
  I_WSTR,
  IO_PTR,
  MINE,
  MIXED,
  O_PTR,
  type Rig,
  SECRET,
  WIDE,
} from './rig.js';
import { NEW_COPY, type Script, script, USER, VIVT } from './script.js';

const INPUT = { source: MINE, size: 600, descriptor: I_PTR };
const BOTH = { source: MINE, size: 600, descriptor: IO_PTR };

/** Open with ForceDuplicate, held at `point` while the caller changes `edit`. */
function heldCopy(rig: Rig, point: 'measured' | 'checked', edit: (rig: Rig) => void): void {
  rig.call();
  rig.copy(HELLO, 0, I_ASTR, { pause: point });
  edit(rig);
  const { pointer } = rig.resume();
  if (rig.response.value === 0) rig.read(pointer, 6);
}

export const FAULT_SCRIPTS_ALLOCATE: Readonly<Record<string, Script>> = {
  'copy-limit-off-by-one': script(
    (rig) => {
      rig.call({ source: MINE, size: 520, descriptor: I_PTR });
      const buffer = rig.alloc(MINE, 520, I_PTR);
      rig.puts(MINE, 4, 0xee);
      rig.read(buffer, 4);
    },
    { copyLimitBytes: 520 },
  ),
  'flag-ignored-at-alloc': script((rig) => {
    rig.call(INPUT);
    const buffer = rig.alloc(MINE, 600, I_PTR + FORCE);
    rig.puts(MINE, 4, 0xee);
    rig.read(buffer, 4);
  }),
  'duplicate-where-alias-due': script(
    (rig) => {
      rig.call(INPUT);
      const buffer = rig.alloc(MINE, 600, I_PTR);
      rig.puts(MINE, 4, 0xee);
      rig.read(buffer, 4);
    },
    { reading: 'compact2013-x86' },
  ),
  'user-server-alias': script(
    (rig) => {
      rig.call();
      const copy = rig.open(MINE, 600, IO_PTR);
      const buffer = rig.alloc(copy, 600, IO_PTR + FORCE);
      rig.write(buffer, 4, 0xee);
      rig.read(copy, 4);
    },
    { ...USER, personality: NEW_COPY },
  ),
  'alias-of-copy': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 600, IO_PTR);
    rig.alloc(copy, 600, IO_PTR + FORCE);
  }),
  'copy-in-one-short': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, I_PTR);
    rig.read(copy, 100);
  }),
  'copy-in-stops-at-page': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 5000, I_PTR);
    rig.read(copy, 5000);
  }),
  'stale-heap-disclosed': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, O_PTR);
    rig.close(copy, MINE, 100, O_PTR);
    rig.sees(MINE, 100);
  }),
  'heap-blocks-overlap': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 31, I_PTR);
    rig.copy(MINE, 31, I_PTR);
    rig.read(copy, 31);
  }),
  'terminator-not-counted': script((rig) => {
    rig.call();
    const copy = rig.copy(HELLO, 0, I_ASTR);
    rig.read(copy, 6);
  }),
  'terminator-not-copied': script((rig) => {
    rig.call();
    const copy = rig.copy(HELLO, 0, I_ASTR);
    rig.read(copy, 6);
  }),
  'wide-string-measured-narrow': script((rig) => {
    rig.call();
    const copy = rig.copy(WIDE, 0, I_WSTR);
    rig.read(copy, 6);
  }),
  'narrow-string-measured-wide': script((rig) => {
    rig.call();
    const copy = rig.copy(HELLO, 0, I_ASTR);
    rig.read(copy, 32);
  }),
  'remeasured-after-check': script((rig) => {
    heldCopy(rig, 'measured', () => {
      rig.puts(HELLO + 2, 1, 0);
    });
  }),
  'remeasured-before-copy': script((rig) => {
    heldCopy(rig, 'checked', () => {
      rig.puts(HELLO + 2, 1, 0);
    });
  }),
  'copy-stops-at-terminator': script((rig) => {
    heldCopy(rig, 'checked', () => {
      rig.puts(HELLO + 2, 1, 0);
    });
  }),
  'access-not-rechecked': script((rig) => {
    heldCopy(rig, 'checked', () => {
      rig.protect(HELLO, 0x1000, 1);
    });
  }),
  'part-offset-lost': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, I_PTR);
    rig.alloc(copy + 10, 20, I_PTR);
  }),
  'part-beyond-copy': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, I_PTR);
    rig.alloc(copy + 10, 100, I_PTR);
  }),
  'alias-as-source': script((rig) => {
    rig.call(INPUT);
    const alias = rig.alloc(MINE, 600, I_PTR + FORCE);
    rig.alloc(alias, 600, I_PTR + FORCE);
  }),
  'alloc-takes-kernel-memory': script((rig) => {
    rig.call(INPUT);
    rig.alloc(SECRET, 600, I_PTR);
  }),
  'wrapped-range-invalid': script((rig) => {
    rig.call(INPUT);
    rig.alloc(MINE, 0xffff_fff0, I_PTR);
  }),
  'duplicate-not-accepted': script((rig) => {
    rig.call(INPUT);
    const copy = rig.duplicate(MINE, 600, I_PTR);
    rig.alloc(copy, 600, I_PTR);
  }),
  'read-only-out-allocated': script((rig) => {
    rig.call({ source: MIXED + 0x1000, size: 100, descriptor: I_PTR });
    rig.alloc(MIXED + 0x1000, 100, O_PTR);
  }),
  'alloc-from-service-thread': script((rig) => {
    rig.call(INPUT);
    rig.alloc(MINE, 600, I_PTR, { thread: 0 });
  }),
  'exited-caller-loses-copy': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, I_PTR);
    rig.exit();
    rig.alloc(copy, 100, I_PTR);
  }),
  'alloc-memory-code': script((rig) => {
    rig.call(BOTH);
    rig.alloc(MINE, 600, IO_PTR, { allocationFails: 1 });
  }),
  'copy-failure-leaks-record': script((rig) => {
    rig.call(INPUT);
    rig.alloc(MINE, 600, I_PTR, { allocationFails: 2 });
  }),
  'alias-failure-leaks-record': script((rig) => {
    rig.call(INPUT);
    rig.alloc(MINE, 600, I_PTR + FORCE, { allocationFails: 2 });
  }, VIVT),
  'duplicate-leaks-record': script((rig) => {
    rig.call(INPUT);
    rig.duplicate(MINE, 600, I_PTR, { allocationFails: 2 });
  }),
};
