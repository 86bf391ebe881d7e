/** `marshalcheck fleet`: campaigns over many machines, by a queue in Redis. */

import type { Command } from 'commander';
import { Collecting, Planning } from '../../fleet/campaign.js';
import type { Fleet } from '../../fleet/fleet.js';
import type { FleetJob } from '../../fleet/jobs.js';
import { plain } from '../../reports/escape.js';
import { grouped } from '../../reports/fuzz.js';
import { jsonText } from '../../reports/json.js';
import type { Nondeterminism } from '../../search/nondeterminism.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { addOutputFlags } from '../flags.js';
import { addCheck } from './check.js';
import { addDrivers } from './drivers.js';
import { addWork } from './fleet-work.js';
import { addFuzz } from './fuzz.js';

const EXAMPLES = `
Examples:
  export MARSHALCHECK_REDIS_URL=redis://localhost:6379
  marshalcheck fleet submit fuzz --seed first --runs 10000000
  marshalcheck fleet work                               on as many machines as there are
  marshalcheck fleet status fuzz --seed first --runs 10000000
  marshalcheck fleet collect fuzz --seed first --runs 10000000 --reporter html=report.html`;

/** Adds the group. */
export function addFleet(program: Command, context: Context): void {
  const fleet = program
    .command('fleet')
    .summary('share a campaign among many machines')
    .description(
      'Shares a campaign among machines by a queue in Redis, whose address is in ' +
        'MARSHALCHECK_REDIS_URL. submit, status and collect take a campaign as it would be run ' +
        'here; the report that collect writes is the one that it would write here.',
    )
    .addHelpText('after', EXAMPLES);
  addSubmit(fleet, context);
  addWork(fleet, context);
  addStatus(fleet, context);
  addCollect(fleet, context);
}

/** Campaigns, each carried out with other searches than those of this process. */
function addCampaigns(command: Command, context: Context): void {
  addFuzz(command, context);
  addCheck(command, context);
  addDrivers(command, context);
}

/** A campaign that is only planned: its own report comes out nowhere. */
class Plan extends Planning {
  isJson = false;

  constructor(command: Command) {
    super();
    command.hook('preAction', (_, campaign) => {
      this.isJson = campaign.optsWithGlobals<{ json?: boolean }>().json === true;
      campaign.setOptionValue('reporter', []);
      campaign.setOptionValue('json', false);
      campaign.setOptionValue('history', undefined);
      campaign.setOptionValue('quiet', true);
    });
  }
}

function addSubmit(fleet: Command, context: Context): void {
  const command = fleet
    .command('submit')
    .summary('put a campaign into the queue')
    .description('Puts the jobs of a campaign into the queue; those that are done are left out.');
  const plan = new Plan(command);
  addCampaigns(command, withSearches(context, plan));
  command.hook('postAction', async () => {
    const { jobs } = plan;
    const queue = await openFleet();
    const submitted = await queue.submit(jobs);
    const done = jobs.length - submitted;
    context.exit = Exit.clean;
    const { where, build } = queue.connection;
    if (plan.isJson) {
      context.terminal.print(jsonText({ jobs: jobs.length, submitted, done, where, build }));
      return;
    }
    const known = done === 0 ? '' : `, ${grouped(done)} were done already`;
    context.terminal.print(`${grouped(submitted)} jobs submitted to ${plain(where)}${known}`);
  });
}

function addStatus(fleet: Command, context: Context): void {
  const command = fleet
    .command('status')
    .summary('how far a campaign is, and who works on it')
    .description('Says what waits, runs and failed; of a campaign also what it did and found.');
  const plan = new Plan(command);
  addCampaigns(command, withSearches(context, plan));
  command.hook('postAction', async (_, campaign) => {
    if (campaign !== command) await tellStatus(plan.jobs, plan.isJson, context);
  });
  addOutputFlags(command).action(async () => tellStatus([], plan.isJson, context));
}

