/** The shape of a file that stores a schedule of a driver, and the file of a schedule in memory. */

import { z } from 'zod';
import type { BufferPlan, ClientStep, Content, Workload } from '../../../drivers/interface.js';

const MOST_EVENTS = 4000;
const MOST_BYTES = 1 << 16;
const uint = z.int().min(0).max(0xffff_ffff);
const name = z.string().min(1).max(200);
const hexadecimal = z
  .string()
  .max(2 * MOST_BYTES)
  .regex(/^([0-9a-f]{2})*$/, 'pairs of hexadecimal digits');

const content = z.union([
  uint,
  z.strictObject({ bytes: hexadecimal }),
  z.strictObject({
    fill: z.int().min(0).max(255),
    size: z
      .int()
      .min(0)
      .max(1 << 20),
  }),
  z.strictObject({ pointerTo: name, offset: uint.optional() }),
]);

const step = z.union([
  z.strictObject({ do: z.enum(['open', 'close', 'exit']) }),
  z.strictObject({ do: z.literal('free'), buffer: name }),
  z.strictObject({
    do: z.enum(['store', 'expect']),
    buffer: name,
    offset: uint,
    bytes: hexadecimal,
    through: z.boolean().optional(),
  }),
  z.strictObject({ do: z.literal('run'), program: name }),
  z.strictObject({
    do: z.enum(['ioControl', 'read', 'write']),
    name,
    code: uint.optional(),
    input: name.optional(),
    inputBytes: uint.optional(),
    output: name.optional(),
    outputBytes: uint.optional(),
    counts: z.boolean().optional(),
    succeeds: z.boolean().optional(),
  }),
]);

const application = z.strictObject({
  buffers: z.record(
    name,
    z.strictObject({ size: uint, contents: z.array(content).max(64).optional() }),
  ),
  threads: z.record(name, z.array(step).max(200)),
  mayExit: z.boolean().optional(),
});

const file = z.strictObject({
  'marshalcheck-schedule': z.literal(1),
  title: z.string().max(1000),
  driver: name,
  platform: z.strictObject({ reading: name, copyLimit: uint, personality: uint.optional() }),
  workload: z.strictObject({
    name,
    applications: z.array(application).min(1).max(4),
    lowMemory: z.boolean().optional(),
    disturbed: z.boolean().optional(),
    lacksMemory: z.boolean().optional(),
  }),
  schedule: z.array(name).max(MOST_EVENTS),
  verdict: z.union([z.literal('conforms'), z.strictObject({ shows: z.array(name).min(1) })]),
  origin: z.strictObject({ signature: name }).optional(),
});

type WrittenContent =
  | number
  | { readonly bytes: string }
  | { readonly fill: number; readonly size: number }
  | { readonly pointerTo: string; readonly offset?: number | undefined };

/** A step with its bytes in hexadecimal digits. */
type WrittenStep = { readonly do: ClientStep['do'] } & Readonly<Record<string, unknown>>;

interface WrittenApplication {
  readonly buffers: Readonly<
    Record<
      string,
      { readonly size: number; readonly contents?: readonly WrittenContent[] | undefined }
    >
  >;
  readonly threads: Readonly<Record<string, readonly WrittenStep[]>>;
  readonly mayExit?: boolean | undefined;
}

/** What a file says. */
export interface ScheduleFile {
  readonly 'marshalcheck-schedule': 1;
  readonly title: string;
  /** A driver that comes along, or `file.ts#name` with the path from this file. */
  readonly driver: string;
  readonly platform: {
    readonly reading: string;
    readonly copyLimit: number;
    readonly personality?: number | undefined;
  };
  readonly workload: {
    readonly name: string;
    readonly applications: readonly WrittenApplication[];
    readonly lowMemory?: boolean | undefined;
    readonly disturbed?: boolean | undefined;
    readonly lacksMemory?: boolean | undefined;
  };
  /** Threads in the order of their turns, `name * 3` for three in a row. */
  readonly schedule: readonly string[];
  /** `conforms`, or the signatures that it must show. */
  readonly verdict: 'conforms' | { readonly shows: readonly string[] };
  readonly origin?: { readonly signature: string } | undefined;
}

/** Checks what a file holds. */
export const scheduleFile: z.ZodType<ScheduleFile> = file;

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

/** Runs of one byte are written short. */
function writtenContent(given: Content): WrittenContent {
  if (!(given instanceof Uint8Array)) return given;
  const [fill = 0] = given;
  const isUniform = given.length > 8 && given.every((byte) => byte === fill);
  return isUniform ? { fill, size: given.length } : { bytes: hex(given) };
}

function readContent(given: WrittenContent): Content {
  if (typeof given === 'number') return given;
  if ('fill' in given) return new Uint8Array(given.size).fill(given.fill);
  if ('bytes' in given) return fromHex(given.bytes);
  const { pointerTo, offset } = given;
  return offset === undefined ? { pointerTo } : { pointerTo, offset };
}

/** A workload as a file holds it. */
export function writtenWorkload(workload: Workload): ScheduleFile['workload'] {
  const applications = workload.applications.map((each): WrittenApplication => {
    const buffers = mapped(each.buffers, ({ size, contents }) =>
      contents === undefined ? { size } : { size, contents: contents.map(writtenContent) },
    );
    const threads = mapped(each.threads, (steps) =>
      steps.map(
        (one): WrittenStep => ('bytes' in one ? { ...one, bytes: hex(one.bytes) } : { ...one }),
      ),
    );
    return each.mayExit === true ? { buffers, threads, mayExit: true } : { buffers, threads };
  });
  return { ...workload, applications };
}

/** A workload out of a file. */
export function readWorkload(written: ScheduleFile['workload']): Workload {
  const applications = written.applications.map((each) => {
    const buffers = mapped(
      each.buffers,
      ({ size, contents }): BufferPlan =>
        contents === undefined ? { size } : { size, contents: contents.map(readContent) },
    );
    const threads = mapped(each.threads, (steps) =>
      steps.map(
        (one) =>
          (typeof one['bytes'] === 'string'
            ? { ...one, bytes: fromHex(one['bytes']) }
            : one) as ClientStep,
      ),
    );
    return { buffers, threads, mayExit: each.mayExit === true };
  });
  const { lowMemory = false, disturbed = false, lacksMemory = false } = written;
  return { name: written.name, applications, lowMemory, disturbed, lacksMemory };
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
