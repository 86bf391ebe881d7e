/** A belief as a tour knows it: what can be done there, and where each operation led. */

/** Where an operation led. */
export const Led = {
  /** Not carried out yet. */
  pending: -1,
  /** The case ended there: a hang, or no rule speaks of what follows. */
  nowhere: -2,
  /** The target departed from the rules. */
  departed: -4,
  /** The target does not offer it. */
  notOffered: -3,
  /** What the target holds is in doubt there, or spoilt: the tour goes no further. */
  doubtful: -5,
} as const;

/** An exit that led elsewhere so often is not counted on any more. */
const MOST_MISSES = 20;

/** A way out of a node, seen once at least. */
export interface Exit {
  readonly position: number;
  readonly to: number;
  /** Times in a row that it was counted on and led elsewhere. */
  misses: number;
}

/** One belief. */
export interface Node {
  readonly index: number;
  /** Operations that can be issued, by canonical rule, each once. */
  readonly rules: Uint16Array;
  /** Where each led the last time: index of a node, or one of {@link Led}. */
  readonly next: Int32Array;
  /** Every other node that operations of this one led to. */
  readonly exits: Exit[];
  /** Where exits to it begin, by index, each once. */
  readonly sources: number[];
  pending: number;
  /** Checksum of each one's last answer; positions whose effect was not always the same. */
  readonly answers: Int32Array;
  fickle: Set<number>;
  /** Tests of the identification that begin here and are left. */
  probes: number;
  /** Operations to the nearest node with something left to do; NO_WAY where there is none. */
  far: number;
}

const NEVER: ReadonlySet<number> = new Set();

/** A node in which nothing was done yet. */
export function freshNode(index: number, rules: readonly number[]): Node {
  return {
    index,
    rules: Uint16Array.from(rules),
    next: new Int32Array(rules.length).fill(Led.pending),
    exits: [],
    sources: [],
    pending: rules.length,
    answers: new Int32Array(rules.length),
    fickle: NEVER as Set<number>,
    probes: 0,
    far: 0,
  };
}

/** Notes that the effect of an operation is not always the same. */
export function noteFickle(node: Node, position: number): void {
  if (node.fickle === NEVER) node.fickle = new Set();
  node.fickle.add(position);
}

/** True where something is left to do in a node. */
export function isLeft({ pending, probes }: Node): boolean {
  return pending + probes > 0;
}

/** False for an exit that led elsewhere too often. */
export function isCountedOn({ misses }: Exit): boolean {
  return misses < MOST_MISSES;
}
