/** `marshalcheck bisect`: the commit since which a scenario fails. */

import { realpathSync } from 'node:fs';
import type { Command } from 'commander';
import { plain } from '../../reports/escape.js';
import { jsonText } from '../../reports/json.js';
import { readScenarioText } from '../../search/replay/read-file.js';
import { type BisectState, type Commit, Repository, ScratchTree } from '../bisect/scratch-tree.js';
import { type Trial, tryRevision, type Verdict } from '../bisect/trial.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { addOutputFlags, flag } from '../flags.js';
import { Stop } from '../stop.js';
import { addTargetFlags, type TargetFlags, targetWords } from '../target-flags.js';
import type { Terminal } from '../terminal.js';

interface BisectFlags extends TargetFlags {
  readonly good: string;
  readonly bad: string;
  readonly inspection: boolean;
  readonly keep?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** A commit that was tried. */
interface Tried extends Verdict {
  readonly commit: Commit;
}

const EXAMPLES = `
Examples:
  marshalcheck bisect found.yaml --good v1.2 --bad HEAD --target "./build/shim" -- make shim
  marshalcheck bisect found.yaml --good v1.2 --bad main --target "node shim.mjs"`;

const SHORT = 10;

/** Adds the command. */
export function addBisect(program: Command, context: Context): void {
  const command = program
    .command('bisect')
    .summary('find the commit since which a scenario fails')
    .description(
      'Replays one scenario over a range of the git history of this folder, by git bisect in a ' +
        'scratch worktree, and names the first commit at which it fails. A commit that cannot ' +
        'be built or started is skipped.',
    )
    .argument('<file>', 'a scenario file; it may lie outside of the repository')
    .argument('[build...]', 'after --: how a commit is built, in the worktree and without a shell')
    .addOption(flag('--good <revision>', 'a commit at which it passes').makeOptionMandatory())
    .addOption(flag('--bad <revision>', 'a later one at which it fails').default('HEAD'))
    .addOption(flag('--no-inspection', 'judge the target by its answers alone'))
    .addOption(
      flag('--keep', 'leave in place what a build made, for the build of the next commit'),
    );
  addOutputFlags(addTargetFlags(command))
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, build: string[]) => {
      context.exit = await bisectCommand(file, build, command.opts<BisectFlags>(), context);
    });
}

async function bisectCommand(
  file: string,
  build: readonly string[],
  flags: BisectFlags,
  { terminal }: Context,
): Promise<Exit> {
  readScenarioText(file);
  const repository = new Repository(process.cwd());
  const good = repository.resolve(flags.good, '--good');
  const bad = repository.resolve(flags.bad, '--bad');
  requireOrder(repository, good, bad, flags);
  const replay = [realpathSync(file), ...targetWords(flags)];
  if (!flags.inspection) replay.push('--no-inspection');
  const stop = new Stop(terminal, 0);
  const tree = new ScratchTree(repository, bad);
  try {
    const trial = { build, replay, signal: stop.signal };
    const bisection = new Bisection(repository, tree, trial, flags, terminal);
    const end = await bisection.run(good, bad);
    if (stop.signal.aborted) return Exit.interrupted;
    tell(file, end, bisection, flags, terminal);
    return end.kind === 'found' ? Exit.clean : Exit.findings;
  } finally {
    tree.remove();
    stop.release();
  }
}

function requireOrder(repository: Repository, good: string, bad: string, flags: BisectFlags): void {
  if (good !== bad && repository.isAncestor(good, bad)) return;
  throw new Failure({
    what: `${flags.good} is no ancestor of ${flags.bad}`,
    where: '--good, --bad',
    cause: good === bad ? 'they are the same commit' : 'they are the wrong way round, or branches',
    next: `git merge-base ${flags.good} ${flags.bad} names a commit that may do for --good`,
  });
}

/** One search through the history. */
class Bisection {
  readonly tried: Tried[] = [];
  readonly repository: Repository;
  private readonly tree: ScratchTree;
  private readonly trial: Trial;
  private readonly flags: BisectFlags;
  private readonly terminal: Terminal;

  constructor(
    repository: Repository,
    tree: ScratchTree,
    trial: Trial,
    flags: BisectFlags,
    terminal: Terminal,
  ) {
    this.repository = repository;
    this.tree = tree;
    this.trial = trial;
    this.flags = flags;
    this.terminal = terminal;
  }

  /** Tries both ends, then what git asks for. Throws a Failure where an end is not as was said. */
  async run(good: string, bad: string): Promise<BisectState> {
    await this.requireEnd(bad, 'bad');
    this.tree.clean(!this.keeps);
    this.tree.checkout(good);
    await this.requireEnd(good, 'good');
    this.tree.clean(!this.keeps);
    let state = this.tree.begin(bad, good);
    while (state.kind === 'next' && !this.trial.signal.aborted) {
      const { verdict } = await this.try(this.tree.head());
      if (this.trial.signal.aborted) break;
      this.tree.clean(!this.keeps);
      state = this.tree.mark(verdict);
    }
    return state;
  }

  private get keeps(): boolean {
    return this.flags.keep === true;
  }

  private async try(id: string): Promise<Tried> {
    const tried = {
      commit: this.repository.commit(id),
      ...(await tryRevision(this.tree.folder, this.trial)),
    };
    if (this.trial.signal.aborted) return tried;
    this.tried.push(tried);
    if (this.flags.quiet !== true) this.terminal.note(triedText(tried));
    return tried;
  }

  private async requireEnd(id: string, wanted: 'good' | 'bad'): Promise<void> {
    if (this.trial.signal.aborted) return;
    const { verdict, because } = await this.try(id);
    if (this.trial.signal.aborted || verdict === wanted) return;
    const what =
      verdict === 'skip'
        ? `the commit of --${wanted} cannot be tried: ${because}`
        : `the scenario ${verdict === 'good' ? 'passes' : 'fails'} at the commit of --${wanted}`;
    throw new Failure({
      what,
      where: `--${wanted} ${this.flags[wanted]}`,
      cause:
        verdict === 'skip'
          ? 'a build command or a target that does not fit this commit'
          : 'another commit, another target (--target is started in the worktree), or a flaky one',
      next: 'check that commit out and replay the scenario by hand: marshalcheck replay',
    });
  }
}

function triedText({ commit, verdict, because }: Tried): string {
  const reason = because === '' ? '' : ` (${plain(because)})`;
  return `${commit.id.slice(0, SHORT)} ${verdict.padEnd(4)}  ${plain(commit.subject)}${reason}`;
}

function tell(
  file: string,
  end: BisectState,
  { tried, repository }: Bisection,
  flags: BisectFlags,
  terminal: Terminal,
): void {
  const first = end.kind === 'found' ? repository.commit(end.first) : null;
  const suspects = end.kind === 'stuck' ? end.suspects.map((id) => repository.commit(id)) : [];
  if (flags.json === true) {
    terminal.print(jsonText({ file, first, suspects, tried }));
    return;
  }
  if (first !== null) {
    const { id, author, date, subject } = first;
    terminal.print(`first bad commit: ${id}`);
    terminal.print(`  ${plain(subject)}`);
    terminal.print(`  ${plain(author)}, ${date}`);
    return;
  }
  terminal.print('the first bad commit is one of these; those between could not be tried:');
  for (const { id, subject } of suspects) terminal.print(`  ${id} ${plain(subject)}`);
}
