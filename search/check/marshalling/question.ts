/**
 * Questions about worlds: `aliases > 1 and uncached == 0`. Names are counts, comparisons of them
 * are conditions, `and`, `or`, `not` join conditions. Nothing is evaluated as code.
 */

import jsep from 'jsep';
import type { World } from '../../../model/world/world.js';
import { PREDICATES } from './predicates.js';

/** A question that cannot be asked; `column` counts from 1. */
export class QuestionError extends Error {
  readonly column: number;
  constructor(message: string, column: number) {
    super(message);
    this.name = 'QuestionError';
    this.column = column;
  }
}

/** A compiled condition. */
export type Condition = (world: World) => boolean;
type Count = (world: World) => number;
type Meaning =
  | { readonly kind: 'condition'; readonly ask: Condition }
  | { readonly kind: 'count'; readonly ask: Count };

const LONGEST = 500;
const DEEPEST = 40;

jsep.addBinaryOp('or', 1);
jsep.addBinaryOp('and', 2);
jsep.addUnaryOp('not');

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
const SUMS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
};

/** Compiles a question. Throws QuestionError with the column of what is wrong. */
export function compileQuestion(text: string): Condition {
  if (text.length > LONGEST) {
    throw new QuestionError(`a question has at most ${LONGEST} characters`, LONGEST);
  }
  const compiler = new Compiler(text);
  const meaning = compiler.compile(parse(text), 0);
  if (meaning.kind === 'condition') return meaning.ask;
  throw new QuestionError('this is a count, not a condition: compare it, as in "copies > 0"', 1);
}

function parse(text: string): jsep.Expression {
  try {
    return jsep(text);
  } catch (error) {
    const { index, description } = error as { index?: number; description?: string };
    throw new QuestionError(description ?? 'it cannot be read', (index ?? 0) + 1);
  }
}

class Compiler {
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  compile(node: jsep.Expression, depth: number): Meaning {
    if (depth > DEEPEST) this.fail('it is nested too deeply', '');
    switch (node.type) {
      case 'Literal':
        return this.literal(node as jsep.Literal);
      case 'Identifier':
        return this.name((node as jsep.Identifier).name);
      case 'UnaryExpression':
        return this.unary(node as jsep.UnaryExpression, depth);
      case 'BinaryExpression':
        return this.binary(node as jsep.BinaryExpression, depth);
      default:
        return this.fail('only names, numbers, comparisons, and, or, not are known', '');
    }
  }

  private literal({ value, raw }: jsep.Literal): Meaning {
    if (typeof value !== 'number') return this.fail(`${raw} is no number`, raw);
    return { kind: 'count', ask: () => value };
  }

  private name(name: string): Meaning {
    const predicate = PREDICATES.find((each) => each.name === name);
    if (predicate !== undefined) return { kind: 'count', ask: predicate.count };
    const known = PREDICATES.map((each) => each.name).join(', ');
    return this.fail(`${name} is no name of a count; there are ${known}`, name);
  }

  private unary({ operator, argument }: jsep.UnaryExpression, depth: number): Meaning {
    if (operator !== 'not') return this.fail(`${operator} is no operator here`, operator);
    const ask = this.condition(argument, depth, operator);
    return { kind: 'condition', ask: (world) => !ask(world) };
  }

  private binary(node: jsep.BinaryExpression, depth: number): Meaning {
    const { operator } = node;
    if (operator === 'and' || operator === 'or') {
      const left = this.condition(node.left, depth, operator);
      const right = this.condition(node.right, depth, operator);
      const ask: Condition =
        operator === 'and'
          ? (world) => left(world) && right(world)
          : (world) => left(world) || right(world);
      return { kind: 'condition', ask };
    }
    const compare = COMPARISONS[operator];
    const sum = SUMS[operator];
    if (compare === undefined && sum === undefined) {
      return this.fail(`${operator} is no operator here`, operator);
    }
    const left = this.count(node.left, depth, operator);
    const right = this.count(node.right, depth, operator);
    if (compare !== undefined) {
      return { kind: 'condition', ask: (world) => compare(left(world), right(world)) };
    }
    return {
      kind: 'count',
      ask: (world) => sum(left(world), right(world)),
    };
  }

  private condition(node: jsep.Expression, depth: number, near: string): Condition {
    const meaning = this.compile(node, depth + 1);
    if (meaning.kind === 'condition') return meaning.ask;
    return this.fail(`"${near}" joins conditions; this is a count, compare it`, near);
  }

  private count(node: jsep.Expression, depth: number, near: string): Count {
    const meaning = this.compile(node, depth + 1);
    if (meaning.kind === 'count') return meaning.ask;
    return this.fail(`"${near}" takes counts; this is a condition`, near);
  }

  /** Positions are those of the offending word: the parser does not keep them. */
  private fail(message: string, near: string): never {
    const at = near === '' ? -1 : this.text.indexOf(near);
    throw new QuestionError(message, Math.max(at, 0) + 1);
  }
}
