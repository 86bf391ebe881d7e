/** One scenario on one platform: every step compared, then the verdict. */

import { lengthOf, type Platform, Word } from '../../model/case.js';
import { obligationAt } from '../../model/clauses/index.js';
import { OPERATION_NAMES } from '../../model/operations/index.js';
import { UNSAFE } from '../../model/unsafe.js';
import type { Domain } from '../../model/world/domain.js';
import { describe } from '../../properties/describe.js';
import type { Runner, RunResult } from '../../properties/run.js';
import type { Finding } from '../finding.js';
import { ruleFor } from '../scenario/expected.js';
import { caseOf } from '../scenario/platforms.js';
import type { Gives, Scenario } from '../scenario/types.js';
import { givesText, matchesGives, seenText } from './seen.js';
import type { DriverMonitor, PlatformResult, ReplayOptions, ReplayReason } from './types.js';
import { verdictReasons } from './verdict.js';

/** Takes notes while a scenario runs. */
class Notes {
  readonly reasons: ReplayReason[] = [];
  readonly unsafe = new Set<string>();
  readonly breaches = new Set<string>();
  operations = 0;
  notOffered = 0;
  /** The target stepped back from a wrong call that its reading lets through. */
  declined = false;
  private readonly scenario: Scenario;
  private readonly platform: Platform;
  private readonly monitor: DriverMonitor | null;
  private last = -1;

  constructor(scenario: Scenario, platform: Platform, monitor: DriverMonitor | null) {
    this.scenario = scenario;
    this.platform = platform;
    this.monitor = monitor;
  }

  /** Begins, and begins anew when a run starts over with a finer layout. */
  begin(): void {
    const { reading, copyLimit, server } = this.platform;
    this.reasons.length = 0;
    this.unsafe.clear();
    this.breaches.clear();
    this.operations = 0;
    this.notOffered = 0;
    this.declined = false;
    this.last = -1;
    this.monitor?.begin(caseOf(this.scenario, reading, copyLimit, server));
  }

  /** After each operation that was carried out. */
  take(index: number, runner: Runner): void {
    if (index <= this.last) this.begin();
    this.passOver(index);
    this.last = index;
    if (runner.response.status === 'refused') {
      this.notOffered += 1;
      return;
    }
    this.operations += 1;
    const { belief, request, held, response } = runner;
    if (belief.unsafe > 0) this.unsafe.add(UNSAFE[belief.unsafe - 1].id);
    if (belief.declined) this.declined = true;
    else this.compare(index, runner);
    if (this.monitor === null) return;
    for (const id of this.monitor.observe(request, held, response)) this.breaches.add(id);
  }

  /** Steps from the last one to this one could not be issued. */
  passOver(until: number): void {
    for (let index = this.last + 1; index < until; index += 1) {
      const expected = this.expected(index);
      if (expected?.some((gives) => gives.kind === 'skipped' || gives.kind === 'any')) continue;
      this.complain('skipped', index, `${this.name(index)} cannot be issued: ${whyNot(index)}`);
    }
  }

  private compare(index: number, runner: Runner): void {
    const expected = this.expected(index);
    if (expected === undefined || expected.some((gives) => matchesGives(gives, runner))) return;
    const words = expected.map(givesText).join(' or ');
    this.complain(
      'gives',
      index,
      `${this.name(index)} must give ${words}; it gave ${seenText(runner)}`,
    );
  }

  /** After an operation that is not offered a scenario is another one: only departures count. */
  complain(kind: ReplayReason['kind'], index: number, text: string): void {
    if (this.notOffered > 0 && kind !== 'departure') return;
    this.reasons.push({ kind, step: index + 1, text });
  }

  name(index: number): string {
    return OPERATION_NAMES[this.scenario.program[index * Word.width + Word.operation]];
  }

  expected(index: number): readonly Gives[] | undefined {
    const { reading, server } = this.platform;
    return ruleFor(this.scenario.gives[index], reading, server);
  }
}

function whyNot(index: number): string {
  return index === 0
    ? 'its thread is in no call, or its process does not run'
    : 'its thread is in no call, its process does not run, or a name that it uses holds nothing';
}

/** How a run that ended before its last step is judged. */
function judgeEnd(notes: Notes, result: RunResult, runner: Runner, steps: number): void {
  const left = steps - result.at - 1;
  const step = notes.name(Math.min(result.at, steps - 1));
  switch (result.verdict) {
    case 'passed':
    case 'explained': {
      notes.passOver(steps);
      return;
    }
    case 'departure': {
      const { cite } = runner.belief.mismatch;
      const clause = cite === 0 ? 'the rules' : obligationAt(cite).id;
      notes.complain('departure', result.at, `${step} departs from ${clause}`);
      return;
    }
    case 'overflow': {
      const text = `inconclusive: too many states explain what was seen up to ${step}`;
      notes.complain('inconclusive', result.at, text);
      return;
    }
    case 'open':
    case 'hung': {
      if (left === 0) return;
      const why = result.verdict === 'hung' ? 'the target hangs' : 'no rule speaks of what follows';
      notes.complain('ends-early', result.at, `${why} ${step}; ${left} steps are left`);
      return;
    }
  }
}

/** Runs a scenario on one platform and judges it; `domain` is the platform's. */
export function replayOnPlatform(
  scenario: Scenario,
  platform: Platform,
  domain: Domain,
  runner: Runner,
  options: ReplayOptions,
): PlatformResult {
  const { reading, copyLimit, server } = platform;
  const given = caseOf(scenario, reading, copyLimit, server);
  const notes = new Notes(scenario, platform, options.monitor);
  notes.begin();
  const result = runner.run(given, domain, (index, at) => {
    notes.take(index, at);
  });
  judgeEnd(notes, result, runner, lengthOf(given.program));
  let departure: Finding | null = null;
  if (result.verdict === 'departure') {
    const { fault, target } = options;
    const { seed, case: number } = scenario.origin ?? { seed: scenario.file, case: 0 };
    departure = describe(runner, given, result, { seed, case: number, target, fault });
  } else {
    for (const id of options.monitor?.end() ?? []) notes.breaches.add(id);
    if (notes.notOffered === 0)
      notes.reasons.push(
        ...verdictReasons(ruleFor(scenario.verdict, reading, server), {
          unsafe: [...notes.unsafe],
          breaches: options.monitor === null ? null : [...notes.breaches],
          declined: notes.declined,
        }),
      );
  }
  return {
    platform,
    passed: notes.reasons.length === 0,
    reasons: notes.reasons,
    operations: notes.operations,
    notOffered: notes.notOffered,
    departure,
    unsafe: [...notes.unsafe],
    breaches: [...notes.breaches],
    costs: runner.costs,
  };
}
