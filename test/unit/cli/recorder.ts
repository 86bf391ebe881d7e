// Commands run in this process: what they print and note, and how they end.

import { ENGINE, type Engine } from '#dist/cli/engine.js';
import { Exit } from '#dist/cli/exit-codes.js';
import { runCommandLine } from '#dist/cli/program.js';
import { Terminal } from '#dist/cli/terminal.js';

/** Keeps what is written. */
export class Recorder extends Terminal {
  readonly printed: string[] = [];
  readonly noted: string[] = [];
  override print(text: string): void {
    this.printed.push(text);
  }
  override note(text: string): void {
    this.noted.push(text);
  }
}

/** How a command came out. */
export interface Ran {
  readonly exit: Exit;
  /** What went to stdout, and what to stderr. */
  readonly printed: string;
  readonly noted: string;
}

/** Runs a command line, with parts of the engine replaced. */
export async function run(words: readonly string[], engine: Partial<Engine> = {}): Promise<Ran> {
  const terminal = new Recorder();
  const context = { terminal, engine: { ...ENGINE, ...engine }, exit: Exit.clean };
  const exit = await runCommandLine(words, context);
  return { exit, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}
