/**
 * A conversation with a target: greeting, batches, ids, restarts. Whatever goes wrong is a
 * TargetFailure once the conversation has begun, and a TargetStartError before.
 */

import { type Offer, type OperationName, TargetFailure } from '../interface.js';
import { addressOf } from './address.js';
import { Channel } from './channel.js';
import type { Address, Failing, Outcome } from './messages.js';
import {
  type Answer,
  batchReplySchema,
  type Hello,
  helloReplySchema,
  OPERATIONS,
  PROTOCOL,
  type WireStep,
} from './protocol.js';
import { TargetStartError } from './start-error.js';

/** Milliseconds that a target has for one operation when nobody says. */
export const DEFAULT_WATCHDOG = 5000;
/** Milliseconds that it has to start and to greet, at least. */
const TO_START = 10_000;
/** A target that died in a reset is started again so often before it counts as unable to. */
const ATTEMPTS = 3;

const STATUS: Readonly<Record<Failing, TargetFailure['status']>> = {
  start: 'crashed',
  ended: 'crashed',
  silent: 'hung',
  flood: 'garbled',
};

const CAUSES: Readonly<Record<Failing, string>> = {
  start: 'no such program, a path that is relative to another folder, or nobody listens there',
  ended: 'the target crashed, or ended because it does not speak the protocol',
  silent: 'the target hangs, or keeps its answer in a buffer: flush stdout after each line',
  flood: 'the target prints something else on stdout: only answers belong there',
};

/** What a greeting offers, with what it left out filled in. */
function offerOf(hello: Hello, readings: readonly string[]): Offer {
  const { pauses = false, allocationFailures = false, inspections = [] } = hello;
  const named = hello.operations ?? OPERATIONS;
  const operations: OperationName[] = named.filter((each) => pauses || each !== 'resume');
  return {
    readings: hello.readings ?? readings,
    servers: hello.servers ?? ['kernel', 'user'],
    operations,
    inspections,
    pauses,
    allocationFailures,
  };
}

/** One target, kept running from case to case. */
export class Connection {
  /** Name that the target gave itself. */
  name = '';
  offer: Offer;
  /** Times that it had to be started again. */
  restarts = 0;
  /** How it broke, '' while it works. */
  broken = '';
  private readonly text: string;
  private readonly address: Address;
  private readonly watchdog: number;
  private readonly channel = new Channel();
  private id = 0;
  private stderr = '';

  /**
   * Starts the target that `--target` names. `watchdog`: milliseconds for one operation;
   * `readings`: all there are. Throws TargetStartError, RangeError for what is no address.
   */
  constructor(text: string, watchdog: number, readings: readonly string[]) {
    this.text = text;
    this.watchdog = watchdog;
    this.address = addressOf(text);
    try {
      this.offer = offerOf(this.begin(), readings);
    } catch (error) {
      this.channel.stop();
      throw error;
    }
  }

  /** Begins a case. A target that is gone is started again. */
  reset(step: WireStep): void {
    for (let attempt = 1; ; attempt += 1) {
      if (this.broken !== '') {
        this.restarts += 1;
        this.begin();
      }
      try {
        const [answer] = this.exchange([step], true);
        if (answer?.status === 'refused') this.refuse(answer.why ?? 'no reason given');
        return;
      } catch (error) {
        if (!(error instanceof TargetFailure)) throw error;
        if (attempt === ATTEMPTS) {
          const what = `the target cannot begin a case: ${error.message}`;
          throw new TargetStartError(what, 'see its stderr', this.stderr);
        }
      }
    }
  }

  private refuse(why: string): never {
    throw new TargetStartError(
      `the target refuses to begin a case: ${why.slice(0, 300)}`,
      'its greeting offers readings or servers that it does not have',
      '',
    );
  }

