// Faults of argument checks, Open, Close and API parameters.
import { FORCE, HELLO, I_PTR, IO_PTR, MINE, MIXED, O_PTR, SECRET } from './rig.js';
import { OPEN_ALIASES, type Script, script, shipped, USER } from './script.js';

export const FAULT_SCRIPTS_ARGUMENTS: Readonly<Record<string, Script>> = {
  'arg-dw-accepted': script((rig) => {
    rig.call();
    rig.open(MINE, 100, 0);
  }),
  'undefined-type-accepted': script((rig) => {
    rig.call();
    rig.open(MINE, 100, 0xb);
  }),
  'input-dword-accepted': script((rig) => {
    rig.call();
    rig.open(MINE, 4, 7);
  }),
  'stray-bits-accepted': script((rig) => {
    rig.call();
    rig.open(MINE, 4, 0x104);
  }),
  'flag-not-masked': script((rig) => {
    rig.call({ source: MINE, size: 100, descriptor: I_PTR });
    rig.alloc(MINE, 100, I_PTR + FORCE);
  }),
  'dword-size-unchecked': script((rig) => {
    rig.call();
    rig.open(MINE, 8, 9);
  }),
  'int64-size-unchecked': script((rig) => {
    rig.call();
    rig.open(MINE, 4, 0xa);
  }),
  'null-source-denied': script((rig) => {
    rig.call();
    rig.open(0, 4, I_PTR);
  }),
  'zero-length-accepted': script((rig) => {
    rig.call();
    rig.open(MINE, 0, I_PTR);
  }),
  'out-pointer-unchecked': script((rig) => {
    rig.call();
    rig.open(MINE, 4, I_PTR, { destination: false });
  }),
  'out-pointer-left': script((rig) => {
    rig.call();
    rig.open(0, 4, I_PTR);
  }),
  'out-pointer-left-without-memory': script((rig) => {
    rig.call();
    rig.copy(MINE, 4, I_PTR, { allocationFails: 2 });
  }),
  'out-pointer-cleared': script((rig) => {
    rig.call();
    rig.open(0, 4, I_PTR);
  }),
  'address-checked-first': script((rig) => {
    rig.call();
    rig.open(0x3_0000, 4, 0);
  }),
  'range-check-missing': script((rig) => {
    rig.call();
    rig.open(SECRET, 4, I_PTR);
  }),
  'kernel-pointer-accepted': script((rig) => {
    rig.call();
    rig.open(SECRET, 4, I_PTR);
  }),
  'first-block-accepted': script((rig) => {
    rig.call();
    rig.open(0x1000, 4, I_PTR);
  }),
  'range-size-unsigned': script((rig) => {
    rig.call();
    rig.open(MINE, 0xffff_fff0, I_PTR);
  }),
  'range-start-only': script((rig) => {
    rig.call();
    rig.open(MINE, 0x7fff_0000, I_PTR);
  }),
  'range-limit-inclusive': script((rig) => {
    rig.call();
    rig.open(0x6fff_f000, 0x1000, O_PTR);
  }),
  'write-limit-as-read-limit': script((rig) => {
    rig.call();
    rig.open(0x7000_0000, 0x1000, O_PTR);
  }),
  'forwarder-ignored': script((rig) => {
    rig.call({ viaKernel: true });
    rig.open(SECRET, 4, I_PTR);
  }),
  'force-duplicate-ignored': script((rig) => {
    rig.call();
    rig.copy(MINE, 100, I_PTR);
  }),
  'read-only-out-opened': script((rig) => {
    rig.call();
    rig.open(MIXED + 0x1000, 100, O_PTR);
  }),
  'first-page-checked-only': script((rig) => {
    rig.call();
    rig.open(MIXED, 0x1100, O_PTR);
  }),
  'open-unmapped-directly': script((rig) => {
    rig.call();
    rig.open(0x3_0000, 100, I_PTR);
  }),
  'direct-open-touches': script((rig) => {
    rig.call();
    rig.open(0x3_0000, 100, I_PTR);
  }),
  'open-memory-code': script((rig) => {
    rig.call();
    rig.copy(MINE, 100, I_PTR, { allocationFails: 2 });
  }),
  'open-leaks-record': script(
    (rig) => {
      rig.call();
      rig.open(MINE, 100, I_PTR, { allocationFails: 2 });
    },
    { personality: OPEN_ALIASES },
  ),
  'direct-opens-not-counted': script((rig) => {
    rig.call();
    rig.open(MINE, 100, I_PTR);
    rig.open(MINE, 100, I_PTR);
    rig.close(MINE, MINE, 100, I_PTR);
    rig.close(MINE, MINE, 100, I_PTR);
  }),
  'direct-close-keeps-record': script((rig) => {
    rig.call();
    rig.open(MINE, 100, I_PTR);
    rig.close(MINE, MINE, 100, I_PTR);
  }),
  'close-skips-write-back': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, IO_PTR);
    rig.write(copy, 100, 0xee);
    rig.close(copy, MINE, 100, IO_PTR);
    rig.sees(MINE, 100);
  }),
  'close-writes-input': script((rig) => {
    rig.call();
    const copy = rig.copy(MINE, 100, I_PTR);
    rig.write(copy, 100, 0xee);
    rig.close(copy, MINE, 100, I_PTR);
    rig.sees(MINE, 100);
  }),
  'close-unknown-accepted': script((rig) => {
    rig.call();
    rig.close(MINE + 8, MINE, 100, I_PTR);
  }),
  'parameter-not-checked': script((rig) => {
    rig.call({ source: SECRET, size: 4, descriptor: I_PTR });
  }),
  'parameter-rights-unchecked': script((rig) => {
    rig.call({ source: MIXED + 0x1000, size: 4, descriptor: O_PTR });
  }),
  'parameter-not-marshalled': script((rig) => {
    rig.call({ source: MINE, size: 100, descriptor: I_PTR });
    rig.alloc(MINE, 100, I_PTR);
  }),
  'parameter-alias-kept': script((rig) => {
    const parameter = rig.call({ source: HELLO, size: 6, descriptor: I_PTR });
    rig.ret();
    rig.read(parameter, 4, { thread: 0 });
  }, USER),
  'parameter-alias-writable': script((rig) => {
    const parameter = rig.call({ source: HELLO, size: 6, descriptor: I_PTR });
    rig.write(parameter, 4, 1);
  }, USER),
  'alias-freed-at-page': shipped((rig) => {
    rig.call({ source: MINE + 0x1000, size: 600, descriptor: I_PTR });
    const alias = rig.alloc(MINE + 0x1000, 600, I_PTR);
    rig.free(alias, MINE + 0x1000, 600, I_PTR);
  }),
  'stale-alias-free-succeeds': shipped((rig) => {
    rig.call();
    rig.free(MINE, MINE, 600, I_PTR);
  }),
};
