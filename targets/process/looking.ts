/**
 * Looking into a target from outside. Each question would be a round trip, so what was asked after
 * one operation goes along with the next one, and its answer is there when it is asked again.
 */

import {
  type Inspection,
  type InspectionName,
  PAGE_BYTES,
  type PageState,
  type Setup,
} from '../interface.js';
import type { Connection } from './connection.js';
import type { Answer, WireStep } from './protocol.js';

/** Something that was asked, and its last answer. */
interface Question {
  readonly step: WireStep;
  readonly size: number;
  answer: Answer;
  /** Bytes of a peek. */
  bytes: Buffer | null;
  /** Moment at which it was answered, and at which it was last asked. */
  answered: number;
  asked: number;
}

/** Most questions that go along with one operation. */
const MOST_ALONG = 256;

/** See the file comment. */
export class Looking implements Inspection {
  readonly offers: ReadonlySet<InspectionName>;
  private readonly connection: Connection;
  private readonly questions = new Map<string, Question>();
  private readonly along: Question[] = [];
  private now = 0;

  constructor(connection: Connection) {
    this.connection = connection;
    this.offers = new Set(connection.offer.inspections);
  }

  /** A case begins: what it starts with is what will be asked first. */
  begin(setup: Setup): void {
    this.questions.clear();
    this.now += 1;
    for (const region of setup.regions) {
      const { process, base, runs } = region;
      const pages = runs.reduce((sum, run) => sum + run.pages, 0);
      if (this.offers.has('memory')) this.expect('peek', process, base, pages * PAGE_BYTES);
      if (!this.offers.has('pages')) continue;
      let page = base;
      for (const run of runs) {
        this.expect('page', process, page, 0);
        this.expect('page', process, page + (run.pages - 1) * PAGE_BYTES, 0);
        page += run.pages * PAGE_BYTES;
      }
    }
    if (this.counts) this.expect('counts', 0, 0, 0);
  }

  /** What goes along with the next operation. */
  steps(): WireStep[] {
    this.along.length = 0;
    for (const [key, question] of this.questions) {
      if (question.asked < this.now) {
        if (question.bytes === null) this.questions.delete(key);
      } else if (this.along.length < MOST_ALONG) this.along.push(question);
    }
    return this.along.map(({ step }) => step);
  }

  /** The answers to those steps, after the operation. Throws TargetFailure. */
  take(answers: readonly Answer[]): void {
    this.now += 1;
    this.along.forEach((question, index) => {
      this.note(question, answers[index] ?? {});
    });
  }

  peek(process: number, address: number, size: number, into: Uint8Array): boolean {
    const { answer, bytes } = this.question('peek', process, address, size);
    if (bytes === null || answer.status === 'faulted') return false;
    into.set(bytes);
    return true;
  }

  page(process: number, address: number, out: PageState): void {
    const { answer } = this.question('page', process, address, 0);
    out.present = answer.present ?? false;
    out.protection = answer.protection ?? 0;
    out.cached = answer.cached ?? true;
    out.frame = answer.frame ?? 0;
    out.references = answer.references ?? 0;
  }

  heapBlocks(): number {
    return this.question('counts', 0, 0, 0).answer.heapBlocks ?? 0;
  }

  heapBytes(): number {
    return this.question('counts', 0, 0, 0).answer.heapBytes ?? 0;
  }

  aliases(): number {
    return this.question('counts', 0, 0, 0).answer.aliases ?? 0;
  }

  records(): number {
    return this.question('counts', 0, 0, 0).answer.records ?? 0;
  }

  private get counts(): boolean {
    return ['heap', 'aliases', 'records'].some((name) => this.offers.has(name as InspectionName));
  }

  private question(kind: Kind, process: number, address: number, size: number): Question {
    const question = this.expect(kind, process, address, size);
    if (question.answered === this.now) return question;
    const [answer] = this.connection.exchange([question.step]);
    this.note(question, answer ?? {});
    return question;
  }

  private expect(kind: Kind, process: number, address: number, size: number): Question {
    const key = `${kind} ${process} ${address} ${size}`;
    const known = this.questions.get(key);
    if (known !== undefined) {
      known.asked = this.now;
      return known;
    }
    const step = stepFor(kind, process, address, size);
    const question: Question = {
      step,
      size,
      answer: {},
      bytes: null,
      answered: -1,
      asked: this.now,
    };
    this.questions.set(key, question);
    return question;
  }

  private note(question: Question, answer: Answer): void {
    question.answer = answer;
    question.answered = this.now;
    if (question.step.do !== 'peek' || answer.status === 'faulted') {
      this.check(question.step.do, answer);
      return;
    }
    if (answer.unchanged === true) {
      if (question.bytes !== null) return;
      this.connection.garbled('unchanged, where nothing was peeked before', JSON.stringify(answer));
    }
    question.bytes = bytesIn(answer, question.size, this.connection);
  }

  /** What is offered has to be there. */
  private check(kind: string, answer: Answer): void {
    const needed: [InspectionName, unknown][] =
      kind === 'counts'
        ? [
            ['heap', answer.heapBlocks],
            ['heap', answer.heapBytes],
            ['aliases', answer.aliases],
            ['records', answer.records],
          ]
        : [['pages', answer.present]];
    if (answer.present === true) {
      needed.push(['pages', answer.protection], ['cache', answer.cached]);
      needed.push(['references', answer.references], ['frames', answer.frame]);
    }
    const missing = needed.find(([name, value]) => this.offers.has(name) && value === undefined);
    if (kind === 'peek' || missing === undefined) return;
    this.connection.garbled(`no ${missing[0]} in the answer to ${kind}`, JSON.stringify(answer));
  }
}

type Kind = 'peek' | 'page' | 'counts';

function stepFor(kind: Kind, process: number, pointer: number, size: number): WireStep {
  if (kind === 'counts') return { do: 'counts' };
  return kind === 'page' ? { do: kind, process, pointer } : { do: kind, process, pointer, size };
}

/** The `size` bytes of an answer. Ends the target when they are not there. */
export function bytesIn(answer: Answer, size: number, connection: Connection): Buffer {
  const digits = answer.bytes ?? '';
  const bytes = Buffer.from(digits, 'hex');
  if (bytes.length === size && digits.length === size * 2) return bytes;
  const what = `${digits.length} digits in bytes, where ${size} bytes are ${size * 2}`;
  return connection.garbled(what, JSON.stringify({ ...answer, bytes: digits.slice(0, 40) }));
}
