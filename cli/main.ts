#!/usr/bin/env node
/** The command `marshalcheck`. */

import { Exit } from './exit-codes.js';
import { runCommandLine } from './program.js';
import { Terminal } from './terminal.js';

const terminal = new Terminal();
process.exitCode = await runCommandLine(process.argv.slice(2), { terminal, exit: Exit.clean });
