/**
 * State identifiers: for each belief of a finished tour, sequences of operations whose answers tell
 * it from the other beliefs. They come from a splitting tree: beliefs that one operation answers
 * differently are parted by it; those that it leads to beliefs which are parted already, by it and
 * what parted them. Only operations that can be issued in all of a group part it, for only these
 * could be issued if the target were in the wrong one of them.
 */

import type { Graph } from './graph.js';
import { Led, type Node } from './node.js';

/** A group of beliefs that is not parted yet, or was. */
interface Group {
  readonly parent: Group | null;
  readonly depth: number;
  members: readonly number[];
  /** Rules that part it; empty where it is whole, or its beliefs differ in what can be done. */
  sequence: readonly number[];
  isWhole: boolean;
}

/** Identifiers of all beliefs. */
export interface Identifiers {
  /** Sequences of rules for the belief with this index, none a beginning of another. */
  readonly of: (belief: number) => readonly (readonly number[])[];
  /** Pairs of beliefs that no sequence tells apart; those that differ in what can be done. */
  readonly alike: number;
  readonly unlike: number;
}

/** Makes the splitting tree. */
class Splitter {
  private readonly graph: Graph;
  /** Position of each rule in each belief plus one: [belief · rules + rule]. */
  private readonly places: Uint16Array;
  private readonly rules: number;
  private readonly groupOf: Group[];
  private readonly whole: Set<Group>;
  unlike = 0;

  constructor(graph: Graph) {
    this.graph = graph;
    const { nodes } = graph;
    this.rules = nodes.reduce((most, { rules }) => Math.max(most, ...rules), 0) + 1;
    this.places = new Uint16Array(nodes.length * this.rules);
    for (const { index, rules } of nodes) {
      rules.forEach((rule, position) => {
        this.places[index * this.rules + rule] = position + 1;
      });
    }
    const members = nodes.map(({ index }) => index);
    const root = { parent: null, depth: 0, members, sequence: [], isWhole: true };
    this.groupOf = nodes.map(() => root);
    this.whole = new Set([root]);
  }

  /** Parts groups until nothing parts any of them. */
  run(): Identifiers {
    const ways = [this.byAnswer, this.byWhatFollows, this.byWhatCanBeDone];
    for (let way = 0; way < ways.length; ) {
      const large = [...this.whole].filter(({ members }) => members.length > 1);
      const parted = large.filter((group) => ways[way](group));
      way = parted.length > 0 ? 0 : way + 1;
    }
    const pairs = (count: number): number => (count * (count - 1)) / 2;
    return {
      // Beliefs that were met only since have none.
      of: (belief) => (belief < this.groupOf.length ? sequencesOf(this.groupOf[belief]) : []),
      alike: [...this.whole].reduce((sum, { members }) => sum + pairs(members.length), 0),
      unlike: this.unlike,
    };
  }

  /** The position of a rule in a belief where its effect is known and always the same, else −1. */
  private steady(belief: number, rule: number): number {
    const position = this.places[belief * this.rules + rule] - 1;
    if (position < 0) return -1;
    const node: Node = this.graph.nodes[belief];
    return node.fickle.has(position) || node.next[position] === Led.notOffered ? -1 : position;
  }

  private readonly byAnswer = (group: Group): boolean => {
    for (let rule = 0; rule < this.rules; rule += 1) {
      const answers = this.answersTo(rule, group.members);
      if (answers !== null && this.part(group, [rule], answers)) return true;
    }
    return false;
  };

  /** What each belief answers to a rule; null where one of them cannot be asked. */
  private answersTo(rule: number, members: readonly number[]): number[] | null {
    const answers: number[] = [];
    for (const belief of members) {
      const position = this.steady(belief, rule);
      if (position < 0) return null;
      answers.push(this.graph.nodes[belief].answers[position]);
    }
    return answers;
  }

  private readonly byWhatFollows = (group: Group): boolean => {
    for (let rule = 0; rule < this.rules; rule += 1) {
      const next = this.followersOf(rule, group.members);
      if (next === null) continue;
      const common = next.map((belief) => this.groupOf[belief]).reduce(commonOf);
      if (common.isWhole || common.sequence.length === 0) continue;
      const branches = next.map((belief) => branchUnder(this.groupOf[belief], common));
      const names = [...new Set(branches)];
      const colours = branches.map((branch) => names.indexOf(branch));
      if (this.part(group, [rule, ...common.sequence], colours)) return true;
    }
    return false;
  };

  private followersOf(rule: number, members: readonly number[]): number[] | null {
    const next: number[] = [];
    for (const belief of members) {
      const position = this.steady(belief, rule);
      const to = position < 0 ? -1 : this.graph.nodes[belief].next[position];
      if (to < 0) return null;
      next.push(to);
    }
    return next;
  }

  private readonly byWhatCanBeDone = (group: Group): boolean => {
    const pairs = group.members.length ** 2;
    for (let rule = 0; rule < this.rules; rule += 1) {
      const can = group.members.map((belief) => (this.steady(belief, rule) < 0 ? 0 : 1));
      const with_ = can.filter((each) => each === 1).length;
      if (with_ === 0 || with_ * with_ === pairs) continue;
      this.unlike += with_ * (group.members.length - with_);
      return this.part(group, [], can);
    }
    return false;
  };

  /** Parts a group by colour; false where all have the same. */
  private part(group: Group, sequence: readonly number[], colours: readonly number[]): boolean {
    const parts = new Map<number, number[]>();
    group.members.forEach((belief, index) => {
      const part = parts.get(colours[index]);
      if (part === undefined) parts.set(colours[index], [belief]);
      else part.push(belief);
    });
    if (parts.size < 2) return false;
    group.sequence = sequence;
    group.isWhole = false;
    const { depth } = group;
    const made = [...parts.values()].map((members) => {
      return { parent: group, depth: depth + 1, members, sequence: [], isWhole: true };
    });
    for (const part of made) for (const belief of part.members) this.groupOf[belief] = part;
    group.members = [];
    this.whole.delete(group);
    for (const part of made) this.whole.add(part);
    return true;
  }
}

/** The smallest group that holds both. */
function commonOf(one: Group, other: Group): Group {
  let [a, b] = [one, other];
  while (a !== b) {
    if (a.depth >= b.depth && a.parent !== null) a = a.parent;
    else if (b.parent !== null) b = b.parent;
  }
  return a;
}

/** The part of `above` in which a group lies. */
function branchUnder(group: Group, above: Group): Group {
  let at = group;
  while (at.parent !== above && at.parent !== null) at = at.parent;
  return at;
}

function sequencesOf(group: Group): (readonly number[])[] {
  const found: (readonly number[])[] = [];
  for (let at = group.parent; at !== null; at = at.parent) {
    const { sequence } = at;
    if (sequence.length === 0) continue;
    const begins = (one: readonly number[], other: readonly number[]): boolean =>
      one.every((rule, index) => rule === other[index]);
    if (found.some((each) => begins(sequence, each))) continue;
    const kept = found.filter((each) => !begins(each, sequence));
    found.splice(0, found.length, ...kept, sequence);
  }
  return found;
}

/** Identifiers of the beliefs of a finished tour. */
export function identifiersOf(graph: Graph): Identifiers {
  return new Splitter(graph).run();
}
