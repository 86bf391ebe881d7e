/** JSON that keeps typed arrays. Nothing in it is ever made into code or into other objects. */

/** Member that marks an array of its own type. */
const MARKS = { $i32: Int32Array, $u32: Uint32Array, $u8: Uint8Array } as const;

/** As text, one line. */
export function encode(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    for (const [mark, Type] of Object.entries(MARKS)) {
      if (each instanceof Type) return { [mark]: [...each] };
    }
    return each;
  });
}

/** The value of such a text. Throws SyntaxError for what is no JSON. */
export function decode(text: string): unknown {
  return JSON.parse(text, (_, each: unknown) => {
    if (typeof each !== 'object' || each === null) return each;
    for (const [mark, Type] of Object.entries(MARKS)) {
      const list = Object.hasOwn(each, mark) ? (each as Record<string, unknown>)[mark] : undefined;
      if (isNumbers(list)) return Type.from(list);
    }
    return each;
  });
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'number');
}
