/** Shapes of the values of a step, one for each kind of key, and of a scenario's origin. */

import { z } from 'zod';
import { PAUSE_POINTS } from '../../model/case.js';
import { DESCRIPTORS } from '../../model/descriptors.js';
import {
  CLASS_NAMES,
  DMA_OPTIONS,
  EVENT_NAMES,
  LOCK_MEMBERS,
  LOCK_NAMES,
  MEMORY_TYPES,
  OBJECT_NAMES,
  SECTION_NAMES,
} from './family-words.js';
import { SCENARIO_LIMITS } from './limits.js';
import { matching, nameShape, protectionShape, wholeNumber } from './shapes.js';
import { type FieldKind, PROCESS_NAMES, THREAD_NAMES } from './vocabulary.js';

const MOST = 0xffff_ffff;
const number = '(0x[0-9A-Fa-f]{1,8}|[0-9]{1,10})';
const descriptors = [...Object.keys(DESCRIPTORS), 'MARSHAL_FORCE_ALIAS', '0x[0-9A-Fa-f]{1,8}'];
const descriptorPart = `(${descriptors.join('|')})`;

const pointerIs = 'a pointer is a name, `name + 8`, NULL, or a number up to 0xFFFFFFFF';
const pointer = z.union(
  [
    z.null(),
    wholeNumber(0, MOST, pointerIs),
    matching(new RegExp(`^[A-Za-z]\\w{0,31}( *[+-] *${number})?$`), pointerIs),
  ],
  { error: pointerIs },
);

const descriptorIs =
  'a descriptor is a name such as ARG_IO_PTR, joined with |MARSHAL_FORCE_ALIAS or with ' +
  `hexadecimal bits; the names are ${Object.keys(DESCRIPTORS).join(', ')}`;
const descriptor = z.union(
  [
    wholeNumber(0, MOST, descriptorIs),
    matching(new RegExp(`^${descriptorPart}( *\\| *${descriptorPart})*$`), descriptorIs),
  ],
  { error: descriptorIs },
);

const protectionIs =
  'a protection is PAGE_NOACCESS, PAGE_READONLY or PAGE_READWRITE, with |PAGE_NOCACHE, ' +
  '|PAGE_PHYSICAL, |PAGE_GUARD, or a number';
const dataIs = 'data is a number from 1 (each stands for other bytes), `zeroes` or `initial NAME`';

const applications = PROCESS_NAMES.slice(1, SCENARIO_LIMITS.applications + 1);

const memoryIs = `${Object.keys(MEMORY_TYPES).join(', ')}, or a number`;
const optionNames = Object.keys(DMA_OPTIONS);
const optionsAre = `options are ${optionNames.join(', ')}, joined with |, or a number`;
const oneOption = `(${optionNames.join('|')})`;
const dmaOptions = new RegExp(`^${oneOption}( *\\| *${oneOption})*$`);
const objectShape = z.enum(OBJECT_NAMES.slice(1), {
  error: `a wrapper object: ${OBJECT_NAMES.slice(1).join(', ')}`,
});

/** Shape of each kind of key. */
export const STEP_FIELDS: Readonly<Record<FieldKind, z.ZodType>> = {
  thread: z.enum(THREAD_NAMES, {
    error: `the thread that carries it out: ${THREAD_NAMES.join(', ')}`,
  }),
  actor: z.enum([...THREAD_NAMES, ...applications], {
    error: `who does it: ${[...THREAD_NAMES, ...applications].join(', ')}`,
  }),
  process: z.enum(PROCESS_NAMES, { error: `a process: ${PROCESS_NAMES.join(', ')}` }),
  pointer,
  source: pointer,
  unmarshalled: pointer,
  size: wholeNumber(0, MOST, 'a size is a whole number of bytes, 0 … 0xFFFFFFFF'),
  descriptor,
  protection: z.union(
    [wholeNumber(0, MOST, protectionIs), protectionShape('PAGE_PHYSICAL', 'PAGE_GUARD')],
    {
      error: protectionIs,
    },
  ),
  force: z.boolean({ error: 'forceDuplicate is true or false' }),
  forwarded: z.boolean({ error: 'throughKernel is true or false' }),
  out: z.null({ error: '`out` can only be NULL; leave it out otherwise' }),
  fails: wholeNumber(
    0,
    1000,
    'allocationFails is the number of the allocation that fails: 1, 2, …; 0 for none',
  ),
  pause: z.enum(
    PAUSE_POINTS.filter((point) => point !== ''),
    { error: 'pause is checked, measured or written-back' },
  ),
  data: z.union(
    [wholeNumber(1, 9999, dataIs), matching(/^(zeroes|initial [A-Za-z]\w{0,31})$/, dataIs)],
    { error: dataIs },
  ),
  result: nameShape(),
  object: objectShape,
  original: objectShape,
  class: z.enum(CLASS_NAMES.slice(1), {
    error: `a wrapper class: ${CLASS_NAMES.slice(1).join(', ')}`,
  }),
  origin: z.enum(PROCESS_NAMES, { error: `a process: ${PROCESS_NAMES.join(', ')}` }),
  memory: z.union([wholeNumber(0, MOST, memoryIs), z.enum(Object.keys(MEMORY_TYPES))], {
    error: memoryIs,
  }),
  constant: z.boolean({ error: 'constant is true or false' }),
  unforced: z.boolean({ error: 'forceDuplicate is true or false, and true when left out' }),
  asynchronous: z.boolean({ error: 'asynchronous is true or false' }),
  handle: z.enum(PROCESS_NAMES, { error: `a process: ${PROCESS_NAMES.join(', ')}` }),
  event: z.enum(EVENT_NAMES.slice(1), { error: `an event: ${EVENT_NAMES.slice(1).join(', ')}` }),
  section: z.enum(SECTION_NAMES.slice(1), {
    error: `a critical section: ${SECTION_NAMES.slice(1).join(', ')}`,
  }),
  lock: z.enum(LOCK_NAMES.slice(1), {
    error: `a WD_DMA structure: ${LOCK_NAMES.slice(1).join(', ')}`,
  }),
  member: z.enum(LOCK_MEMBERS.slice(1), { error: `a member: ${LOCK_MEMBERS.slice(1).join(', ')}` }),
  version: wholeNumber(1, 9999, 'a version of WinDriver without its dots: 522, 600'),
  options: z.union([wholeNumber(0, MOST, optionsAre), matching(dmaOptions, optionsAre)], {
    error: optionsAre,
  }),
  structure: z.boolean({ error: 'structure is true or false' }),
};

const text = z
  .string({ error: 'text' })
  .max(500)
  .regex(/^\P{Cc}*$/u, { error: 'the text holds control characters' });

/** Shape of `origin`. */
export const ORIGIN: z.ZodType<Record<string, string | number | undefined>> = z.strictObject({
  seed: text,
  case: z.int({ error: 'the number of the case' }).min(0),
  island: z.int({ error: 'the number of the island' }).min(0).optional(),
  target: text,
  fault: text.optional(),
  signature: text,
  generator: text,
});