async function tellStatus(
  jobs: readonly FleetJob[],
  json: boolean,
  context: Context,
): Promise<void> {
  const { terminal } = context;
  const queue = await openFleet();
  const { where, build } = queue.connection;
  const counts = await queue.counts();
  const failures = await queue.failed();
  const { jobs: done, signatures } = await queue.done(jobs);
  const { jobKey } = await import('../../fleet/jobs.js');
  const differing = (await queue.store.differing(jobs.map(jobKey))).length;
  context.exit = differing > 0 ? Exit.nondeterminism : Exit.clean;
  if (json) {
    const campaign = { jobs: jobs.length, done, signatures, differing };
    terminal.print(jsonText({ where, build, ...counts, campaign, failures }));
    return;
  }
  const { waiting, running, workers } = counts;
  terminal.print(`queue     ${plain(where)}, build ${build}, ${workers} workers`);
  terminal.print(`jobs      ${grouped(waiting)} waiting, ${grouped(running)} running`);
  if (jobs.length > 0) {
    const share = Math.floor((100 * done) / jobs.length);
    terminal.print(`campaign  ${grouped(done)} of ${grouped(jobs.length)} jobs done, ${share} %`);
  }
  for (const signature of signatures) terminal.print(`found     ${plain(signature)}`);
  for (const { what, reason } of failures) {
    terminal.print(`failed    ${plain(what)}: ${plain(reason)}`);
  }
  if (differing > 0) terminal.print(`differing ${differing} jobs gave two results`);
}

function addCollect(fleet: Command, context: Context): void {
  const command = fleet
    .command('collect')
    .summary('join the results of a campaign into its report')
    .description(
      'Waits for the jobs of a campaign and writes the report that it would have written here. ' +
        'Ctrl-C ends the waiting: what is there is reported.',
    )
    .option('--no-wait', 'take what is there');
  const opened: { queue?: Fleet } = {};
  const searches = new Collecting(
    async (jobs) => {
      const { fetcher } = await import('../../fleet/fetch.js');
      return fetcher(opened.queue as Fleet, jobs, command.opts<{ wait: boolean }>().wait);
    },
    async (jobs) => differingIn(opened.queue as Fleet, jobs),
  );
  addCampaigns(command, withSearches(context, searches));
  command.hook('preAction', async () => {
    opened.queue = await openFleet();
  });
  command.hook('postAction', async () => {
    const { jobs, missing } = searches;
    await tellDiffering(opened.queue as Fleet, jobs, context);
    if (missing === 0) return;
    context.terminal.fail(
      new Failure({
        what: `${grouped(missing)} of ${grouped(jobs.length)} jobs have no result yet`,
        cause: 'the campaign is not done',
        next: 'marshalcheck fleet status with the same flags, then collect again',
      }),
    );
    if (context.exit === Exit.clean) context.exit = Exit.harness;
  });
}

async function openFleet(): Promise<Fleet> {
  const { Fleet } = await import('../../fleet/fleet.js');
  return Fleet.open();
}

async function differingIn(
  queue: Fleet,
  jobs: readonly FleetJob[],
): Promise<readonly Nondeterminism[]> {
  const { differingJobs } = await import('../../fleet/differing.js');
  return differingJobs(queue, jobs);
}

/** Two results of one job: the same code came to something else on another machine or day. */
async function tellDiffering(
  queue: Fleet,
  jobs: readonly FleetJob[],
  context: Context,
): Promise<void> {
  const differing = await differingIn(queue, jobs);
  for (const { what, operation } of differing) {
    context.terminal.fail(
      new Failure({
        what: `nondeterminism: ${what} gave two results`,
        where: operation,
        cause: 'a target that is not deterministic, a faulty machine, or a changed Redis',
        next: 'run the campaign here, twice, and compare the reports',
      }),
    );
  }
  if (differing.length > 0) context.exit = Exit.nondeterminism;
}

/** The context of a campaign whose searches are others; its exit code is passed on. */
function withSearches(context: Context, searches: Planning | Collecting): Context {
  const { terminal, engine } = context;
  return {
    terminal,
    engine: {
      ...engine,
      fuzz: async (options) => searches.fuzz(options),
      check: async (options) => searches.check(options),
      testDriver: async (driver, options) => searches.testDriver(driver, options),
    },
    get configuration() {
      return context.configuration ?? null;
    },
    get exit() {
      return context.exit;
    },
    set exit(exit: Exit) {
      context.exit = exit;
    },
  };
}
