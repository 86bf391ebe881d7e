/**
 * The words of scenario files: what each operation takes, how processes, threads, pages and
 * groups of readings are called. One table serves reading, writing and the published schema.
 */

import { OPERATION_NAMES } from '../../model/operations/index.js';
import { READINGS, type Reading } from '../../model/readings.js';
import type { OperationName } from '../../model/step.js';
import { APPLICATION_THREAD, Personality } from '../../targets/interface.js';

/** Version of the format that this program writes and reads. */
export const FORMAT_VERSION = 1;

/** How a key of a step is read; each kind fills certain words of the program. */
export type FieldKind =
  /** `service` or `call1` … `call4`. */
  | 'thread'
  /** A thread, or an application that acts by itself: `app1` … */
  | 'actor'
  /** `app1` …, `kernel`, `host`. */
  | 'process'
  /** A pointer, in one of the three argument positions. */
  | 'pointer'
  | 'source'
  | 'unmarshalled'
  /** Bytes. */
  | 'size'
  | 'descriptor'
  /** PAGE_*, in the descriptor's word. */
  | 'protection'
  /** True or false: ForceDuplicate. */
  | 'force'
  /** True or false: the call comes through a kernel-mode forwarder. */
  | 'forwarded'
  /** `NULL` where the address of the out-pointer is NULL. */
  | 'out'
  | 'fails'
  | 'pause'
  /** What a write stores. */
  | 'data'
  /** Name for the out-pointer. */
  | 'result'
  /** `object1` … `object6`: a wrapper object. */
  | 'object'
  /** The object that is copied. */
  | 'original'
  /** Name of a wrapper class. */
  | 'class'
  /** The process that a source address is one of. */
  | 'origin'
  /** MEM_*. */
  | 'memory'
  /** True or false: the source is a PCVOID. */
  | 'constant'
  /** False: FALSE is passed for ForceDuplicate, whose default is TRUE. */
  | 'unforced'
  /** True or false: TRUE is passed for Asynchronous. */
  | 'asynchronous'
  /** `dma1` … `dma4`: a WD_DMA structure. */
  | 'lock'
  /** The process whose hWD is passed. */
  | 'handle'
  /** `event1` … `event4`. */
  | 'event'
  /** `section1` … `section4`. */
  | 'section'
  /** hDma, pUserAddr or pKernelAddr. */
  | 'member'
  /** Version of WinDriver, as 522 or 600. */
  | 'version'
  /** DMA_* options. */
  | 'options'
  /** True or false: pData points to a structure that holds the address. */
  | 'structure';

/** One key of an operation. */
export interface Field {
  readonly key: string;
  readonly kind: FieldKind;
  readonly required: boolean;
}

function field(key: string, kind: FieldKind): Field {
  return { key, kind, required: true };
}

function optional(key: string, kind: FieldKind): Field {
  return { key, kind, required: false };
}

const ON = field('on', 'thread');
const BUFFER = field('buffer', 'pointer');
const DESCRIBED = [
  field('source', 'source'),
  field('size', 'size'),
  field('descriptor', 'descriptor'),
];
const HINDRANCES = [optional('allocationFails', 'fails'), optional('pause', 'pause')];
const RESULT = [optional('out', 'out'), optional('as', 'result')];
const RELEASE = [ON, BUFFER, ...DESCRIBED, ...HINDRANCES];
const ALLOCATE = [ON, ...DESCRIBED, ...HINDRANCES, ...RESULT];
const PROCESS = field('process', 'process');
const AT = field('at', 'pointer');
const PARAMETER = [
  optional('source', 'source'),
  optional('size', 'size'),
  optional('descriptor', 'descriptor'),
];

const OBJECT = [ON, field('object', 'object')];
const CONSTANT = optional('constant', 'constant');
const MARSHALLED = [
  optional('forceDuplicate', 'unforced'),
  optional('asynchronous', 'asynchronous'),
];
const NAMED = optional('as', 'result');
const MEMORY = field('type', 'memory');
const PAGE = field('protection', 'protection');
const FAILS = optional('allocationFails', 'fails');

const LOCK = field('lock', 'lock');
const EVENT = [field('on', 'actor'), field('event', 'event')];
const SECTION = [field('on', 'actor'), field('section', 'section')];
const WHOSE = optional('handle', 'handle');
const PASSED = [optional('data', 'source'), optional('structure', 'structure')];

