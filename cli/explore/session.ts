/** What the explorer answers: questions are untrusted, and reach what the command line named. */

import { z } from 'zod';
import type { Platform } from '../../model/case.js';
import { plain } from '../../reports/escape.js';
import {
  EXPLORE_LIMITS,
  type ExploreQuestion,
  type ExploreSaved,
  isExploreName,
} from '../../reports/view/explore.js';
import { Exploration, NoSuchPath } from '../../search/explore.js';
import { ScenarioError } from '../../search/scenario/error.js';
import { caseOf, platformsOf } from '../../search/scenario/platforms.js';
import type { Scenario } from '../../search/scenario/types.js';
import { createTarget, TargetStartError } from '../../targets/index.js';
import { type Target, TargetFailure } from '../../targets/interface.js';
import { commandLine } from '../invocation.js';
import type { Answer } from './server.js';

/** A target that the command line named. */
export interface NamedTarget {
  readonly target: string;
  /** Planted defect, '' for none. */
  readonly fault: string;
  /** Milliseconds for one operation, 0 for the default. */
  readonly watchdog: number;
}

/** What an exploration is about. */
export interface SessionOptions {
  readonly scenario: Scenario;
  readonly platforms: readonly Platform[];
  readonly targets: readonly NamedTarget[];
  /** Where scenarios are saved. */
  readonly folder: string;
}

const { path: longestPath, depth, states, name: longestName, step } = EXPLORE_LIMITS;
const count = z.number().int().min(0);
const place = {
  platform: count.max(1000),
  steps: count.max(100_000),
  path: z.array(z.union([count.max(10_000), z.string().max(step)])).max(longestPath),
};

const QUESTION: z.ZodType<ExploreQuestion> = z.discriminatedUnion('ask', [
  z.strictObject({ ...place, ask: z.literal('view') }),
  z.strictObject({ ...place, ask: z.literal('run'), target: count.max(1000) }),
  z.strictObject({ ...place, ask: z.literal('try'), step: z.string().max(step) }),
  z.strictObject({
    ...place,
    ask: z.literal('save'),
    name: z
      .string()
      .max(longestName, `names have at most ${longestName} characters`)
      .refine(isExploreName, 'names are made of letters, digits and single hyphens'),
  }),
  z.strictObject({
    ...place,
    ask: z.literal('graph'),
    depth: count.min(1).max(depth),
    states: count.min(1).max(states),
    operations: z.array(z.string().max(60)).max(60),
  }),
]);

/** Platforms of a scenario, left at those of some readings and servers. */
export function platformsFor(
  scenario: Scenario,
  readings: readonly string[],
  servers: readonly string[],
): Platform[] {
  return platformsOf(scenario).filter(
    ({ reading, server }) => readings.includes(reading) && servers.includes(server),
  );
}

/** Answers questions. */
export class Session {
  private readonly options: SessionOptions;
  private readonly explorations = new Map<number, Exploration>();
  private readonly targets = new Map<string, Target>();

  constructor(options: SessionOptions) {
    this.options = options;
  }

  /** Operations of the scenario. */
  get length(): number {
    return this.exploration(0).length;
  }

  /** The answer to any JSON value. */
  readonly answer = (value: unknown): Answer => {
    const { success, data, error } = QUESTION.safeParse(value);
    if (!success) {
      const [{ path, message }] = error.issues;
      return { status: 400, body: { error: `${path.join('.')}: ${message}` } };
    }
    try {
      return { status: 200, body: this.reply(data) };
    } catch (reason) {
      const message = reason instanceof Error ? reason.message : String(reason);
      return { status: statusOf(reason), body: { error: plain(message) } };
    }
  };

  private reply(question: ExploreQuestion): unknown {
    const exploration = this.exploration(question.platform);
    switch (question.ask) {
      case 'view':
        return exploration.view(question);
      case 'try':
        return exploration.try(question, question.step);
      case 'run':
        return this.run(exploration, question);
      case 'save':
        return this.save(exploration, question);
      case 'graph':
        return exploration.graph(question, question);
    }
  }

  private run(exploration: Exploration, question: ExploreQuestion & { ask: 'run' }): unknown {
    const { reading } = this.options.platforms[question.platform];
    const named = this.options.targets[question.target];
    if (named === undefined) throw new NoSuchPath('the command line names no such target');
    const key = `${question.target} ${reading}`;
    const { target, fault, watchdog } = named;
    const made = this.targets.get(key) ?? createTarget(target, reading, fault, watchdog);
    this.targets.set(key, made);
    return exploration.run(question, made, fault);
  }

  private save(
    exploration: Exploration,
    question: ExploreQuestion & { ask: 'save' },
  ): ExploreSaved {
    const file = exploration.save(question, this.options.folder, question.name);
    return { file, replay: commandLine(['replay', file]) };
  }

  private exploration(platform: number): Exploration {
    const known = this.explorations.get(platform);
    if (known !== undefined) return known;
    const { scenario, platforms } = this.options;
    const chosen = platforms[platform];
    if (chosen === undefined) throw new NoSuchPath('there is no such platform');
    const { reading, copyLimit, server } = chosen;
    const given = caseOf(scenario, reading, copyLimit, server);
    const made = new Exploration(given, scenario.clauses);
    this.explorations.set(platform, made);
    return made;
  }
}

/** HTTP status of what a question may run into; 500 for a defect of marshalcheck. */
function statusOf(reason: unknown): number {
  if (reason instanceof NoSuchPath) return 404;
  if (reason instanceof TargetStartError || reason instanceof TargetFailure) return 502;
  return reason instanceof ScenarioError || reason instanceof RangeError ? 409 : 500;
}
