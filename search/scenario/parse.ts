/** Text of a scenario file made a Scenario. Everything in the text is untrusted. */

import type { z } from 'zod';
import { READINGS } from '../../model/readings.js';
import { type Path, Refusal, ScenarioError } from './error.js';
import { checkClauses, givesRule, verdictRule } from './expected.js';
import { SCENARIO_LIMITS, tooLarge } from './limits.js';
import { layOutMemory, type Memory } from './memory.js';
import { misspelt } from './misspelt.js';
import { readQuickly } from './quick-yaml.js';
import { FILE_SCHEMA, type ScenarioFile, STEP_SCHEMAS, type StepEntry } from './schema.js';
import type { GivesEntry } from './schema-expected.js';
import { Assembler, type NamedStep } from './steps.js';
import type { Scenario, ScenarioOrigin } from './types.js';
import {
  BOARD_CHOICES,
  FIELDS,
  FORMAT_VERSION,
  isOperation,
  meansReading,
  OPENS,
  PROCESS_NAMES,
  processNumber,
} from './vocabulary.js';
import { locate, nextStep, readYaml } from './yaml-text.js';

/** Reads a scenario. Throws ScenarioError with line and column. */
export function parseScenario(text: string, fileName: string): Scenario {
  const bytes = Buffer.byteLength(text);
  if (bytes > SCENARIO_LIMITS.fileBytes) {
    throw new ScenarioError(fileName, { line: 1, column: 1 }, tooLarge(bytes, fileName));
  }
  const data = readQuickly(text) ?? readYaml(text, fileName);
  try {
    return understand(data, fileName);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { what, cause, next } = error.complaint;
    const position = locate(text, error.path, error.atKey);
    throw new ScenarioError(fileName, position, {
      what,
      cause,
      next: next === '' ? nextStep(fileName) : next,
    });
  }
}

function understand(data: unknown, file: string): Scenario {
  checkVersion(data);
  const result = FILE_SCHEMA.safeParse(data);
  if (!result.success) throw refusalOf(result.error, data, []);
  return build(result.data, file);
}

function checkVersion(data: unknown): void {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    const cause = 'an empty file, or the file of another program';
    throw new Refusal([], 'a scenario is a map that begins with `marshalcheck: 1`', cause);
  }
  const version: unknown = (data as Record<string, unknown>)['marshalcheck'];
  if (version === FORMAT_VERSION) return;
  if (version === undefined) {
    const cause = 'the first line `marshalcheck: 1` is missing, or this is no scenario';
    throw new Refusal([], 'the file does not say its format version', cause);
  }
  const what = `format version ${shown(version)}; this program reads version ${FORMAT_VERSION}`;
  const newer = typeof version === 'number' && version > FORMAT_VERSION;
  const cause = newer
    ? 'the file was written by a later marshalcheck; update this one'
    : 'a typo, or a file that has to be brought up to date';
  const next = newer ? '' : 'run: marshalcheck scenario migrate FILE';
  throw new Refusal(['marshalcheck'], what, cause, next);
}

/** A value in a message, cut short. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  const clean = text.replace(/\p{Cc}/gu, '?');
  return clean.length > 60 ? `${clean.slice(0, 60)}…` : clean;
}

/**
 * The schema's complaints in the words of the project; a misspelt key first, because it explains
 * the key that is missing. `data` is what the schema looked at, `base` where that is in the file.
 */
function refusalOf(error: z.core.$ZodError, data: unknown, base: Path): Refusal {
  const issue = error.issues.find(({ code }) => code === 'unrecognized_keys') ?? error.issues[0];
  const inside = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const path = [...base, ...inside];
  const name = String(path.at(-1) ?? 'the file');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0];
    const cause = 'a misspelt key, or one that belongs elsewhere';
    return new Refusal([...path, key], `unknown key ${shown(key)}`, cause, '', true);
  }
  if (isMissing(data, inside)) {
    const cause = 'a misspelt key, or a line that was lost';
    return new Refusal(path, `${name} is missing (${issue.message})`, cause);
  }
  if (issue.code === 'invalid_key') {
    const what = `${shown(name)}: ${issue.issues[0].message}`;
    return new Refusal(path, what, 'a misspelt name', '', true);
  }
  return new Refusal(path, `${name}: ${issue.message}`, 'a typo, or a value of another kind');
}

function isMissing(data: unknown, path: Path): boolean {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value === undefined;
}

function build(file: ScenarioFile, fileName: string): Scenario {
  checkClauses(file.clauses, ['clauses']);
  const readings = readingsOf(file);
  const memory = layOutMemory(file);
  const steps = file.steps.map(namedStep);
  const applications = applicationsOf(file, memory, steps);
  const assembler = new Assembler(memory);
  const program = assembler.assemble(steps);
  const fault = file.fault ?? '';
  return {
    file: fileName,
    title: file.title,
    about: file.about ?? '',
    clauses: file.clauses,
    readings,
    copyLimit: copyLimitOf(file, readings),
    servers: file.server === 'both' ? ['kernel', 'user'] : [file.server],
    personality: personalityOf(file),
    applications,
    ...memory,
    program,
    gives: steps.map(({ operation, entry }, index) =>
      givesRule(
        entry['gives'] as GivesEntry | undefined,
        (text, path) => assembler.tagOf(text, path),
        ['steps', index, operation, 'gives'],
      ),
    ),
    results: assembler.results,
    verdict: verdictRule(file.verdict, fault !== ''),
    fault,
    origin: file.origin === undefined ? null : originOf(file.origin),
  };
}

