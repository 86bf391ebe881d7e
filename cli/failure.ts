import type { ScenarioError } from '../search/scenario/error.js';
import { Exit } from './exit-codes.js';

/** What an error tells a person. */
export interface FailureText {
  /** What happened, one sentence without a full stop. */
  readonly what: string;
  /** Where: a flag, a variable, a file; '' when `what` says it. */
  readonly where?: string;
  readonly cause: string;
  /** The next command, or the next thing to do. */
  readonly next: string;
}

/** An error that ends the command with one clear message and an exit code. */
export class Failure extends Error {
  readonly text: FailureText;
  readonly exit: Exit;

  constructor(text: FailureText, exit: Exit = Exit.usage) {
    super(text.what);
    this.name = 'Failure';
    this.text = text;
    this.exit = exit;
  }
}

/** A scenario file that cannot be read or written, as a failure. */
export function scenarioFailure(error: ScenarioError): Failure {
  const { file, line, column, what, likelyCause, next } = error;
  const where = line === 0 ? file : `${file}:${line}:${column}`;
  return new Failure({ what, where, cause: likelyCause, next });
}
