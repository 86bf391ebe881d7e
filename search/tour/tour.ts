/**
 * The conformance tour: every operation in every belief of a scope that the target's own choices
 * make reachable. The next operation is the nearest that was not carried out yet; the way there is
 * planned anew wherever the target chooses otherwise than before.
 */

import { MissingCut } from '../../model/world/domain.js';
import { signatureOf } from '../../properties/describe.js';
import { type Ground, groundOf } from '../check/marshalling/ground.js';
import type { Finding } from '../finding.js';
import { breathe } from '../workers/breathe.js';
import { Choices } from './choices.js';
import { isDoubtful } from './doubt.js';
import { type Episode, Firsts } from './firsts.js';
import { Graph } from './graph.js';
import { Identifier, type Identity } from './identity.js';
import { leastOperations } from './least.js';
import { type Exit, Led, type Node } from './node.js';
import type { TourOptions } from './options.js';
import { Probes } from './probes.js';
import type { ToldTour } from './report.js';
import { Rules } from './rules.js';
import { findingOf } from './shorten.js';
import { Walker } from './walker.js';

/** Steps between two turns of other things. */
const A_TURN = 2000;
/** Times that what is left is tried for. */
const ROUNDS = 4;
/** Ways that led elsewhere, beyond this one in so many operations: the tour gives its end up. */
const MOST_DETOURS = 10_000;
const DETOUR_SHARE = 4;

/** One tour, as far as it has come. */
export class Tour {
  private readonly graph: Graph = new Graph();
  private readonly options: TourOptions;
  private readonly ground: Ground;
  private readonly rules: Rules;
  private readonly walker: Walker;
  private readonly identifier: Identifier;
  private readonly findings = new Map<string, Finding>();
  private readonly choices = new Choices();
  private readonly firsts = new Firsts();
  private episode: Episode = [];
  private start: Node | null = null;
  private node!: Node;
  private identity!: Identity;
  private departures = 0;
  private detours = 0;
  private rounds = 0;
  private planning = 0;
  private stopped = '';
  private probes: Probes | null = null;

  /** Throws RangeError for an unknown reading. */
  constructor(options: TourOptions) {
    this.options = options;
    this.ground = groundOf(options.scope, options.reading);
    this.rules = new Rules(this.ground, 'misusing');
    this.walker = new Walker(this.ground, this.rules, options.target, options.inspection);
    this.identifier = new Identifier(this.ground);
  }

  /** Goes all the way. Throws what a target throws that cannot start. */
  async run(): Promise<ToldTour> {
    const { now } = this.options;
    const began = now();
    this.begin();
    await this.walk();
    if (this.options.identify && this.stopped === '') {
      this.probes = new Probes(this.graph);
      this.rounds = ROUNDS;
      await this.walk();
    }
    return this.report(now() - began);
  }

  /** Until nothing is left, or nothing that is left can be reached. */
  private async walk(): Promise<void> {
    const { now } = this.options;
    for (let turn = 1; this.goesOn(); turn += 1) {
      if (turn % A_TURN === 0) await this.breathe();
      const from = now();
      const step = this.graph.step(this.node, this.start as Node);
      this.planning += now() - from;
      if (step === 'nothing') {
        if (!this.triesAgain()) break;
      } else if (step === 'reset') this.begin();
      else if (step === 'here') this.takeWhatIsLeft();
      else this.follow(step);
    }
  }

  private isComplete(): boolean {
    return this.stopped === '' && this.graph.tally(this.start as Node).pending === 0;
  }

  /** Whether what is left is tried for once more: the target may choose otherwise this time. */
  private triesAgain(): boolean {
    this.rounds += 1;
    this.graph.forgive();
    const left = this.graph.nodes.filter(({ pending }) => pending > 0);
    if (this.rounds >= ROUNDS || left.length === 0) return false;
    for (const node of left) this.retrace(node);
    return true;
  }

  /**
   * Goes to a belief as it was come to the first time, operation by operation, and takes what is
   * pending there: what a target chooses may depend on more than the belief.
   */
  private retrace(node: Node): void {
    while (node.pending > 0 && this.goesOn()) {
      this.begin();
      const way = this.firsts.of(node.index);
      if (!way.every((position) => this.take(position)) || this.node !== node) return;
      this.take(this.graph.pendingAt(node));
    }
  }

  /** Lets other things have their turn: signals, progress. */
  private async breathe(): Promise<void> {
    const { walker, graph, options } = this;
    await breathe();
    options.onProgress?.(walker.operations, graph.nodes.length);
  }

  private goesOn(): boolean {
    const { mostOperations, mostDepartures, isStopped } = this.options;
    const { operations } = this.walker;
    if (operations >= mostOperations) this.stopped = 'the bound on operations';
    if (this.departures >= mostDepartures) this.stopped = `${mostDepartures} departures`;
    if (this.detours >= MOST_DETOURS + operations / DETOUR_SHARE)
      this.stopped = 'the target never does the same twice';
    if (isStopped?.() === true) this.stopped = 'interrupted';
    return this.stopped === '';
  }

