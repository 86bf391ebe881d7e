/**
 * Argument descriptors (ARG_*, MARSHAL_FORCE_ALIAS): the real values of pkfuncs.h / kernsdk.h and
 * what they say about a buffer.
 */

/** Descriptors by name; values as the vendor's headers define them. */
export const DESCRIPTORS = {
  ARG_DW: 0,
  ARG_I_PTR: 4,
  ARG_I_WSTR: 5,
  ARG_I_ASTR: 6,
  ARG_I_PDW: 7,
  ARG_O_PTR: 8,
  ARG_O_PDW: 9,
  ARG_O_PI64: 0xa,
  ARG_IO_PTR: 0xc,
  ARG_IO_PDW: 0xd,
  ARG_IO_PI64: 0xe,
} as const;

/** Name of a defined descriptor. */
export type DescriptorName = keyof typeof DESCRIPTORS;

/** Or'ed into the descriptor of Alloc, Flush and FreeAsynchronousBuffer; others ignore it. */
export const MARSHAL_FORCE_ALIAS = 0x80000000;

const IN_BIT = 4;
const OUT_BIT = 8;
const TYPE_MASK = 0xf;

/** The type without MARSHAL_FORCE_ALIAS; bits beside both are kept, and make it undefined. */
export function typeOf(descriptor: number): number {
  return descriptor & 0x7fffffff;
}

/** True when MARSHAL_FORCE_ALIAS is set. */
export function forcesAlias(descriptor: number): boolean {
  return descriptor < 0 || descriptor >= MARSHAL_FORCE_ALIAS;
}

/** True for the I bit: the server reads what the caller put there. */
export function isInput(descriptor: number): boolean {
  return (descriptor & IN_BIT) !== 0;
}

/** True for the O bit: what the server writes goes back to the caller. */
export function isOutput(descriptor: number): boolean {
  return (descriptor & OUT_BIT) !== 0;
}

/** Bytes of a character for ARG_I_WSTR (2) and ARG_I_ASTR (1); 0 for what is no string. */
export function characterBytes(descriptor: number): 0 | 1 | 2 {
  const type = typeOf(descriptor);
  if (type === DESCRIPTORS.ARG_I_WSTR) return 2;
  return type === DESCRIPTORS.ARG_I_ASTR ? 1 : 0;
}

/** The size in bytes that PDW (4) and PI64 (8) descriptors demand, else 0 (QUIET-3). */
export function fixedBytes(descriptor: number): 0 | 4 | 8 {
  const type = typeOf(descriptor);
  if (type === DESCRIPTORS.ARG_O_PDW || type === DESCRIPTORS.ARG_IO_PDW) return 4;
  return type === DESCRIPTORS.ARG_O_PI64 || type === DESCRIPTORS.ARG_IO_PI64 ? 8 : 0;
}

/** True for ARG_O_PTR and ARG_IO_PTR, the two that Flush is documented for (FLUSH-2). */
export function isOutputPointer(descriptor: number): boolean {
  const type = typeOf(descriptor);
  return type === DESCRIPTORS.ARG_O_PTR || type === DESCRIPTORS.ARG_IO_PTR;
}

/**
 * True when the helpers accept the descriptor: a defined pointer type, no bits beside type and
 * flag, and not ARG_I_PDW (OPEN-3, ASYNC-6, QUIET-3).
 */
export function isMarshallable(descriptor: number): boolean {
  const type = typeOf(descriptor);
  if ((type & ~TYPE_MASK) !== 0) return false;
  if (type === DESCRIPTORS.ARG_I_PDW) return false;
  return (type >= 4 && type <= 0xa) || (type >= 0xc && type <= 0xe);
}

const NAMES = new Map<number, string>(
  Object.entries(DESCRIPTORS).map(([name, value]) => [value, name]),
);

/** A descriptor in words: `ARG_IO_PTR|MARSHAL_FORCE_ALIAS`, or hexadecimal when undefined. */
export function descriptorText(descriptor: number): string {
  const type = typeOf(descriptor);
  const name = NAMES.get(type) ?? `0x${type.toString(16).toUpperCase()}`;
  return forcesAlias(descriptor) ? `${name}|MARSHAL_FORCE_ALIAS` : name;
}

/** Inverse of {@link descriptorText}; undefined for text that names no descriptor. */
export function parseDescriptor(text: string): number | undefined {
  let value = 0;
  for (const part of text.split('|').map((piece) => piece.trim())) {
    if (part === 'MARSHAL_FORCE_ALIAS') value = (value | MARSHAL_FORCE_ALIAS) >>> 0;
    else if (part in DESCRIPTORS) value = (value | DESCRIPTORS[part as DescriptorName]) >>> 0;
    else if (/^0x[0-9a-f]{1,8}$/i.test(part)) value = (value | Number.parseInt(part, 16)) >>> 0;
    else return undefined;
  }
  return value;
}
