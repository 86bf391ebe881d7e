// Faults of Free, FreeDuplicate, Flush and of write-back.
import { FORCE, I_PTR, IO_PTR, MINE, O_PTR, type Rig } from './rig.js';
import { type Script, script, USER, USES_RECORD } from './script.js';

/** Call with a parameter, a duplicate of it, 100 bytes of 0xee in that; the duplicate. */
function filled(rig: Rig, descriptor: number, size = 100): number {
  rig.call({ source: MINE, size, descriptor });
  const buffer = rig.alloc(MINE, size, descriptor);
  rig.write(buffer, size, 0xee);
  return buffer;
}

/** The same with an Open copy and a same-pointer buffer on it. */
function filledCopy(rig: Rig, size = 100): number {
  rig.call();
  const copy = rig.copy(MINE, size, IO_PTR);
  rig.alloc(copy, size, IO_PTR);
  rig.write(copy, size, 0xee);
  return copy;
}

export const FAULT_SCRIPTS_RELEASE: Readonly<Record<string, Script>> = {
  'free-skips-write-back': script((rig) => {
    const buffer = filled(rig, O_PTR);
    rig.free(buffer, MINE, 100, O_PTR);
    rig.sees(MINE, 100);
  }),
  'in-out-not-written-back': script((rig) => {
    const buffer = filled(rig, IO_PTR);
    rig.free(buffer, MINE, 100, IO_PTR);
    rig.sees(MINE, 100);
  }),
  'free-writes-input': script((rig) => {
    const buffer = filled(rig, I_PTR);
    rig.free(buffer, MINE, 100, I_PTR);
    rig.sees(MINE, 100);
  }),
  'given-descriptor-decides': script(
    (rig) => {
      const buffer = filled(rig, I_PTR);
      rig.free(buffer, MINE, 100, O_PTR);
      rig.sees(MINE, 100);
    },
    { personality: USES_RECORD },
  ),
  'given-size-written': script(
    (rig) => {
      const buffer = filled(rig, O_PTR);
      rig.free(buffer, MINE, 120, O_PTR);
      rig.sees(MINE, 120);
    },
    { personality: USES_RECORD },
  ),
  'written-back-twice': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, IO_PTR);
    rig.close(copy, MINE, 100, IO_PTR, { pause: 'written-back' });
    rig.puts(MINE, 4, 0xee);
    rig.resume();
    rig.sees(MINE, 4);
  }),
  'write-back-one-short': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, IO_PTR);
    rig.write(copy, 100, 0xee);
    rig.close(copy, MINE, 100, IO_PTR);
    rig.sees(MINE, 100);
  }),
  'write-back-rounded-up': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 101, IO_PTR);
    rig.close(copy, MINE, 101, IO_PTR);
    rig.sees(MINE, 104);
  }),
  'write-back-unchecked': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, IO_PTR);
    rig.protect(MINE, 0x1000, 2);
    rig.close(copy, MINE, 100, IO_PTR);
  }),
  'write-back-skips-bad-page': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 0x1100, IO_PTR);
    rig.write(copy, 0x1100, 0xee);
    rig.protect(MINE, 0x1000, 2);
    rig.close(copy, MINE, 0x1100, IO_PTR);
    rig.sees(MINE + 0x1000, 0x200);
  }),
  'write-back-failure-hidden': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, IO_PTR);
    rig.exit();
    rig.close(copy, MINE, 100, IO_PTR);
  }),
  'kept-when-write-back-fails': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, IO_PTR);
    rig.exit();
    rig.close(copy, MINE, 100, IO_PTR);
  }),
  'written-to-current-process': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, IO_PTR);
    rig.write(copy, 100, 0xee);
    rig.call({ process: 2, thread: 2 });
    rig.close(copy, MINE, 100, IO_PTR, { thread: 2 });
    rig.sees(MINE, 100);
  }),
  'restarted-process-taken': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, IO_PTR);
    rig.exit();
    rig.start();
    rig.close(copy, MINE, 100, IO_PTR);
  }),
  'double-free-accepted': script((rig) => {
    rig.call({ source: MINE, size: 100, descriptor: I_PTR });
    const buffer = rig.alloc(MINE, 100, I_PTR);
    rig.free(buffer, MINE, 100, I_PTR);
    rig.free(buffer, MINE, 100, I_PTR);
  }),
  'flag-ignored-at-free': script((rig) => {
    rig.call({ source: MINE, size: 100, descriptor: I_PTR });
    const buffer = rig.alloc(MINE, 100, I_PTR + FORCE);
    rig.free(buffer, MINE, 100, I_PTR + FORCE);
  }),
  'user-server-minds-flag': script((rig) => {
    rig.call();
    const copy = rig.open(MINE, 100, I_PTR);
    rig.alloc(copy, 100, I_PTR + FORCE);
    rig.free(copy, copy, 100, I_PTR);
  }, USER),
  'block-leaked-at-release': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, I_PTR);
    rig.close(copy, MINE, 100, I_PTR);
  }),
  'alias-leaked-at-release': script((rig) => {
    rig.call({ source: MINE, size: 600, descriptor: I_PTR });
    const buffer = rig.alloc(MINE, 600, I_PTR + FORCE);
    rig.free(buffer, MINE, 600, I_PTR + FORCE);
  }),
  'record-leaked-at-release': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, I_PTR);
    rig.close(copy, MINE, 100, I_PTR);
    rig.close(copy, MINE, 100, I_PTR);
  }),
  'alias-free-fails-when-caller-gone': script((rig) => {
    rig.call({ source: MINE, size: 600, descriptor: I_PTR });
    const buffer = rig.alloc(MINE, 600, I_PTR + FORCE);
    rig.exit();
    rig.free(buffer, MINE, 600, I_PTR + FORCE);
  }),
  'same-pointer-frees-copy': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, I_PTR);
    rig.alloc(copy, 100, I_PTR);
    rig.free(copy, copy, 100, I_PTR);
    rig.close(copy, MINE, 100, I_PTR);
  }),
  'same-pointer-untied': script((rig) => {
    const copy = filledCopy(rig);
    rig.flush(copy, copy, 100, IO_PTR, { unmarshalled: MINE });
    rig.sees(MINE, 100);
  }),
  'duplicate-not-written-back': script((rig) => {
    rig.call({ source: MINE, size: 100, descriptor: O_PTR });
    const copy = rig.duplicate(MINE, 100, O_PTR);
    rig.write(copy, 100, 0xee);
    rig.freeDuplicate(copy, MINE, 100, O_PTR);
    rig.sees(MINE, 100);
  }),
  'duplicate-writes-input': script((rig) => {
    rig.call({ source: MINE, size: 100, descriptor: I_PTR });
    const copy = rig.duplicate(MINE, 100, I_PTR);
    rig.write(copy, 100, 0xee);
    rig.freeDuplicate(copy, MINE, 100, I_PTR);
    rig.sees(MINE, 100);
  }),
  'free-duplicate-unknown-accepted': script((rig) => {
    rig.call();
    rig.freeDuplicate(MINE, MINE, 100, I_PTR);
  }),
  'flush-takes-any': script((rig) => {
    const buffer = filled(rig, I_PTR);
    rig.flush(buffer, MINE, 100, I_PTR);
  }),
  'flush-refuses-in-out': script((rig) => {
    const buffer = filled(rig, IO_PTR);
    rig.flush(buffer, MINE, 100, IO_PTR);
  }),
  'flush-refuses-numbers': script((rig) => {
    const buffer = filled(rig, 9, 4);
    rig.flush(buffer, MINE, 4, 9);
  }),
  'flush-refuses-as-invalid': script((rig) => {
    rig.call();
    rig.flush(MINE, MINE, 100, I_PTR);
  }),
  'flush-refuses-alias': script((rig) => {
    const buffer = filled(rig, IO_PTR + FORCE);
    rig.flush(buffer, MINE, 100, IO_PTR + FORCE);
  }),
  'flag-ignored-at-flush': script((rig) => {
    const buffer = filled(rig, IO_PTR + FORCE);
    rig.flush(buffer, MINE, 100, IO_PTR + FORCE);
  }),
  'flush-releases': script((rig) => {
    const buffer = filled(rig, IO_PTR);
    rig.flush(buffer, MINE, 100, IO_PTR);
    rig.free(buffer, MINE, 100, IO_PTR);
  }),
  'flush-failure-releases': script((rig) => {
    const buffer = filled(rig, IO_PTR);
    rig.exit();
    rig.flush(buffer, MINE, 100, IO_PTR);
    rig.free(buffer, MINE, 100, IO_PTR);
  }),
  'flush-failure-hidden': script((rig) => {
    const buffer = filled(rig, IO_PTR);
    rig.exit();
    rig.flush(buffer, MINE, 100, IO_PTR);
  }),
  'flush-reads-source': script((rig) => {
    const buffer = filled(rig, IO_PTR);
    rig.flush(buffer, MINE, 100, IO_PTR);
    rig.sees(MINE, 4);
  }),
  'flush-stops-at-copy': script((rig) => {
    const copy = filledCopy(rig);
    rig.flush(copy, copy, 100, IO_PTR, { unmarshalled: MINE });
    rig.sees(MINE, 100);
  }),
  'flush-null-unmarshalled': script((rig) => {
    const copy = filledCopy(rig);
    rig.flush(copy, copy, 100, IO_PTR);
  }),
  'flush-trusts-unmarshalled': script((rig) => {
    const copy = filledCopy(rig);
    rig.flush(copy, copy, 100, IO_PTR, { unmarshalled: MINE + 8 });
  }),
  'flush-part-offset-lost': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, IO_PTR);
    rig.alloc(copy + 10, 20, IO_PTR);
    rig.write(copy + 10, 20, 0xee);
    rig.flush(copy + 10, copy + 10, 20, IO_PTR, { unmarshalled: MINE + 10 });
    rig.sees(MINE, 100);
  }),
};
