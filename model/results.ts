/** HRESULTs that the rules name, as unsigned 32-bit numbers, and how they print. */

/** Results by name. */
export const RESULTS = {
  S_OK: 0,
  E_FAIL: 0x80004005,
  E_ACCESSDENIED: 0x80070005,
  E_HANDLE: 0x80070006,
  E_NOT_ENOUGH_MEMORY: 0x80070008,
  E_OUTOFMEMORY: 0x8007000e,
  E_NOT_SUPPORTED: 0x80070032,
  E_INVALIDARG: 0x80070057,
  E_ALREADY_EXISTS: 0x800700b7,
} as const;

/** Names that a scenario may use for a result. */
export type ResultName = keyof typeof RESULTS;

/** FAILED(hr): the sign bit is set. */
export function isFailed(result: number): boolean {
  return result > 0x7fffffff || result < 0;
}

/** True for HRESULT_FROM_WIN32 codes: severity error, facility 7. */
export function isWin32(result: number): boolean {
  return result >>> 16 === 0x8007;
}

const NAMES = new Map<number, string>(
  Object.entries(RESULTS).map(([name, value]) => [value, name]),
);

/** `E_ACCESSDENIED (0x80070005)`; unnamed codes as the bare hexadecimal number. */
export function resultText(result: number): string {
  const value = result >>> 0;
  const hexadecimal = `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
  const name = NAMES.get(value);
  return name === undefined ? hexadecimal : `${name} (${hexadecimal})`;
}
