/**
 * The target protocol, version 1: newline-delimited JSON, one line asked, one line answered.
 * docs/target-protocol.md explains it; `npm run schema` publishes it as a JSON Schema. This is its
 * one definition: versioned apart from the model, and no other file knows how a message looks.
 */

import { z } from 'zod';
import type { InspectionName, OperationName } from '../interface.js';
import { ORDERING, SHARING, WINDRIVER, WRAPPERS } from './families.js';

/** What both sides say in their first line. */
export const PROTOCOL = 1 as const;

const HIGHEST = 0xffff_ffff;

const word = z.int().min(0).max(HIGHEST);
const count = z.int().min(0);
const thread = z.int().min(-1).max(4);
// A pattern would be run over a hundred kilobytes a line; decoding finds what is no hexadecimal.
const hex = z.string().meta({ pattern: '^([0-9a-fA-F]{2})*$' });
const servers = z.enum(['kernel', 'user']);
const flag = z.boolean().optional();

/** Operations that a target offers when its greeting names none. */
export const OPERATIONS: readonly OperationName[] = [
  'CeOpenCallerBuffer',
  'CeCloseCallerBuffer',
  'CeAllocAsynchronousBuffer',
  'CeFreeAsynchronousBuffer',
  'CeFlushAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
  'CeFreeDuplicateBuffer',
  'resume',
  'read',
  'write',
  'call',
  'return',
  'start',
  'exit',
  'VirtualProtect',
  'VirtualFree',
  'VirtualAlloc',
];

const INSPECTIONS: readonly InspectionName[] = [
  'memory',
  'pages',
  'cache',
  'references',
  'frames',
  'heap',
  'aliases',
  'records',
];

/** One step of a batch: what to do, and its members. An absent member is 0, false or empty. */
export interface WireStep {
  readonly do: OperationName | 'reset' | 'peek' | 'page' | 'counts';
  readonly [member: string]: unknown;
}

/** What a target says of itself in its first line. */
export interface Hello {
  readonly protocol: number;
  readonly name: string;
  /** Addresses on the wire are 32 bits wide, as on every Windows CE. */
  readonly pointerBits: 32;
  /** Absent: all. */
  readonly readings?: readonly string[] | undefined;
  /** Absent: both. */
  readonly servers?: readonly ('kernel' | 'user')[] | undefined;
  /** Absent: the seven functions, accesses, calls, processes and their memory. */
  readonly operations?: readonly OperationName[] | undefined;
  /** Absent: none. */
  readonly inspections?: readonly InspectionName[] | undefined;
  /** Calls can be held. */
  readonly pauses?: boolean | undefined;
  /** `allocationFails` is honoured. */
  readonly allocationFailures?: boolean | undefined;
}

/** What came of one step; which members there are depends on the step. */
export interface Answer {
  readonly status?: 'returned' | 'faulted' | 'paused' | 'hung' | 'refused' | undefined;
  readonly value?: number | undefined;
  readonly pointer?: number | undefined;
  /** Hexadecimal digits, two a byte. */
  readonly bytes?: string | undefined;
  readonly unchanged?: boolean | undefined;
  readonly why?: string | undefined;
  readonly present?: boolean | undefined;
  readonly protection?: number | undefined;
  readonly cached?: boolean | undefined;
  readonly references?: number | undefined;
  readonly frame?: number | undefined;
  readonly heapBlocks?: number | undefined;
  readonly heapBytes?: number | undefined;
  readonly aliases?: number | undefined;
  readonly records?: number | undefined;
}

const surroundings = {
  allocationFails: count.optional().describe('n: the n-th allocation of this call fails'),
  pause: z.enum(['checked', 'measured', 'written-back']).optional(),
};
const source = { thread, source: word, size: word, descriptor: word, ...surroundings };
const making = { ...source, nullOut: flag.describe('NULL is passed for the out-pointer') };
const releasing = { ...source, pointer: word };
const access = { thread, process: word.optional(), pointer: word, size: word };

function step(name: WireStep['do'], shape: z.ZodRawShape): z.ZodObject {
  return z.strictObject({ do: z.literal(name), ...shape });
}

