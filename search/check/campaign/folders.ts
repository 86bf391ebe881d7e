/** Where the searches of a campaign are saved: a folder each. */

import path from 'node:path';
import { holdsSearch } from '../checkpoint.js';
import { CheckpointError } from '../checkpoint-error.js';
import type { Client } from '../marshalling/act.js';
import type { Scope } from '../marshalling/scope.js';

/** The searches of a campaign, and where they are saved. */
interface Searches {
  readonly checkpoint: string;
  readonly resume: boolean;
  readonly scopes: readonly Scope[];
  readonly readings: readonly string[];
  readonly clients: readonly Client[];
}

/** The folder of one search. */
export function checkpointOf(
  checkpoint: string,
  { name, server }: Scope,
  reading: string,
  client: Client,
): string {
  return path.join(checkpoint, `${name}-${server}-${reading}-${client}`);
}

/**
 * Throws CheckpointError where a campaign that is not to go on would write over a search that was
 * stopped: hours of work are not to be lost to a forgotten flag.
 */
export function refuseToOverwrite(searches: Searches): void {
  const { checkpoint, resume, scopes, readings, clients } = searches;
  if (checkpoint === '' || resume) return;
  const folders = scopes.flatMap((scope) =>
    readings.flatMap((reading) =>
      clients.map((client) => checkpointOf(checkpoint, scope, reading, client)),
    ),
  );
  const folder = folders.find(holdsSearch);
  if (folder === undefined) return;
  throw new CheckpointError(
    `${folder} holds a search that was stopped`,
    'it was interrupted, killed, or met a limit',
    'go on with --resume, remove the folder, or use another one',
  );
}
