#!/usr/bin/env node
// A target of marshalcheck for drivers in user mode, written from docs/target-protocol.md and the
// clauses alone. An Open copies, always; what is made asynchronous is that copy, and the flag
// MARSHAL_FORCE_ALIAS is ignored (ASYNC-8). Applications exit and come back. Memory can be looked
// at, nothing else.

import { createInterface } from 'node:readline';

const PAGE = 4096;
const HOST = 8;
const USER_END = 0x80000000;
const READ = 1;
const WRITE = 2;
const E = { FAIL: 0x80004005, DENIED: 0x80070005, HANDLE: 0x80070006, INVALID: 0x80070057 };
const NOT_SUPPORTED = 0x80070032;
const SIZES = new Map([
  ...[4, 5, 6, 8, 12].map((type) => [type, 0]),
  ...[9, 13].map((type) => [type, 4]),
  ...[10, 14].map((type) => [type, 8]),
]);
const ADDRESSES = ['process', 'pointer', 'source', 'size', 'descriptor', 'unmarshalled'];

/** Ends a step with this answer. */
class Stop extends Error {
  constructor(answer) {
    super('stop');
    this.answer = answer;
  }
}

const failed = (value) => new Stop({ value });
const fault = () => new Stop({ status: 'faulted' });

let pages; // 'process:page' -> { frame, rights }
let buffers; // opened copies, asynchronous ones, parameters
let calls; // thread -> process and which start of it
let starts; // process -> how often it was started; running ones only in `running`
let running;
let regions;
let reading;
let next; // the next free page of the host

const rightsOf = (protection) => ({ 1: 0, 2: READ, 4: READ | WRITE })[protection & 0xff];

function commit({ process, base, runs, bytes }, isFresh) {
  const contents = isFresh ? Buffer.from(bytes, 'hex') : Buffer.alloc(0);
  let page = base / PAGE;
  for (const run of runs) {
    for (let i = 0; i < run.pages; i += 1, page += 1) {
      const frame = Buffer.alloc(PAGE);
      frame.set(contents.subarray(page * PAGE - base, page * PAGE - base + PAGE));
      pages.set(`${process}:${page}`, { frame, rights: rightsOf(run.protection) });
    }
  }
}

/** Every page of a range as [frame, from, to]; null where one does not permit `rights`. */
function pieces(process, address, size, rights) {
  const found = [];
  for (let at = address; at < address + size; ) {
    const to = Math.min(address + size, at - (at % PAGE) + PAGE);
    const page = pages.get(`${process}:${Math.floor(at / PAGE)}`);
    if (page === undefined || (page.rights & rights) !== rights) return null;
    found.push([page.frame, at % PAGE, (at % PAGE) + to - at]);
    at = to;
  }
  return found;
}

function load(process, address, size, rights = READ) {
  const found = pieces(process, address, size, rights);
  return found && Buffer.concat(found.map(([frame, from, to]) => frame.subarray(from, to)));
}

function store(process, address, bytes) {
  const found = pieces(process, address, bytes.length, WRITE);
  let done = 0;
  for (const [frame, from, to] of found ?? []) {
    bytes.copy(frame, from, done, done + to - from);
    done += to - from;
  }
  return found !== null;
}

/** Maps frames at an address of the host that was not used yet; the page offset stays. */
function place(frames, offset, rights) {
  const first = next;
  next += Math.ceil((frames.length + 1) / 16) * 16;
  frames.forEach((frame, index) => {
    pages.set(`${HOST}:${first + index}`, { frame, rights });
  });
  return first * PAGE + offset;
}

function release(buffer) {
  buffers.delete(buffer);
  if (buffer.kind === 'asynchronous') return;
  for (let i = 0; i < buffer.frames; i += 1) {
    pages.delete(`${HOST}:${Math.floor(buffer.pointer / PAGE) + i}`);
  }
}

// ---- arguments ----

const typeOf = (descriptor) => descriptor & 15;
const isString = (descriptor) => [5, 6].includes(typeOf(descriptor));
const writes = (descriptor) => (descriptor & 8) !== 0;

