/** What `start` does: a night in short, a driver with mistakes, a defect that is found. */

import { availableParallelism } from 'node:os';
import { failedScenarios, hasFindings } from '../reports/document.js';
import { plain } from '../reports/escape.js';
import { findingLines } from '../reports/finding.js';
import { grouped } from '../reports/fuzz.js';
import { findingDocument, jsonText } from '../reports/json.js';
import { rule } from '../reports/layout.js';
import type { FuzzOptions } from '../search/options.js';
import type { Context } from './context.js';
import { driverStory } from './driver-story.js';
import { Exit } from './exit-codes.js';
import { firstNight } from './nightly/first.js';
import { OutFolder } from './out-folder.js';
import { ProgressWriter } from './progress.js';
import { DEFAULT_GUIDED, drawingFlags, reproduceCommands } from './reproduce.js';
import { Stop } from './stop.js';
import {
  FAULT,
  FAULT_CLAUSE,
  FAULT_READING,
  nextLines,
  type Story,
  storyDocument,
  writeStory,
} from './story.js';
import { BOARDS } from './target-flags.js';

const FAULT_RUNS = 3000;
const SEED = 'first';
const WORKERS = Math.min(2, availableParallelism());

/** What the flags come to. */
export interface StartFlags {
  readonly runs: number;
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Tells the story while it happens. */
export async function startCommand(flags: StartFlags, context: Context): Promise<Exit> {
  const folder = new OutFolder(flags.out);
  const stop = new Stop(context.terminal, 0);
  const story: Story = { night: null, found: null, red: false, green: false };
  const tell = teller(flags, context);
  try {
    tell(
      'marshalcheck compares an implementation of the marshalling calls with a model of their',
      'rules. First everything that `marshalcheck nightly` does, in short, on the two built-in',
      'boards, which are healthy: nothing should be found. Then a driver with mistakes, and a',
      'board with a defect planted: it is found, cut down, saved, replayed and explained.',
    );
    await runNight(story, flags, tell, stop, context);
    if (!stop.signal.aborted) await catchDriver(tell, context);
    if (!stop.signal.aborted) await findPlanted(story, folder, tell, stop, context, flags);
    if (stop.signal.aborted) return Exit.interrupted;
    return await conclude(story, folder.path, flags, tell, context);
  } finally {
    stop.release();
    folder.tidy();
  }
}

type Tell = (...lines: string[]) => void;

/** Prints the story, to stderr where stdout belongs to JSON. */
function teller(flags: StartFlags, { terminal }: Context): Tell {
  return (...lines) => {
    for (const line of lines) {
      if (flags.json === true) {
        if (flags.quiet !== true) terminal.note(line);
      } else terminal.print(line);
    }
  };
}

/** The stages of a nightly run, each in short. */
async function runNight(
  story: Story,
  flags: StartFlags,
  tell: Tell,
  stop: Stop,
  context: Context,
): Promise<void> {
  tell('', `1. A nightly run in short: the same stages, ${grouped(flags.runs)} cases to fuzz`);
  const isQuiet = flags.quiet === true;
  const given = {
    runs: flags.runs,
    out: flags.out,
    canary: FAULT,
    workers: WORKERS,
    isQuiet,
    stop,
  };
  const { report, troubles } = await firstNight(given, context);
  for (const error of troubles) context.terminal.note(plain(error.message));
  story.night = report;
  const { scenarios, clauses, score } = report;
  const { covered, uncovered } = clauses;
  const failed = failedScenarios(report);
  const replayed = `${grouped(scenarios?.files ?? 0)} scenarios`;
  const count = report.findings.length + failed + troubles.length;
  const states = (report.scopes ?? []).reduce((sum, scope) => sum + scope.states, 0);
  const canary = score?.killed === score?.total ? 'found' : 'NOT FOUND';
  tell(
    `   ${replayed}, ${failed === 0 ? 'all pass' : `${failed} FAIL`}`,
    `   ${grouped(states)} states searched, ${grouped(report.operations)} operations`,
    `   ${covered.length} of ${covered.length + uncovered.length} obligations covered`,
    `   the defect that has to be found: ${canary}`,
    `   ${count === 0 ? 'nothing departs from the rules' : `${count} THINGS ARE WRONG`}`,
  );
}

function optionsFor(stop: Stop, context: Context, flags: StartFlags, label: string): FuzzOptions {
  const progress = new ProgressWriter(context.terminal, 'cases', flags.quiet === true);
  return {
    seed: SEED,
    readings: [],
    servers: ['kernel', 'user'],
    workers: WORKERS,
    inspection: true,
    signal: stop.signal,
    onProgress: (state) => {
      progress.update({ ...state, label });
    },
    ...BOARDS,
    runs: flags.runs,
    fault: '',
    reduce: true,
    failFast: false,
    guided: DEFAULT_GUIDED,
    firstCase: 0,
  };
}

/** A published sample breaks the rules, and a schedule shows it. */
async function catchDriver(tell: Tell, { engine, terminal }: Context): Promise<void> {
  tell('', '2. Testing the sample driver of the article on sharing memory (S4)');
  const style = { colours: terminal.out, columns: terminal.columns };
  tell(...(await driverStory(engine, style)));
}

async function findPlanted(
  story: Story,
  folder: OutFolder,
  tell: Tell,
  stop: Stop,
  context: Context,
  flags: StartFlags,
): Promise<void> {
  const { engine, terminal } = context;
  tell('', `3. Planting the defect ${FAULT} in the board, and fuzzing again`);
  const report = await engine.fuzz({
    ...optionsFor(stop, context, flags, 'planted defect'),
    readings: [FAULT_READING],
    servers: ['kernel'],
    runs: FAULT_RUNS,
    fault: FAULT,
  });
  terminal.clearLine();
  const telling = report.findings.filter(({ clauses }) => clauses.includes(FAULT_CLAUSE));
  const finding = telling[0] ?? report.findings[0];
  if (finding === undefined) return;
  const file = await engine.save(finding, folder.path);
  const drawing = drawingFlags({
    ...BOARDS,
    reading: [FAULT_READING],
    server: ['kernel'],
    inspection: true,
    fault: FAULT,
    runs: FAULT_RUNS,
    guided: DEFAULT_GUIDED,
  });
  story.found = findingDocument(
    { ...finding, file },
    {
      explanation: await engine.explain(finding, true, ''),
      reproduce: reproduceCommands(finding, file, drawing),
      scenario: await engine.text(finding),
    },
  );
  tell(
    `   found at case ${finding.origin.case}, cut down to ${finding.length} operations`,
    `   saved: ${file}`,
  );
  const red = await engine.replay([file], { fault: FAULT, inspection: true });
  const green = await engine.replay([file], { fault: '', inspection: true });
  story.red = red.failed === 1;
  story.green = green.passed === 1;
  tell(
    `   replayed with the defect: ${story.red ? 'it shows' : 'IT DOES NOT SHOW'}`,
    `   replayed without it: ${story.green ? 'it passes' : 'IT FAILS'}`,
  );
}

async function conclude(
  story: Story,
  folder: string,
  flags: StartFlags,
  tell: Tell,
  context: Context,
): Promise<Exit> {
  const { terminal } = context;
  const { found, night } = story;
  const style = { colours: terminal.out, columns: terminal.columns };
  if (found !== null) tell('', ...findingLines(found, '4. what was found', style));
  const good = found !== null && story.red && story.green && night !== null && !hasFindings(night);
  const files = night === null ? [] : await writeStory(story, night, folder, terminal);
  tell('', rule('what next', style.columns));
  if (files.length > 0) tell(`read it again     ${files.join(', ')}`);
  for (const line of nextLines(found)) tell(line);
  if (!good) tell('', 'Something above is not as it should be: see the words in capitals.');
  if (flags.json === true) terminal.print(jsonText(storyDocument(story)));
  return good ? Exit.clean : Exit.findings;
}
