/** The one error of scenario files: what is wrong, where, why probably, and what to do next. */

/** A place in a file; line and column count from 1, and are 0 where there is none. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What an error says beside its place. */
export interface Complaint {
  /** What is wrong, one sentence without a full stop. */
  readonly what: string;
  /** The likely cause. */
  readonly cause: string;
  /** The next command, or the next thing to do. */
  readonly next: string;
}

/** No place: the complaint is about the file as a whole. */
export const NOWHERE: Position = { line: 0, column: 0 };

/** Text of a file in a message: nothing that a terminal would obey. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}

/** A scenario file that cannot be read, understood or written. */
export class ScenarioError extends Error {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly what: string;
  readonly likelyCause: string;
  readonly next: string;

  constructor(file: string, position: Position, complaint: Complaint) {
    const { line, column } = position;
    const place = visible(line === 0 ? file : `${file}:${line}:${column}`);
    const [what, cause, next] = [complaint.what, complaint.cause, complaint.next].map(visible);
    super(`${place}: ${what}\n  likely cause: ${cause}\n  next: ${next}`);
    this.name = 'ScenarioError';
    this.file = file;
    this.line = line;
    this.column = column;
    this.what = what;
    this.likelyCause = cause;
    this.next = next;
  }
}

/** Steps from the root of a file to a node: keys and indices. */
export type Path = readonly (string | number)[];

/** Thrown while a file is being understood; becomes a ScenarioError once the place is known. */
export class Refusal extends Error {
  readonly path: Path;
  readonly complaint: Complaint;
  /** True when the key at the end of the path is meant, not its value. */
  readonly atKey: boolean;

  constructor(path: Path, what: string, cause: string, next = '', atKey = false) {
    super(what);
    this.name = 'Refusal';
    this.path = path;
    this.complaint = { what, cause, next };
    this.atKey = atKey;
  }
}
