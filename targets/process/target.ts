/** A target from outside, as the searches see it: a program or a server behind the wire. */

import {
  type Inspection,
  type Offer,
  type OperationName,
  POINTER_SENTINEL,
  type Request,
  type Response,
  type Setup,
  type Target,
  TargetFailure,
} from '../interface.js';
import type { Connection } from './connection.js';
import { bytesIn, Looking } from './looking.js';
import type { Answer } from './protocol.js';
import { resetStep, stepOf } from './steps.js';

/** See the file comment. */
export class ProcessTarget implements Target {
  readonly name: string;
  readonly offer: Offer;
  readonly pauses: boolean;
  private readonly connection: Connection;
  private readonly looking: Looking | null;
  private readonly operations: ReadonlySet<OperationName>;

  constructor(connection: Connection) {
    this.connection = connection;
    this.name = connection.name;
    this.offer = connection.offer;
    this.pauses = connection.offer.pauses;
    this.operations = new Set(connection.offer.operations);
    this.looking = connection.offer.inspections.length > 0 ? new Looking(connection) : null;
  }

  /** Null also while the target is broken: until the next reset. */
  get inspection(): Inspection | null {
    return this.connection.broken === '' ? this.looking : null;
  }

  get restarts(): number {
    return this.connection.restarts;
  }

  /** Throws TargetStartError. */
  reset(setup: Setup): void {
    this.connection.reset(resetStep(setup));
    this.looking?.begin(setup);
  }

  perform(request: Request, response: Response): void {
    if (!this.isOffered(request)) {
      response.status = 'refused';
      return;
    }
    try {
      const along = this.looking?.steps() ?? [];
      const [answer = {}, ...looks] = this.connection.exchange([stepOf(request), ...along]);
      this.fill(request, response, answer);
      this.looking?.take(looks);
    } catch (error) {
      if (!(error instanceof TargetFailure)) throw error;
      response.status = error.status;
    }
  }

  evidence(): string {
    return this.connection.evidence();
  }

  private isOffered({ operation, allocationFails }: Request): boolean {
    if (!this.operations.has(operation)) return false;
    return allocationFails === 0 || this.offer.allocationFailures;
  }

  private fill(request: Request, response: Response, answer: Answer): void {
    response.status = answer.status ?? 'returned';
    response.value = answer.value ?? 0;
    response.pointer =
      answer.pointer ?? (request.operation.startsWith('Ce') ? POINTER_SENTINEL : 0);
    if (request.operation !== 'read' || response.status !== 'returned') return;
    response.bytes.set(bytesIn(answer, request.size, this.connection));
  }
}