function check({ source, size, descriptor, nullOut, pointer }) {
  const exact = SIZES.get(typeOf(descriptor));
  if (nullOut || exact === undefined || (descriptor & 0x7ffffff0) !== 0) throw failed(E.INVALID);
  if (source === 0 || pointer === 0) throw failed(E.INVALID);
  if (size === 0 ? !isString(descriptor) : exact > 0 && size !== exact) throw failed(E.INVALID);
}

/** Bytes of a source: as passed, or of a string through its terminator. */
function lengthOf({ source, size, descriptor }, process) {
  if (size > 0) return size;
  const width = typeOf(descriptor) === 5 ? 2 : 1;
  for (let length = 0; ; length += width) {
    const unit = load(process, source + length, width);
    if (unit === null) throw failed(E.DENIED);
    if (unit.every((byte) => byte === 0)) return length + width;
  }
}

/** A range of the caller that may be used as its descriptor says (OPEN-1, OPEN-4). */
function lengthInCaller(step, caller) {
  const { source, descriptor } = step;
  if (!isAlive(caller) || source >= USER_END) throw failed(E.DENIED);
  const length = lengthOf(step, caller.process);
  const limit = writes(descriptor) ? 0x70000000 : reading.startsWith('ce6') ? USER_END : 0x7ff00000;
  if (!caller.viaKernel && (source < 0x10000 || source + length >= limit)) throw failed(E.DENIED);
  const rights = writes(descriptor) ? READ | WRITE : READ;
  if (pieces(caller.process, source, length, rights) === null) throw failed(E.DENIED);
  return length;
}

const isAlive = (caller) =>
  caller !== undefined && running.has(caller.process) && starts[caller.process] === caller.start;

/** The buffer that a releasing call names with its own values (FREE-3, FREE-4). */
function named(kind, step) {
  check(step);
  const there = [...buffers].filter((each) => each.kind === kind && each.pointer === step.pointer);
  const right = there.find(
    ({ source, size, descriptor }) =>
      source === step.source && size === step.size && typeOf(descriptor ^ step.descriptor) === 0,
  );
  if (right === undefined) throw failed(there.length > 0 ? E.INVALID : E.HANDLE);
  return right;
}

