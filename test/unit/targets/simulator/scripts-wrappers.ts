// Faults of the wrapper classes: objects of the server and what their methods answer.
import { FORCE, I_PTR, IO_PTR, MINE, type More, O_PTR, type Rig } from './rig.js';
import { NEW_COPY, type Script, script } from './script.js';

const ASYNCHRONOUS: More = { mode: 1 };
const MARSHALLED: More = { mode: 3 };
const BUFFER: More = { source: MINE, size: 100, descriptor: IO_PTR };
const INPUT: More = { source: MINE, size: 100, descriptor: I_PTR };

/** A call with a parameter, and an AsynchronousBuffer_t on it. */
function full(rig: Rig, more: More = {}): number {
  rig.call({ ...BUFFER });
  return rig.object('construct', 1, { ...ASYNCHRONOUS, ...BUFFER, ...more });
}

/** A call, and a MarshalledBuffer_t for asynchronous use. */
function marshalled(rig: Rig, more: More = {}): number {
  rig.call();
  return rig.object('construct', 1, { ...MARSHALLED, ...BUFFER, asynchronous: true, ...more });
}

export const FAULT_SCRIPTS_WRAPPERS: Readonly<Record<string, Script>> = {
  'full-object-allocates': script((rig) => {
    full(rig);
    rig.object('Allocate', 1, BUFFER);
  }),
  'full-object-drops-buffer': script((rig) => {
    full(rig);
    rig.object('Allocate', 1, BUFFER);
  }),
  'raw-win32-result': script((rig) => {
    full(rig);
    rig.object('Allocate', 1, BUFFER);
  }),
  'const-output-accepted': script((rig) => {
    full(rig, { constant: true });
  }),
  'const-tested-before-full': script((rig) => {
    full(rig);
    rig.object('Allocate', 1, { ...BUFFER, constant: true });
  }),
  'failed-object-keeps-size': script((rig) => {
    full(rig, { source: 0 });
    rig.object('size', 1);
  }),
  'object-stays-full': script((rig) => {
    full(rig);
    rig.object('Free', 1);
  }),
  'destructor-releases-nothing': script((rig) => {
    full(rig);
    rig.object('destroy', 1);
  }),
  'object-drops-flag': script((rig) => {
    full(rig, { descriptor: (IO_PTR | FORCE) >>> 0 });
    rig.object('Free', 1);
  }),
  'object-frees-one-less': script((rig) => {
    full(rig);
    rig.object('Free', 1);
  }),
  'duplicated-flush-succeeds': script((rig) => {
    full(rig, { mode: 2 });
    rig.object('Flush', 1);
  }),
  'empty-flush-succeeds': script((rig) => {
    rig.call();
    rig.object('construct', 1, ASYNCHRONOUS);
    rig.object('Flush', 1);
  }),
  'object-flushes-without-source': script((rig) => {
    marshalled(rig);
    rig.object('Flush', 1);
  }),
  'marshal-does-not-force': script((rig) => {
    marshalled(rig, { asynchronous: false });
  }),
  'marshal-ignores-asynchronous': script((rig) => {
    marshalled(rig, { unforced: true });
  }),
  'ptr-gives-opened': script(
    (rig) => {
      marshalled(rig);
    },
    { personality: NEW_COPY },
  ),
  'failed-marshal-leaks-open': script(
    (rig) => {
      marshalled(rig, { ...INPUT, allocationFails: 4 });
    },
    { personality: NEW_COPY },
  ),
  'failed-marshal-gives-close-result': script(
    (rig) => {
      rig.call();
      rig.object('construct', 1, MARSHALLED);
      rig.object('Marshal', 1, { ...BUFFER, asynchronous: true, allocationFails: 4 });
    },
    { personality: NEW_COPY },
  ),
  'unmarshal-closes-first': script((rig) => {
    marshalled(rig);
    rig.object('Unmarshal', 1);
  }),
  'unmarshal-forgets-free': script((rig) => {
    marshalled(rig);
    rig.object('Unmarshal', 1);
  }),
  'unmarshal-gives-free-result': script((rig) => {
    marshalled(rig, { unforced: true, descriptor: O_PTR });
    rig.protect(MINE, 0x1000, 2);
    rig.object('Unmarshal', 1);
  }),
  'copied-object-empties-original': script((rig) => {
    full(rig);
    rig.object('copy', 2, { mode: 1 });
    rig.object('ptr', 1);
  }),
};
