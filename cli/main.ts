#!/usr/bin/env node
/** The command `marshalcheck`. */

import { ENGINE } from './engine.js';
import { Exit } from './exit-codes.js';
import { runCommandLine } from './program.js';
import { Terminal } from './terminal.js';

const terminal = new Terminal();
// Written output may turn out to be lost after the command has ended.
process.on('exit', () => {
  if (terminal.isLost) process.exitCode = Exit.harness;
});
process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal,
  engine: ENGINE,
  exit: Exit.clean,
});
