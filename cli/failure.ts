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
