/** What a line that nothing explains, or that breaks a driver rule, comes to: plain data. */

import { OBLIGATIONS, obligationAt } from '../../model/clauses/index.js';
import { descriptorText } from '../../model/descriptors.js';
import { perform } from '../../model/model.js';
import { resultText } from '../../model/results.js';
import { MissingCut } from '../../model/world/domain.js';
import { World } from '../../model/world/world.js';
import { describe } from '../../properties/describe.js';
import { answerText, permittedText } from '../explain/outcome-text.js';
import { givesBuffer } from './event.js';
import type { Explainer } from './explainer.js';
import type { Family, Told } from './family.js';
import { caseOfStory } from './story-case.js';
import type { BrokenRule, StoryLine, TraceFinding, TracePlatform } from './types.js';

/** Lines of a story that are shown: the first, and the last ones. */
const SHOWN_FIRST = 4;
const SHOWN_LAST = 12;
const NOBODY: ReadonlyMap<number, number> = new Map();

function hexadecimal(value: number): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}

/** A step of a story as a call with its numbers and what came of it. */
export function toldText({ operation, result, pointer, faulted }: Told): string {
  const { operation: name, source, size, descriptor } = operation;
  const came = faulted ? 'an access violation' : resultText(result);
  const given = pointer > 0 && pointer !== 0xdeadb0de ? `, ${hexadecimal(pointer)}` : '';
  const described = `${hexadecimal(source)}, ${size}, ${descriptorText(descriptor)}`;
  if (givesBuffer(name)) {
    const forced = operation.forceDuplicate ? ', TRUE' : '';
    return `${name}(${described}${forced}) → ${came}${given}`;
  }
  const at = hexadecimal(operation.pointer);
  if (name.startsWith('Ce')) return `${name}(${at}, ${described}) → ${came}`;
  if (name === 'read' || name === 'write') {
    return `${name} ${at}, ${size} bytes${faulted ? ` → ${came}` : ''}`;
  }
  if (name === 'call') {
    return descriptor === 0 ? 'the call begins' : `the call begins with ${described}${given}`;
  }
  if (name === 'VirtualProtect') return `the pages at ${at} get protection ${descriptor}`;
  return WORDS[name] ?? `${name} ${at} → ${result}`;
}

const WORDS: Readonly<Record<string, string>> = {
  return: 'the call returns',
  exit: 'the process exits',
  start: 'the process starts again',
};

/** The story of a family, its middle left out where it is long. */
export function storyOf(family: Family): StoryLine[] {
  const lines = family.story.map((told) => ({ line: told.line, text: toldText(told) }));
  if (lines.length <= SHOWN_FIRST + SHOWN_LAST) return lines;
  const left = lines.length - SHOWN_FIRST - SHOWN_LAST;
  return [
    ...lines.slice(0, SHOWN_FIRST),
    { line: 0, text: `… ${left} more lines about these buffers …` },
    ...lines.slice(-SHOWN_LAST),
  ];
}

/** Every branch that the rules permit for what the explainer has prepared, in words. */
function permitted(explainer: Explainer, family: Family): string[] {
  const { belief, request } = explainer;
  const { step } = belief;
  const texts = new Set<string>();
  step.request = request;
  step.held = request;
  for (const world of family.worlds) {
    step.choices.reset();
    do {
      step.choices.begin();
      const next = new World(world.domain);
      next.copyFrom(world);
      step.world = next;
      try {
        perform(step);
      } catch (error) {
        if (error instanceof MissingCut) return [...texts];
        throw error;
      }
      const text = permittedText(step.outcome, next, request, request.operation, NOBODY);
      if (text !== '') texts.add(text);
    } while (step.choices.advance());
  }
  return [...texts];
}

function ruleOf(id: string): BrokenRule {
  const { when = '', then = '' } = OBLIGATIONS.find((each) => each.id === id) ?? {};
  return { id, when, then };
}

/** Where a finding comes from. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly explained: number;
  readonly platform: TracePlatform;
}

/** The line that was prepared last departs; its step is the last of the family's story. */
export function departureAt(explainer: Explainer, family: Family, place: Place): TraceFinding {
  const { request, response } = explainer;
  const { reading, copyLimit, server } = place.platform;
  const given = caseOfStory(family, place.platform);
  const bare = {
    platform: { reading: reading.id, copyLimit, server, personality: 0 },
    applications: 1,
    regions: [],
    buffers: [],
    program: new Int32Array(0),
  };
  const origin = { seed: place.file, case: place.line, target: 'log', fault: '' };
  const found = describe(explainer, given ?? bare, { operations: family.story.length }, origin);
  const texts = permitted(explainer, family);
  return {
    class: 'departure',
    line: place.line,
    explained: place.explained,
    signature: found.signature,
    clauses: found.clauses,
    obligations: found.obligations,
    before: [],
    rules: found.obligations.map(ruleOf),
    check: found.check,
    operation: found.operation,
    permitted: found.check === 'address' || texts.length === 0 ? [found.expected] : texts,
    observed: answerText(request, request.operation, response),
    story: storyOf(family),
    case: given,
  };
}

/** An obligation of the driver that a line breaks, or that is still open at the end. */
export function breachAt(
  cite: number,
  address: number,
  operation: string,
  family: Family,
  place: Place,
): TraceFinding {
  const { id, clause, force, when, then } = obligationAt(cite);
  return {
    class: force === 'advice' ? 'warning' : 'breach',
    line: place.line,
    explained: place.explained,
    signature: `${clause}/breach/${operation}/${place.platform.server}-driver`,
    clauses: [clause],
    obligations: [id],
    before: [...family.breaches],
    rules: [{ id, when, then }],
    check: 'driver-rules',
    operation,
    permitted: [then],
    observed: address > 0 ? `about ${hexadecimal(address)}` : 'about this call',
    story: storyOf(family),
    case: caseOfStory(family, place.platform),
  };
}