  /** Goes a step of the way to what is left. */
  private follow(exit: Exit): void {
    const { node } = this;
    if (this.take(exit.position) && this.node.index === exit.to) return;
    this.graph.missed(node, exit);
    this.detours += 1;
  }

  private takeWhatIsLeft(): void {
    const position = this.graph.pendingAt(this.node);
    if (position >= 0) this.take(position);
    else this.probe();
  }

  /** An operation, and one sequence that tells the belief behind it from others. */
  private probe(): void {
    const probe = this.probes?.take(this.node) ?? null;
    this.graph.exhausted(this.node);
    if (probe === null || !this.take(probe.position) || this.node.index !== probe.to) return;
    for (const rule of probe.sequence) {
      const position = this.node.rules.indexOf(rule);
      if (position < 0 || !this.take(position)) return;
    }
  }

  private begin(): void {
    this.walker.reset();
    this.episode = [];
    this.arrive();
    this.start ??= this.node;
  }

  private arrive(): void {
    const { worlds } = this.walker;
    this.identity = this.identifier.of(worlds);
    const { key, order } = this.identity;
    this.node = this.graph.node(key, () => this.rules.enabled(worlds, order));
    if (this.node.index === this.firsts.count) this.firsts.note(this.episode);
  }

  /** Carries out an operation of the present node; false where the case ended with it. */
  private take(position: number): boolean {
    const { node, graph, walker } = this;
    this.episode.push(position);
    const isFirst = node.next[position] === Led.pending;
    const rule = this.rules.concrete(node.rules[position], this.identity.order);
    const { belief } = walker;
    const operation = isFirst ? this.rules.operationOf(rule, walker.worlds) : '';
    belief.untaken = isFirst ? this.choices.untakenOf(operation) : null;
    const came = this.carryOut(rule);
    if (came === 'refused') {
      graph.note(node, position, Led.notOffered, 0);
      return true;
    }
    if (isFirst && came !== 'departure') this.choices.count(operation, belief);
    const stops = came === 'explained' && !this.options.doubtful && isDoubtful(walker.worlds);
    if (came === 'explained' && !stops) {
      this.arrive();
      graph.note(node, position, this.node.index, walker.answer);
      return true;
    }
    const ended = stops ? Led.doubtful : Led.nowhere;
    const led = came === 'departure' ? Led.departed : ended;
    graph.note(node, position, led, walker.answer);
    if (came === 'departure') this.depart(node, position);
    this.begin();
    return false;
  }

  private carryOut(rule: number): ReturnType<Walker['take']> {
    try {
      return this.walker.take(rule, this.identity.order);
    } catch (error) {
      // A length that only the run shows: the scope has no place for what follows.
      if (!(error instanceof MissingCut)) throw error;
      return 'open';
    }
  }

  private depart(node: Node, position: number): void {
    this.departures += 1;
    const { walker, rules, ground, graph, identifier, options } = this;
    const platform = { server: options.scope.server };
    const signature = signatureOf(walker, { platform } as Parameters<typeof signatureOf>[1]);
    if (this.findings.has(signature)) return;
    const way = graph.wayTo(this.start ?? node, node) ?? [];
    const steps = [...this.rulesAlong(way), node.rules[position]];
    const given = { walker, rules, ground, identifier, options };
    this.findings.set(signature, findingOf(given, steps, signature));
  }

  /** Canonical rules of a way from the start. */
  private rulesAlong(way: readonly Exit[]): number[] {
    let at = this.start as Node;
    return way.map(({ position, to }) => {
      const rule = at.rules[position];
      at = this.graph.nodes[to];
      return rule;
    });
  }

  private report(seconds: number): ToldTour {
    const { graph, walker, options, stopped, choices } = this;
    const { scope, reading, inspection, target } = options;
    const tallied = graph.tally(this.start as Node);
    const complete = this.isComplete();
    const identification = this.probes?.report ?? null;
    const inspects = inspection && target.inspection !== null;
    const clean = complete && this.departures === 0;
    const isIdentified = identification !== null && identification.done === identification.tests;
    const told = isIdentified ? ('output and identified transfer' as const) : ('output' as const);
    const certificate = inspects ? ('output and transfer' as const) : told;
    const report = {
      scope: scope.name,
      reading,
      server: scope.server,
      beliefs: graph.nodes.length,
      pairs: tallied.pairs,
      pairsCovered: tallied.covered,
      departed: tallied.departed,
      notOffered: tallied.notOffered,
      doubtful: tallied.doubtful,
      transitions: {
        total: choices.total,
        covered: choices.covered,
        unreachableForTarget: choices.total - choices.covered,
      },
      operations: walker.operations,
      resets: walker.resets,
      naiveOperations: tallied.naive,
      lowerBound: leastOperations(graph.nodes, this.start as Node),
      seconds,
      planningSeconds: this.planning,
      complete,
      stopped: stopped !== '' || complete ? stopped : 'some beliefs could not be reached again',
      certificate: clean ? certificate : ('' as const),
      identification,
      unchosen: choices.unchosen(),
    };
    const findings = [...this.findings.values()];
    return { report, findings, exercised: walker.belief.exercised };
  }
}
