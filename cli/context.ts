import type { Exit } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** What commands share. */
export interface Context {
  readonly terminal: Terminal;
  /** Exit code that the command ends with. */
  exit: Exit;
}