/** Keys of every operation in canonical order; `gives` comes last in each. */
export const FIELDS: Readonly<Record<OperationName, readonly Field[]>> = {
  CeOpenCallerBuffer: [
    ON,
    ...DESCRIBED,
    optional('forceDuplicate', 'force'),
    ...HINDRANCES,
    ...RESULT,
  ],
  CeCloseCallerBuffer: RELEASE,
  CeAllocAsynchronousBuffer: ALLOCATE,
  CeFreeAsynchronousBuffer: RELEASE,
  CeFlushAsynchronousBuffer: [
    ON,
    BUFFER,
    field('source', 'source'),
    field('unmarshalled', 'unmarshalled'),
    field('size', 'size'),
    field('descriptor', 'descriptor'),
    ...HINDRANCES,
  ],
  CeAllocDuplicateBuffer: ALLOCATE,
  CeFreeDuplicateBuffer: RELEASE,
  resume: [ON],
  read: [field('on', 'actor'), field('from', 'pointer'), field('size', 'size')],
  write: [
    field('on', 'actor'),
    field('to', 'pointer'),
    field('size', 'size'),
    field('data', 'data'),
  ],
  call: [PROCESS, ON, ...PARAMETER, optional('throughKernel', 'forwarded'), ...RESULT.slice(1)],
  return: [ON],
  start: [PROCESS],
  exit: [PROCESS],
  VirtualProtect: [PROCESS, AT, field('size', 'size'), field('protection', 'protection')],
  VirtualFree: [PROCESS, AT],
  VirtualAlloc: [PROCESS, AT],
  construct: [
    ...OBJECT,
    field('class', 'class'),
    ...PARAMETER,
    CONSTANT,
    ...MARSHALLED,
    FAILS,
    NAMED,
  ],
  Allocate: [...OBJECT, ...DESCRIBED, CONSTANT, FAILS, NAMED],
  Free: OBJECT,
  Marshal: [...OBJECT, ...DESCRIBED, ...MARSHALLED, FAILS, NAMED],
  Unmarshal: OBJECT,
  Flush: OBJECT,
  ptr: [...OBJECT, NAMED],
  size: OBJECT,
  copy: [...OBJECT, field('original', 'original')],
  destroy: OBJECT,
  VirtualAllocEx: [ON, PROCESS, AT, field('size', 'size'), MEMORY, PAGE, FAILS, NAMED],
  VirtualCopyEx: [
    ON,
    PROCESS,
    AT,
    field('from', 'origin'),
    field('source', 'source'),
    field('size', 'size'),
    PAGE,
  ],
  VirtualFreeEx: [ON, PROCESS, AT, field('size', 'size'), MEMORY],
  WD_Open: [PROCESS, field('version', 'version'), FAILS],
  WD_Close: [PROCESS],
  WD_DMALock: [
    PROCESS,
    LOCK,
    field('size', 'size'),
    field('options', 'options'),
    WHOSE,
    FAILS,
    NAMED,
  ],
  WD_DMA: [PROCESS, LOCK, field('member', 'member'), NAMED],
  WD_CardRegister: [PROCESS, LOCK, NAMED],
  WD_DMAUnlock: [PROCESS, LOCK, WHOSE],
  WD_DMASyncCpu: [PROCESS, LOCK],
  WD_DMASyncIo: [PROCESS, LOCK],
  WD_KernelPlugInOpen: [PROCESS, ...PASSED, WHOSE, FAILS],
  WD_KernelPlugInCall: [PROCESS, ON, ...PASSED],
  WD_KernelPlugInClose: [PROCESS],
  SetEvent: EVENT,
  WaitForSingleObject: EVENT,
  EnterCriticalSection: SECTION,
  LeaveCriticalSection: SECTION,
};

/** True for a text that names an operation. */
export function isOperation(text: string): text is OperationName {
  return (OPERATION_NAMES as readonly string[]).includes(text);
}

/** Names of processes, at their numbers. */
export const PROCESS_NAMES: readonly string[] = [
  'kernel',
  'app1',
  'app2',
  'app3',
  'app4',
  'app5',
  'app6',
  'app7',
  'host',
];

/** Number of a process by its name, or −1. */
export function processNumber(name: string): number {
  return PROCESS_NAMES.indexOf(name);
}

/** Names of the threads of the server, at their numbers. */
export const THREAD_NAMES: readonly string[] = ['service', 'call1', 'call2', 'call3', 'call4'];

/** Name of whoever acts: a thread of the server, or an application by itself. */
export function actorName(thread: number, process: number): string {
  return thread === APPLICATION_THREAD ? PROCESS_NAMES[process] : THREAD_NAMES[thread];
}

/** What a board's Open does without ForceDuplicate, at the values of its personality bits. */
export const OPENS: readonly string[] = ['direct', 'alias', 'copy'];

/** The other choices of a built-in board: key of the file and bit of the personality. */
export const BOARD_CHOICES: readonly (readonly [string, number])[] = Object.entries(
  Personality,
).filter(([name]) => !name.startsWith('open'));

/** Every bit of a personality that a file can state. */
export const PERSONALITY_MASK: number = BOARD_CHOICES.reduce<number>(
  (mask, [, bit]) => mask | bit,
  Personality.openMask,
);

/** Groups of readings, each with its test. */
export const GROUPS: Readonly<Record<string, (reading: Reading) => boolean>> = {
  all: () => true,
  documented: (reading) => reading.style === 'documented',
  shipped: (reading) => reading.style === 'shipped',
  'virtually-tagged': (reading) => reading.virtuallyTagged,
  'by-size': (reading) => reading.alloc === 'by-size',
};

/** Names that a list of readings may hold: groups and IDs. */
export const READING_WORDS: readonly string[] = [
  ...Object.keys(GROUPS),
  ...READINGS.map((reading) => reading.id),
];

/** Keys of a map that says different things for different platforms. */
export const SELECTORS: readonly string[] = [...READING_WORDS, 'kernel', 'user'];

/** True when a group or ID means this reading. */
export function meansReading(word: string, reading: Reading): boolean {
  return word === reading.id || (Object.hasOwn(GROUPS, word) && GROUPS[word](reading));
}