const DO = {
  reset(step) {
    pages = new Map();
    buffers = new Set();
    calls = new Map();
    starts = [0, 0, 0, 0, 0];
    running = new Set([1, 2, 3, 4].slice(0, step.applications));
    ({ reading, regions } = step);
    next = 0x10000;
    for (const region of regions) commit(region, true);
    return {};
  },

  call(step) {
    const { thread, process, viaKernel } = step;
    const caller = { process, start: starts[process], viaKernel: viaKernel === true };
    if (step.descriptor === 0) {
      calls.set(thread, caller);
      return { value: 0, pointer: 0 };
    }
    check({ ...step, pointer: 1 });
    const length = lengthInCaller(step, caller);
    const found = pieces(process, step.source, length, 0).map(([frame]) => frame);
    const rights = writes(step.descriptor) ? READ | WRITE : READ;
    const pointer = place(found, step.source % PAGE, rights);
    buffers.add({ kind: 'parameter', pointer, length, frames: found.length, thread });
    calls.set(thread, caller);
    return { value: 0, pointer };
  },

  return({ thread }) {
    calls.delete(thread);
    for (const each of buffers) {
      if (each.kind === 'parameter' && each.thread === thread) release(each);
    }
    return {};
  },

  exit({ process }) {
    if (process === HOST) return { status: 'refused' };
    running.delete(process);
    for (const key of pages.keys()) if (key.startsWith(`${process}:`)) pages.delete(key);
    return {};
  },

  start({ process }) {
    running.add(process);
    starts[process] += 1;
    for (const region of regions) if (region.process === process) commit(region, false);
    return {};
  },

  CeOpenCallerBuffer(step) {
    check({ ...step, pointer: 1 });
    const caller = calls.get(step.thread);
    const length = lengthInCaller(step, caller);
    const count = Math.ceil(length / PAGE);
    const frames = Array.from({ length: count }, () => Buffer.alloc(PAGE));
    const pointer = place(frames, 0, READ | WRITE);
    // Copied in for OUT too: what the server leaves unwritten goes back as it was (DUP-4).
    store(HOST, pointer, load(caller.process, step.source, length));
    const { source, size, descriptor } = step;
    const kind = 'opened';
    buffers.add({ kind, pointer, length, frames: count, source, size, descriptor, caller });
    return { value: 0, pointer };
  },

  CeCloseCallerBuffer(step) {
    const buffer = named('opened', step);
    if ([...buffers].some(({ base }) => base === buffer)) throw failed(E.INVALID);
    const value = writes(buffer.descriptor) ? writeBack(buffer) : 0;
    release(buffer);
    return { value };
  },

  CeAllocAsynchronousBuffer(step) {
    check({ ...step, pointer: 1 });
    const { thread, source, size, descriptor } = step;
    const holds = ({ pointer, length }, count) =>
      source >= pointer && source + count <= pointer + length;
    const base = [...buffers].find((each) => each.kind === 'opened' && holds(each, 1));
    if (base === undefined || thread === 0) throw failed(E.DENIED);
    const length = lengthOf(step, HOST);
    if (!holds(base, length)) throw failed(E.DENIED);
    const kind = 'asynchronous';
    buffers.add({ kind, pointer: source, length, source, size, descriptor, base });
    return { value: 0, pointer: source };
  },

  CeFreeAsynchronousBuffer(step) {
    release(named('asynchronous', step));
    return { value: 0 };
  },

  CeFlushAsynchronousBuffer(step) {
    if (![8, 12].includes(step.descriptor & 0x7fffffff)) return { value: NOT_SUPPORTED };
    const { base, source, length } = named('asynchronous', step);
    const offset = source - base.pointer;
    if (step.unmarshalled !== base.source + offset) return { value: E.INVALID };
    if (!writes(base.descriptor)) return { value: E.DENIED };
    return { value: writeBack(base, offset, length) };
  },

  read(step) {
    const bytes = load(spaceOf(step), step.pointer, step.size);
    if (bytes === null) throw fault();
    return { bytes: bytes.toString('hex') };
  },

  write(step) {
    if (!store(spaceOf(step), step.pointer, Buffer.from(step.bytes, 'hex'))) throw fault();
    return {};
  },

  peek({ process, pointer, size }) {
    const bytes = load(process, pointer, size, 0);
    if (bytes === null) throw fault();
    return { bytes: bytes.toString('hex') };
  },
};

/** An opened buffer, or a part of it, goes to where it came from: all of it or nothing. */
function writeBack({ caller, source, pointer, length }, offset = 0, count = length) {
  if (!isAlive(caller)) return E.FAIL;
  const bytes = load(HOST, pointer + offset, count);
  return store(caller.process, source + offset, bytes) ? 0 : E.FAIL;
}

/** Whose memory an access means; the kernel's is nobody's here (SPACE-2). */
function spaceOf({ thread, process, pointer }) {
  if (pointer >= USER_END) throw fault();
  return thread < 0 ? process : HOST;
}

function perform(step) {
  const given = { ...Object.fromEntries(ADDRESSES.map((name) => [name, 0])), ...step };
  try {
    return DO[step.do](given);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const { answer } = error;
    const makes = ['CeOpenCallerBuffer', 'CeAllocAsynchronousBuffer', 'call'].includes(step.do);
    return makes && !step.nullOut ? { ...answer, pointer: 0 } : answer;
  }
}

const hello = {
  protocol: 1,
  name: 'target-js',
  pointerBits: 32,
  readings: ['ce6-x86', 'ce6-armv4i', 'compact7-x86', 'compact2013-x86', 'compact2013-armv7'],
  servers: ['user'],
  operations: Object.keys(DO).filter((name) => !['reset', 'peek'].includes(name)),
  inspections: ['memory'],
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, steps } = JSON.parse(line);
  const answer = steps === undefined ? { id, hello } : { id, steps: steps.map(perform) };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
});
