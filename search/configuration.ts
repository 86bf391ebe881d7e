/** The configuration file: its shape, its type, and the published JSON Schema. */

import { z } from 'zod';

/** Words with letters that a shell and a list with commas can take. */
/** A length of time: seconds, or `90s`, `5m`, `1h`. */
type Time = string | number;

/** What a nightly run does; each member stands for a flag of `nightly`. */
export interface NightlyConfiguration {
  /** In place of date and commit. */
  readonly seed?: string | undefined;
  readonly timeLimit?: Time | undefined;
  /** `replay`, `check`, `tours`, `drivers`, `canaries`, `fuzz`. */
  readonly stages?: readonly string[] | undefined;
  /** Files and folders to replay. */
  readonly scenarios?: readonly string[] | undefined;
  /** Scopes to search: names and files. */
  readonly scopes?: readonly string[] | undefined;
  /** `lawful`, `misusing`, `application-only`. */
  readonly clients?: readonly string[] | undefined;
  /** Scopes to tour on the target, or `none`. */
  readonly tours?: readonly string[] | undefined;
  /** A tour ends there. */
  readonly mostOperations?: number | undefined;
  /** Names and files; the collection when left out. */
  readonly drivers?: readonly string[] | undefined;
  readonly preemptions?: number | undefined;
  /** Folder of cases to begin with, or `none`; `corpus` within `out` when left out. */
  readonly corpus?: string | undefined;
  /** Planted defects that have to be found, or `none`. */
  readonly canaries?: readonly string[] | undefined;
  /** Cases to fuzz, and the percentage of them that is bred. */
  readonly runs?: number | undefined;
  readonly guided?: number | undefined;
  /** Folder of findings, reports, history and journal. */
  readonly out?: string | undefined;
  /** File that gets a line for each run. */
  readonly history?: string | undefined;
  /** `console`, `html=report.html`, … */
  readonly reporters?: readonly string[] | undefined;
}

/** What a configuration file exports. */
export interface Configuration {
  readonly $schema?: string | undefined;
  /** As `--target` names them; the first counts for all commands, `nightly` takes each. */
  readonly targets?: readonly string[] | undefined;
  /** How long a target from outside may take for one operation. */
  readonly watchdog?: Time | undefined;
  /** IDs of readings, or `all`, `documented`, `shipped`. */
  readonly readings?: readonly string[] | undefined;
  /** Where the driver lives. */
  readonly servers?: 'kernel' | 'user' | 'both' | undefined;
  /** False: judge the target by its answers alone. */
  readonly inspection?: boolean | undefined;
  readonly workers?: number | undefined;
  readonly nightly?: NightlyConfiguration | undefined;
  /** Signatures that fail no run, until a day. */
  readonly known?:
    | readonly {
        /** A signature, or the beginning of some with `*` at the end. */
        readonly signature: string;
        readonly reason: string;
        /** The last day on which it does not, `2027-01-31`. */
        readonly until: string;
      }[]
    | undefined;
}

const word = z.string().min(1).max(1000);
const words = z.array(word).min(1).max(1000);
const time = z.union([z.number().positive(), z.string().regex(/^\d+(\.\d+)?[smh]?$/)]);
const day = z.iso.date();

const KNOWN = z.strictObject({
  signature: word,
  reason: word,
  until: day,
});

/** Checks a file. */
export const CONFIGURATION: z.ZodType<Configuration> = z.strictObject({
  $schema: z.string().optional(),
  targets: words
    .optional()
    .describe(
      'simulator, command lines, tcp://host:port; nightly takes each, other commands the first',
    ),
  watchdog: time.optional().describe('how long a target from outside may take for one operation'),
  readings: words.optional().describe('IDs of readings, or all, documented, shipped'),
  servers: z.enum(['kernel', 'user', 'both']).optional().describe('where the driver lives'),
  inspection: z.boolean().optional().describe('false: judge the target by its answers alone'),
  workers: z.number().int().min(1).max(256).optional().describe('worker threads'),
  nightly: z
    .strictObject({
      seed: word.optional().describe('in place of date and commit'),
      timeLimit: time.optional().describe('90, 90s, 5m, 1h'),
      stages: words.optional().describe('replay, check, tours, drivers, canaries, fuzz'),
      scenarios: words.optional().describe('files and folders to replay'),
      scopes: words.optional().describe('scopes to search: names and files'),
      clients: words.optional().describe('lawful, misusing, application-only'),
      tours: words.optional().describe('scopes to tour on the target, or none'),
      mostOperations: z.number().int().min(1).optional().describe('a tour ends there'),
      drivers: words.optional().describe('names and files; the collection when left out'),
      preemptions: z.number().int().min(0).max(20).optional(),
      corpus: word.optional().describe('folder of cases to begin with, or none'),
      canaries: words.optional().describe('planted defects that have to be found, or none'),
      runs: z.number().int().min(1).optional().describe('cases to fuzz'),
      guided: z.number().int().min(0).max(100).optional().describe('percent of them to breed'),
      out: word.optional().describe('folder of findings, reports, history and journal'),
      history: word.optional().describe('file that gets a line for each run'),
      reporters: words.optional().describe('console, html=report.html, …'),
    })
    .optional(),
  known: z.array(KNOWN).max(10_000).optional().describe('signatures that fail no run, until a day'),
});

/** Gives its argument back: an editor then knows the members of `marshalcheck.config.ts`. */
export function defineConfig(configuration: Configuration): Configuration {
  return configuration;
}

/** The published JSON Schema. */
export function configurationJsonSchema(): object {
  return {
    ...z.toJSONSchema(CONFIGURATION),
    title: 'configuration of marshalcheck',
    description: 'marshalcheck.config.json; marshalcheck.config.ts exports the same.',
  };
}
