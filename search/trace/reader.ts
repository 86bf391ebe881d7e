/** A log file, line by line in bounded memory, whatever it may be. */

import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { TextDecoder } from 'node:util';
import { NOWHERE, ScenarioError } from '../scenario/error.js';

const CHUNK_BYTES = 1 << 20;
/** A longer line is not looked at. */
const LONGEST_LINE = 65_536;

/** Takes a line without its end; `whole` false: the file ended in it. */
export type TakeLine = (text: string, number: number, whole: boolean) => void;

/** What reading came to. */
export interface Read {
  readonly lines: number;
  readonly bytes: number;
  /** Lines that were too long to be looked at. */
  readonly tooLong: number;
  readonly interrupted: boolean;
}

/** How a file is read. */
export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** After each megabyte. */
  readonly onProgress?: ((bytes: number, total: number) => void) | undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'the file may not be read',
  EPERM: 'the file may not be read',
  EISDIR: 'this is a folder',
};

function asError(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!Object.hasOwn(REASONS, code)) return error;
  return new ScenarioError(file, NOWHERE, {
    what: REASONS[code],
    cause: 'a misspelt path, or a file that belongs to another user',
    next: `look at the folder: ls -l ${path.dirname(file)}`,
  });
}

/** Splits chunks into lines; keeps the beginning of one that is not complete. */
class Lines {
  count = 0;
  tooLong = 0;
  private rest = '';
  private skipping = false;
  private readonly take: TakeLine;

  constructor(take: TakeLine) {
    this.take = take;
  }

  push(text: string): void {
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      const piece = text.slice(from, end);
      from = end + 1;
      this.line(this.rest === '' ? piece : this.rest + piece, true);
      this.rest = '';
    }
    this.rest += text.slice(from);
    if (this.rest.length > LONGEST_LINE) {
      this.rest = '';
      if (!this.skipping) this.tooLong += 1;
      this.skipping = true;
    }
  }

  end(): void {
    if (this.rest !== '' || this.skipping) this.line(this.rest, false);
  }

  private line(text: string, whole: boolean): void {
    this.count += 1;
    if (this.skipping) {
      this.skipping = false;
      return;
    }
    if (text.length > LONGEST_LINE) {
      this.tooLong += 1;
      return;
    }
    this.take(text.endsWith('\r') ? text.slice(0, -1) : text, this.count, whole);
  }
}

/** UTF-16 with its mark, as some terminals save it; else bytes as they are. */
function decoderFor(first: Buffer): TextDecoder {
  if (first[0] === 0xff && first[1] === 0xfe) return new TextDecoder('utf-16le');
  if (first[0] === 0xef && first[1] === 0xbb) return new TextDecoder('utf-8');
  return new TextDecoder('latin1');
}

/** Reads a file to its end, or until the signal. Throws ScenarioError for what is no file. */
export async function readLog(file: string, take: TakeLine, options: ReadOptions): Promise<Read> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    throw asError(file, error);
  }
  try {
    const total = (await handle.stat()).size;
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const lines = new Lines(take);
    let decoder: TextDecoder | null = null;
    let bytes = 0;
    let interrupted = false;
    for (;;) {
      const { bytesRead: count } = await handle.read(chunk, 0, CHUNK_BYTES, null);
      if (count === 0) break;
      bytes += count;
      const piece = chunk.subarray(0, count);
      decoder ??= decoderFor(piece);
      lines.push(decoder.decode(piece, { stream: true }));
      options.onProgress?.(bytes, total);
      if (options.signal?.aborted === true) {
        interrupted = true;
        break;
      }
    }
    lines.end();
    return { lines: lines.count, bytes, tooLong: lines.tooLong, interrupted };
  } catch (error) {
    throw asError(file, error);
  } finally {
    await handle.close();
  }
}
