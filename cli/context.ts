import type { LoadedConfiguration } from './configuration/load.js';
import type { Engine } from './engine.js';
import type { Exit } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** What commands share. */
export interface Context {
  readonly terminal: Terminal;
  readonly engine: Engine;
  /** The configuration of this folder, once a command that takes one has begun. */
  configuration?: LoadedConfiguration | null;
  /** Exit code that the command ends with. */
  exit: Exit;
}