function namedStep(step: unknown, index: number): NamedStep {
  const path = ['steps', index];
  if (typeof step !== 'object' || step === null || Array.isArray(step)) {
    const cause = 'a step is one operation with its values: `- return: {on: call1}`';
    throw new Refusal(path, 'the step is no operation', cause);
  }
  const keys = Object.keys(step);
  const operation = keys[0] ?? '';
  if (keys.length !== 1) {
    const cause = 'wrong indentation of the values, or two steps that became one';
    throw new Refusal(
      path,
      `a step has one key, its operation; this one has ${keys.length}`,
      cause,
    );
  }
  if (!isOperation(operation)) {
    const what = `no operation is called ${shown(operation)}`;
    throw new Refusal(
      [...path, operation],
      what,
      misspelt(operation, Object.keys(FIELDS)),
      '',
      true,
    );
  }
  const values = (step as Record<string, unknown>)[operation];
  const result = STEP_SCHEMAS[operation].safeParse(values);
  if (!result.success) throw refusalOf(result.error, values, [...path, operation]);
  const entry = result.data;
  refuseIdleParameter(operation, entry, path);
  return { operation, entry };
}

/** A call says how its parameter is marshalled; ARG_DW passes a plain value and gives nothing. */
function refuseIdleParameter(operation: string, entry: StepEntry, path: Path): void {
  if (operation !== 'call') return;
  const { source, size, descriptor } = entry;
  if (descriptor === undefined && (source !== undefined || size !== undefined)) {
    const cause = 'add `descriptor: ARG_IO_PTR` or the like; ARG_DW passes a plain value';
    throw new Refusal([...path, operation], 'the parameter has no descriptor', cause);
  }
  const marshals = descriptor !== undefined && descriptor !== 'ARG_DW' && descriptor !== 0;
  if (marshals || entry['as'] === undefined) return;
  const cause = 'only a parameter with a pointer descriptor gives one; leave `as` out';
  throw new Refusal([...path, operation, 'as'], 'this call gives no pointer', cause, '', true);
}

function readingsOf(file: ScenarioFile): string[] {
  const words: readonly string[] = [file.readings].flat();
  const except = file.except ?? [];
  const chosen = READINGS.filter(
    (reading) =>
      words.some((word) => meansReading(word, reading)) &&
      !except.some((word) => meansReading(word, reading)),
  );
  if (chosen.length === 0) {
    throw new Refusal(['except'], 'no reading is left', 'everything named was excepted again');
  }
  return chosen.map((reading) => reading.id);
}

function copyLimitOf(file: ScenarioFile, readings: readonly string[]): number {
  const { copyLimit } = file;
  if (copyLimit === undefined) return 0;
  if (copyLimit === 'each') return -1;
  for (const reading of READINGS) {
    if (!readings.includes(reading.id) || reading.alloc !== 'by-size') continue;
    if (reading.copyLimits.includes(copyLimit)) continue;
    const what = `${reading.id} has no copy limit of ${copyLimit} bytes`;
    const cause = `it has ${reading.copyLimits.join(', ')}; name fewer readings or leave it out`;
    throw new Refusal(['copyLimit'], what, cause);
  }
  return copyLimit;
}

function personalityOf(file: ScenarioFile): number {
  const board = file.board ?? {};
  let personality = Math.max(OPENS.indexOf(String(board['opens'])), 0);
  for (const [name, bit] of BOARD_CHOICES) if (board[name] === true) personality |= bit;
  return personality;
}

/** Operations whose process may be one that never was: VM-2, QUIET-22. */
const SHARING: ReadonlySet<string> = new Set(['VirtualAllocEx', 'VirtualCopyEx', 'VirtualFreeEx']);

/** Number of applications: as stated, else up to the highest that anything names. */
function applicationsOf(file: ScenarioFile, memory: Memory, steps: readonly NamedStep[]): number {
  const most = file.applications ?? SCENARIO_LIMITS.applications;
  let highest = 1;
  const see = (process: number, path: Path): void => {
    if (process < 1 || process >= PROCESS_NAMES.length - 1) return;
    if (process > most) {
      const limit = SCENARIO_LIMITS.applications;
      const cause = `\`applications: ${most}\` is too small, or at most ${limit} exist`;
      throw new Refusal(path, `there is no app${process}`, cause);
    }
    highest = Math.max(highest, process);
  };
  for (const buffer of memory.buffers) see(buffer.process, ['memory', buffer.name, 'process']);
  memory.regions.forEach((region, index) => see(region.process, ['regions', index]));
  steps.forEach(({ operation, entry }, index) => {
    for (const key of ['process', 'on']) {
      const name = entry[key];
      if (typeof name !== 'string') continue;
      const process = processNumber(name);
      if (process > SCENARIO_LIMITS.applications && SHARING.has(operation)) continue;
      see(process, ['steps', index, operation, key]);
    }
  });
  return file.applications ?? highest;
}

function originOf(entry: Readonly<Record<string, string | number | undefined>>): ScenarioOrigin {
  return {
    seed: String(entry['seed']),
    case: Number(entry['case']),
    ...(entry['island'] !== undefined && { island: Number(entry['island']) }),
    target: String(entry['target']),
    fault: String(entry['fault'] ?? ''),
    signature: String(entry['signature']),
    generator: String(entry['generator']),
  };
}