const stepSchema = z.union([
  step('reset', {
    reading: z.string(),
    copyLimit: count,
    server: servers,
    applications: z.int().min(0).max(4),
    regions: z.array(
      z.strictObject({
        process: word,
        base: word,
        runs: z.array(z.strictObject({ pages: count, protection: word })),
        bytes: hex.describe('initial bytes of all pages'),
      }),
    ),
  }),
  step('CeOpenCallerBuffer', { ...making, forceDuplicate: flag }),
  step('CeAllocAsynchronousBuffer', making),
  step('CeAllocDuplicateBuffer', making),
  step('CeCloseCallerBuffer', releasing),
  step('CeFreeAsynchronousBuffer', releasing),
  step('CeFreeDuplicateBuffer', releasing),
  step('CeFlushAsynchronousBuffer', { ...releasing, unmarshalled: word }),
  ...WRAPPERS.map((name) =>
    step(name, {
      ...source,
      object: count.describe('number of a wrapper object, from 1'),
      mode: count
        .optional()
        .describe('of construct: the class, 1 to 3; of copy: the object that is copied'),
      constant: flag.describe('the source is a PCVOID'),
      unforced: flag.describe('FALSE for ForceDuplicate'),
      asynchronous: flag.describe('TRUE for Asynchronous'),
    }),
  ),
  ...SHARING.map((name) =>
    step(name, {
      thread,
      process: word,
      pointer: word,
      source: word.optional().describe('of VirtualCopyEx'),
      size: word,
      mode: word.describe('MEM_*; of VirtualCopyEx: the process of the source'),
      descriptor: word.optional().describe('PAGE_*; not of VirtualFreeEx'),
      allocationFails: surroundings.allocationFails.describe('of VirtualAllocEx that commits'),
    }),
  ),
  ...ORDERING.map((name) => step(name, { thread, process: word.optional(), object: count })),
  ...WINDRIVER.map((name) =>
    step(name, {
      process: word,
      thread: thread.optional().describe('of WD_KernelPlugInCall: the thread that it runs on'),
      object: count.optional().describe('number of a WD_DMA structure, from 1'),
      mode: count.optional().describe('version, member, or the process whose hWD is passed'),
      size: word.optional(),
      descriptor: word.optional().describe('DMA_* of WD_DMALock'),
      source: word.optional().describe('pData for the plug-in'),
      allocationFails: surroundings.allocationFails,
    }),
  ),
  step('resume', { thread }),
  step('read', access),
  step('write', { ...access, bytes: hex }),
  step('call', {
    thread,
    process: word,
    viaKernel: flag.describe('a forwarder in the kernel is the direct caller'),
    source: word.optional(),
    size: word.optional(),
    descriptor: word.optional().describe('of an API parameter; absent: there is none'),
  }),
  step('return', { thread }),
  step('exit', { process: word }),
  step('start', { process: word }),
  step('VirtualProtect', { process: word, pointer: word, size: word, protection: word }),
  step('VirtualFree', { process: word, pointer: word }),
  step('VirtualAlloc', { process: word, pointer: word }),
  step('peek', { process: word, pointer: word, size: word }),
  step('page', { process: word, pointer: word }),
  step('counts', {}),
]);

const helloRequestSchema = z.strictObject({
  id: count,
  hello: z.strictObject({ protocol: z.literal(PROTOCOL), harness: z.string() }),
});

const batchRequestSchema = z.strictObject({ id: count, steps: z.array(stepSchema).min(1) });

/** The answer to the first line. */
export const helloReplySchema: z.ZodType<{ id: number; hello: Hello }> = z.object({
  id: count,
  hello: z.object({
    protocol: z.literal(PROTOCOL),
    name: z.string().min(1).max(200),
    pointerBits: z.literal(32),
    readings: z.array(z.string()).min(1).optional().describe('absent: all'),
    servers: z.array(servers).min(1).optional().describe('absent: both'),
    operations: z
      .array(z.enum([...OPERATIONS, ...WRAPPERS, ...SHARING, ...WINDRIVER, ...ORDERING]))
      .optional()
      .describe('absent: the seven functions, accesses, calls, processes and their memory'),
    inspections: z.array(z.enum(INSPECTIONS)).optional().describe('absent: none'),
    pauses: flag.describe('calls can be held; needs resume'),
    allocationFailures: flag.describe('allocationFails is honoured'),
  }),
});

const answerSchema: z.ZodType<Answer> = z.object({
  status: z.enum(['returned', 'faulted', 'paused', 'hung', 'refused']).optional(),
  value: word.optional(),
  pointer: word.optional().describe('what the out-pointer holds; absent: what it held before'),
  bytes: hex.optional(),
  unchanged: flag.describe('of a peek: the bytes of the last peek of that range since the reset'),
  why: z.string().optional().describe('of a reset that is refused'),
  present: flag,
  protection: word.optional(),
  cached: flag,
  references: count.optional(),
  frame: count.optional().describe('number of the physical page'),
  heapBlocks: count.optional(),
  heapBytes: count.optional(),
  aliases: count.optional(),
  records: count.optional(),
});

/** The answer to a batch: as many answers as it had steps. */
export const batchReplySchema: z.ZodType<{ id: number; steps: Answer[] }> = z.object({
  id: count,
  steps: z.array(answerSchema),
});

/** The JSON Schema of all four kinds of line. */
export function protocolJsonSchema(): object {
  const definitions = {
    helloRequest: helloRequestSchema,
    helloReply: helloReplySchema,
    batchRequest: batchRequestSchema,
    batchReply: batchReplySchema,
  };
  const described = Object.entries(definitions).map(
    ([name, schema]) => [name, withoutDialect(z.toJSONSchema(schema, { io: 'input' }))] as const,
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `marshalcheck target protocol, version ${PROTOCOL}: one line`,
    anyOf: described.map(([name]) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(described),
  };
}

function withoutDialect(schema: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== '$schema'));
}
