import type { FleetError } from '../fleet/error.js';
import type { CheckpointError } from '../search/check/checkpoint-error.js';
import type { OfferError } from '../search/offer.js';
import type { ScenarioError } from '../search/scenario/error.js';
import type { TargetStartError } from '../targets/process/start-error.js';
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

/** A target that could not go on in the middle of a campaign. */
export function lostFailure(what: string): Failure {
  return new Failure(
    {
      what,
      where: '--target',
      cause: 'the target cannot be brought back; all that came before is reported',
      next: 'start the target by hand and send it the lines of docs/target-protocol.md',
    },
    Exit.harness,
  );
}

/** A target that cannot be started, or that does not speak the protocol. */
export function startFailure({ message, likelyCause, stderr }: TargetStartError): Failure {
  const said = stderr.trim() === '' ? '' : `\n  it wrote on stderr: ${stderr.trim()}`;
  return new Failure(
    {
      what: message + said,
      where: '--target',
      cause: likelyCause,
      next: 'start the target by hand and send it the lines of docs/target-protocol.md',
    },
    Exit.harness,
  );
}

/** What was saved does not fit, or would be lost. */
export function checkpointFailure({ message, likelyCause, next }: CheckpointError): Failure {
  return new Failure({ what: message, where: '--checkpoint', cause: likelyCause, next });
}

/** Nothing of what was asked for is what the target has. */
export function offerFailure({ message }: OfferError): Failure {
  const cause = 'its greeting says what it can follow';
  return new Failure({ what: message, where: '--target', cause, next: 'ask for what it offers' });
}

/** What went wrong with a fleet. */
export function fleetFailure({ message, kind, likelyCause, next }: FleetError): Failure {
  const exit = kind === 'usage' ? Exit.usage : Exit.harness;
  return new Failure({ what: message, cause: likelyCause, next }, exit);
}

/** A scenario file that cannot be read or written, as a failure. */
export function scenarioFailure(error: ScenarioError): Failure {
  const { file, line, column, what, likelyCause, next } = error;
  const where = line === 0 ? file : `${file}:${line}:${column}`;
  return new Failure({ what, where, cause: likelyCause, next });
}