  /** Sends steps, gives their answers. Throws TargetFailure; the target is gone then. */
  exchange(steps: readonly WireStep[], begins = false): readonly Answer[] {
    if (this.broken !== '') throw new TargetFailure('crashed', this.broken);
    const line = this.ask({ steps }, this.watchdog, begins);
    const parsed = batchReplySchema.safeParse(this.decode(line));
    if (!parsed.success) return this.garbled(whatIsWrong(parsed.error.issues[0]), line);
    const { id, steps: answers } = parsed.data;
    if (id !== this.id) return this.garbled(`it answers ${id} where ${this.id} was asked`, line);
    if (answers.length !== steps.length) {
      return this.garbled(`${answers.length} answers to ${steps.length} steps`, line);
    }
    return answers;
  }

  /** The target answered nonsense: it is ended. */
  garbled(what: string, line: string): never {
    const shown = JSON.stringify(line.slice(0, 120));
    return this.fail('garbled', `${what}, in ${shown}${line.length > 120 ? '…' : ''}`);
  }

  /** What it said on stderr in this case, and how it broke. */
  evidence(): string {
    const stderr = (this.broken === '' ? this.channel.stderr() : this.stderr).trim();
    return [this.broken, stderr === '' ? '' : `stderr: ${stderr}`].filter(Boolean).join('\n');
  }

  /** Ends the target. */
  close(): void {
    this.channel.stop();
    this.broken = 'it was ended';
  }

  private begin(): Hello {
    const wait = Math.max(TO_START, this.watchdog);
    const outcome = this.channel.start(this.address, wait);
    if (outcome.is === 'failed') throw this.startError('cannot be started', outcome);
    this.broken = '';
    this.stderr = '';
    try {
      return this.greet(wait);
    } catch (error) {
      if (!(error instanceof TargetFailure)) throw error;
      const what = `'${this.text}' does not speak the target protocol: ${error.message}`;
      throw new TargetStartError(what, causeOf(error.status), this.stderr);
    }
  }

  private greet(wait: number): Hello {
    const hello = { protocol: PROTOCOL, harness: 'marshalcheck' };
    const line = this.ask({ hello }, wait, true);
    const parsed = helloReplySchema.safeParse(this.decode(line));
    if (!parsed.success) return this.garbled(whatIsWrong(parsed.error.issues[0]), line);
    if (parsed.data.id !== this.id) return this.garbled(`it answers ${parsed.data.id}`, line);
    this.name = parsed.data.hello.name;
    return parsed.data.hello;
  }

  private startError(what: string, outcome: Extract<Outcome, { is: 'failed' }>): TargetStartError {
    const { how, detail, stderr } = outcome;
    return new TargetStartError(`'${this.text}' ${what}: ${detail}`, CAUSES[how], stderr);
  }

  private ask(content: object, wait: number, begins: boolean): string {
    this.id += 1;
    const line = JSON.stringify({ id: this.id, ...content });
    const outcome = this.channel.send(line, wait, begins);
    if (outcome.is === 'failed') {
      this.stderr = outcome.stderr;
      return this.fail(STATUS[outcome.how], outcome.detail, false);
    }
    if (outcome.is !== 'line') throw new Error(`unexpected ${outcome.is} from the channel`);
    if (outcome.extra) return this.garbled('more than one line for one question', outcome.line);
    return outcome.line;
  }

  private decode(line: string): unknown {
    try {
      return JSON.parse(line);
    } catch {
      return this.garbled('a line that is no JSON', line);
    }
  }

  private fail(status: TargetFailure['status'], detail: string, isRunning = true): never {
    if (isRunning) this.stderr = this.channel.end();
    this.broken = detail;
    throw new TargetFailure(status, detail);
  }
}

function causeOf(status: TargetFailure['status']): string {
  if (status === 'hung') return CAUSES.silent;
  return status === 'garbled' ? CAUSES.flood : CAUSES.ended;
}

function whatIsWrong(issue: { path: readonly PropertyKey[]; message: string } | undefined): string {
  const place = issue?.path.map(String).join('.') ?? '';
  return `${place === '' ? 'the line' : place}: ${issue?.message ?? 'not as it should be'}`;
}
