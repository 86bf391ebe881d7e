/** What a run shows against a driver: breaches of its rules, leaks, races for its variables. */

import type { DriverPlatform } from '../../drivers/interface.js';
import { CITE, type ObligationId, obligationAt } from '../../model/clauses/index.js';
import { isWinDriverCall } from '../../model/families.js';
import { findReading } from '../../model/readings.js';
import { isFailed } from '../../model/results.js';
import type { Operation } from '../../model/step.js';
import { DriverMonitor } from '../../properties/driver-rules/monitor.js';
import type { Response } from '../../targets/interface.js';
import { allocates } from './port.js';
import type { Race } from './races.js';

/** Something that a run showed. */
export interface Shown {
  /** What makes it the same defect in another run: a rule, a place in the driver. */
  readonly signature: string;
  readonly class: 'breach' | 'warning';
  readonly obligations: readonly string[];
  /** One sentence. */
  readonly text: string;
  /** Operations of the run up to and including the one at which it showed. */
  readonly length: number;
  /** Events up to there: operations, and the steps between them that nobody counts. */
  readonly events: number;
  /** Switches away from a thread that could have gone on, up to there. */
  readonly preemptions: number;
}

/** Where in the driver something happens: the entry point or thread, and the operation. */
export interface Place {
  readonly label: string;
  readonly operation: string;
}

interface Written {
  readonly call: number;
  readonly process: number;
}

/** What makes the thing that a duty at the end is about, by the beginning of its ID. */
const MAKERS = [
  ['CLOSE', 'CeOpenCallerBuffer'],
  ['VM', 'VirtualAllocEx'],
] as const;

/** Judges one run after the other; keeps its tables. */
export class Judge {
  readonly shown: Shown[] = [];
  private readonly monitor = new DriverMonitor();
  /** Where each pointer was made: by what makes it, the latest last. */
  private readonly madeAt = new Map<number, Place[]>();
  /** What VirtualAllocEx gave, in order. */
  private readonly reservations: { readonly process: number; readonly base: number }[] = [];
  private readonly writers = new Map<number, Written>();
  private readonly signatures = new Set<string>();
  /** The driver shares memory of its own with applications. */
  private shares = false;
  /** Where WD_Open and WD_DMALock were called last: nothing else tells whose the end is. */
  private readonly windriver = new Map<string, Place>();
  private length = 0;
  private events = 0;
  private preemptions = 0;

  /** Begins a run. */
  begin({ reading, copyLimit }: DriverPlatform, isUser: boolean, shares: boolean): void {
    const row = findReading(reading);
    if (row === undefined) throw new RangeError(`unknown reading ${reading}`);
    const platform = { reading: row, userServer: isUser, copyLimit, shares };
    // Variables, handles and threads order accesses too: races.ts sees them.
    this.monitor.begin({ ...platform, racesElsewhere: true });
    this.shares = shares;
    this.shown.length = 0;
    this.madeAt.clear();
    this.reservations.length = 0;
    this.writers.clear();
    this.windriver.clear();
    this.signatures.clear();
    this.at(0, 0, 0);
  }

  /** What follows is shown after so many operations, events and preemptions. */
  at(length: number, events: number, preemptions: number): void {
    this.length = length;
    this.events = events;
    this.preemptions = preemptions;
  }

  /**
   * An operation and what came of it; gives the number of rules that it broke. `instead`: what it
   * breaks where the rules of marshalling are not the point.
   */
  observe(
    request: Operation,
    response: Response,
    place: Place,
    instead: readonly ObligationId[] = [],
  ): number {
    const count = this.monitor.observe(request, request, response);
    if (isWinDriverCall(request.operation)) this.windriver.set(request.operation, place);
    const [id] = instead;
    if (id !== undefined) {
      const where = `${place.label}/${place.operation}`;
      const { when, then } = obligationAt(CITE[id]);
      this.show(`${id}:${where}`, instead, `${where}: when ${when}, ${then}`);
      return instead.length;
    }
    if (count > 0) this.report(count, () => place);
    const succeeded = response.status === 'returned' && !isFailed(response.value);
    if (request.operation === 'VirtualAllocEx' && succeeded) {
      this.reservations.push({ process: request.process, base: response.pointer });
    }
    const makes = allocates(request.operation) || request.operation === 'VirtualAllocEx';
    if (makes && succeeded) {
      const places = this.madeAt.get(response.pointer);
      if (places === undefined) this.madeAt.set(response.pointer, [place]);
      else places.push(place);
    }
    return count;
  }

