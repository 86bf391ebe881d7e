// The built-in boards behind the target protocol, as a program of its own: what holds for them
// directly has to hold through the wire. `--fault ID` plants a defect, `--offer JSON` changes the
// greeting (and with it what is offered), `--misbehave MODE --at N` spoils the N-th answer (0: the
// greeting) of each process, with `--on OPERATION` each of those; `--log` says on stderr what was
// asked.
import { Buffer } from 'node:buffer';
import { createInterface } from 'node:readline';
import { OPERATION_NAMES } from '#dist/model/operations/index.js';
import { createTarget } from '#dist/targets/index.js';

const HEX = 'hex';

/** @param {string} name */
function option(name) {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

const fault = option('--fault') ?? '';
const offer = JSON.parse(option('--offer') ?? '{}');
const pages = ['pages', 'cache', 'references', 'frames'];
const everything = ['memory', ...pages, 'heap', 'aliases', 'records'];
const bytes = Buffer.alloc(1 << 20);
const state = { present: false, protection: 0, cached: false, frame: 0, references: 0 };

/** @type {import('marshalcheck').Target} */
let board;

// With `--fickle` the board chooses otherwise after each reset: permitted, but not repeatable.
const fickle = process.argv.includes('--fickle');
let resets = 0;

function personality() {
  resets += 1;
  if (fickle) return resets % 2 === 0 ? 0 : 0xfffe;
  return Number(option('--personality') ?? 0);
}

/** @param {Record<string, any>} step */
function reset(step) {
  told.clear();
  board = createTarget('simulator', step.reading, fault);
  board.reset({
    reading: step.reading,
    copyLimitBytes: step.copyLimit,
    server: step.server,
    applications: step.applications,
    personality: personality(),
    regions: step.regions.map((/** @type {any} */ region) => ({
      process: region.process,
      base: region.base,
      runs: region.runs,
      contents: Buffer.from(region.bytes, HEX),
    })),
  });
  return {};
}

/** What was told of each range last. @type {Map<string, Buffer>} */
const told = new Map();

/** @param {Record<string, any>} step */
function peeked({ process: owner, pointer, size }) {
  const key = `${owner} ${pointer} ${size}`;
  const now = bytes.subarray(0, size);
  if (told.get(key)?.equals(now)) return { unchanged: true };
  told.set(key, Buffer.from(now));
  return { bytes: now.toString(HEX) };
}

/** @param {Record<string, any>} step */
function look(step) {
  const inspection = /** @type {import('marshalcheck').Inspection} */ (board.inspection);
  switch (step.do) {
    case 'peek':
      if (!inspection.peek(step.process, step.pointer, step.size, bytes)) {
        return { status: 'faulted' };
      }
      return peeked(step);
    case 'page':
      inspection.page(step.process, step.pointer, state);
      return { ...state };
    default:
      return {
        heapBlocks: inspection.heapBlocks(),
        heapBytes: inspection.heapBytes(),
        aliases: inspection.aliases(),
        records: inspection.records(),
      };
  }
}

/** @param {Record<string, any>} step */
function perform(step) {
  const response = { status: 'returned', value: 0, pointer: 0xdeadb0de, bytes };
  const { do: operation, nullOut = false, protection, bytes: data = '', ...rest } = step;
  const request = {
    operation,
    thread: -1,
    process: 0,
    pointer: 0,
    source: 0,
    unmarshalled: 0,
    size: 0,
    descriptor: protection ?? 0,
    forceDuplicate: false,
    viaKernel: false,
    allocationFails: 0,
    object: 0,
    mode: 0,
    constant: false,
    unforced: false,
    asynchronous: false,
    pause: '',
    destination: !nullOut,
    bytes: Buffer.from(data, HEX),
    ...rest,
  };
  board.perform(
    /** @type {import('marshalcheck').Request} */ (request),
    /** @type {import('marshalcheck').Response} */ (response),
  );
  const { status, value, pointer } = response;
  const seen = operation === 'read' ? { bytes: bytes.toString(HEX, 0, request.size) } : {};
  return { status, value, pointer, ...seen };
}

/** @param {Record<string, any>} step */
function answer(step) {
  if (step.do === 'reset') return reset(step);
  return ['peek', 'page', 'counts'].includes(step.do) ? look(step) : perform(step);
}

const mode = option('--misbehave') ?? '';
const spoilt = Number(option('--at') ?? 0);
let answered = 0;

/**
 * What is done in place of a good answer.
 *
 * @type {Record<string, (good: any, line: string) => void>}
 */
const MISBEHAVIOUR = {
  garbage: () => process.stdout.write('Segmentation fault (core dumped)\n'),
  binary: () => process.stdout.write(Buffer.from([0xff, 0x00, 0xfe, 0x80, 0x0a])),
  half: (_, line) => process.stdout.write(line.slice(0, line.length / 2)),
  'half-and-exit': (_, line) => process.stdout.write(line.slice(0, 9), () => process.exit(1)),
  'wrong-id': (good) => process.stdout.write(`${JSON.stringify({ ...good, id: good.id + 7 })}\n`),
  'wrong-shape': (good) => process.stdout.write(`${JSON.stringify({ ...good, steps: 'all' })}\n`),
  'too-few': (good) => process.stdout.write(`${JSON.stringify({ ...good, steps: [] })}\n`),
  twice: (_, line) => process.stdout.write(`${line}\n${line}\n`),
  nothing: () => undefined,
  hang: () => {
    for (;;);
  },
  endless: () => {
    const flood = () => process.stdout.write('x'.repeat(1 << 20), flood);
    flood();
  },
  'endless-lines': () => {
    const flood = () => process.stdout.write('{}\n'.repeat(1 << 18), flood);
    flood();
  },
  exit: () => process.exit(0),
  crash: () => {
    console.error('panic: page table walked off the end');
    process.abort();
  },
};

/** @param {any} reply @param {string} operation */
function tell(reply, operation) {
  const line = JSON.stringify(reply);
  const on = option('--on');
  answered += 1;
  const isSpoilt = on === undefined ? answered - 1 === spoilt : operation === on;
  if (isSpoilt && mode !== '') MISBEHAVIOUR[mode](reply, line);
  else process.stdout.write(`${line}\n`);
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, hello, steps } = JSON.parse(line);
  if (process.argv.includes('--log')) console.error(line.slice(0, 100));
  if (hello === undefined) {
    tell({ id, steps: steps.map(answer) }, steps[0].do);
    return;
  }
  const greeting = { protocol: 1, name: 'bridge', pointerBits: 32, inspections: everything };
  const operations = OPERATION_NAMES;
  tell(
    { id, hello: { ...greeting, operations, pauses: true, allocationFailures: true, ...offer } },
    'hello',
  );
});
