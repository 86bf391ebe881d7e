import type { Engine } from './engine.js';
import type { Exit } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** What commands share. */
export interface Context {
  readonly terminal: Terminal;
  readonly engine: Engine;
  /** Exit code that the command ends with. */
  exit: Exit;
}