  /** A further API parameter of the call on a thread, beside the one of the operation `call`. */
  parameter(thread: number, address: number, size: number, descriptor: number): void {
    this.monitor.receiveParameter(thread, address, size, descriptor);
  }

  /** The run is over: what is still held. */
  end(): void {
    const count = this.monitor.end();
    if (count > 0) this.report(count, (address, id) => this.madeBy(address, id));
  }

  /** Where the buffer was made that a duty at the end is about. */
  private madeBy(address: number, id: string): Place {
    const opened = this.windriver.get(id === 'WD-7.unlocks' ? 'WD_DMALock' : 'WD_Open');
    if (id.startsWith('WD-7') && opened !== undefined) return opened;
    const places = this.madeAt.get(address) ?? [];
    const maker = MAKERS.find(([clause]) => id.startsWith(clause))?.[1] ?? 'CeAlloc';
    const own = places.filter(({ operation }) => operation.startsWith(maker));
    const place = own.at(-1);
    if (place !== undefined && this.isOrphan(address)) {
      return { ...place, operation: `${place.operation}/orphaned` };
    }
    return place ?? places.at(-1) ?? { label: 'end', operation: 'end' };
  }

  /** True for a reservation after which the same process was given another one. */
  private isOrphan(address: number): boolean {
    const first = this.reservations.findIndex(({ base }) => base === address);
    const { process } = this.reservations[first] ?? { process: 0 };
    return this.reservations.some((each, index) => index > first && each.process === process);
  }

  /** A thread of the driver uses a variable; `call` is the number of its call, 0 outside any. */
  variable(
    number: number,
    name: string,
    writes: boolean,
    call: number,
    process: number,
    label: string,
  ): void {
    if (writes) {
      this.writers.set(number, { call, process });
      return;
    }
    const writer = this.writers.get(number);
    if (writer === undefined || call === 0 || writer.call === 0 || writer.call === call) return;
    const own = writer.process === process;
    const id: ObligationId = own ? 'DRV-1.per-call' : 'DRV-1.per-caller';
    const whose = own ? 'another call' : 'a call of another process';
    this.show(`${id}:${label}/${name}`, [id], `${label} reads in ${name} what ${whose} wrote`);
  }

  private get hasLocked(): boolean {
    return this.windriver.has('WD_DMALock');
  }

  /** Two accesses that nothing orders. */
  race({ kind, labels, name }: Race): void {
    const [first, second] = [...labels].sort();
    const where = kind === 'memory' ? `${first}+${second}` : name;
    const isBuffer = kind === 'memory' && this.hasLocked;
    const record: ObligationId = kind === 'memory' ? 'VM-12.block' : 'VM-12.record';
    const id: ObligationId = isBuffer ? 'WD-4' : record;
    const what = kind === 'memory' ? 'the shared block' : name;
    const text = `${first} and ${second} access ${what}, and nothing orders them`;
    if (this.shares || isBuffer) this.show(`${id}:${where}`, [id], text);
    else this.show(`race:${where}`, [], text);
  }

  /** Something was to be done by a moment that is past. */
  late(what: string, milliseconds: number): void {
    this.show(`late:${what}`, [], `${what} is ${milliseconds} ms late`);
  }

  /** Something that no operation shows by itself. */
  show(
    signature: string,
    obligations: readonly string[],
    text: string,
    severity: Shown['class'] = 'breach',
  ): void {
    if (this.signatures.has(signature)) return;
    this.signatures.add(signature);
    const { length, events, preemptions } = this;
    this.shown.push({ signature, class: severity, obligations, text, length, events, preemptions });
  }

  /** Breaches at one place make one finding, named after the first; advice is apart. */
  private report(count: number, placeOf: (address: number, id: string) => Place): void {
    const groups = new Map<
      string,
      { place: Place; advice: boolean; ids: string[]; says: string }
    >();
    for (let i = 0; i < count; i += 1) {
      const { id, force, when, then } = obligationAt(this.monitor.breached[i]);
      const place = placeOf(this.monitor.addresses[i], id);
      const advice = force === 'advice';
      const key = `${advice ? 'advice' : ''}${place.label}/${place.operation}`;
      const group = groups.get(key);
      if (group === undefined)
        groups.set(key, { place, advice, ids: [id], says: `when ${when}, ${then}` });
      else if (!group.ids.includes(id)) group.ids.push(id);
    }
    for (const { place, advice, ids, says } of groups.values()) {
      const where = `${place.label}/${place.operation}`;
      const text = `${where}: ${says}`;
      this.show(`${ids[0]}:${where}`, ids, text, advice ? 'warning' : 'breach');
    }
  }
}
