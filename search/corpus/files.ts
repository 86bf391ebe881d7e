import { existsSync } from 'node:fs';
import { scenarioFiles } from '../replay/read-file.js';
import { NOWHERE, ScenarioError } from '../scenario/error.js';

/** Files of one corpus; beyond that it is to be pruned. */
const MOST_FILES = 20_000;

/** Files of a corpus in the order of their names; none where there is no such folder. */
export function corpusFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = scenarioFiles([folder]);
  if (files.length <= MOST_FILES) return files;
  throw new ScenarioError(folder, NOWHERE, {
    what: `a corpus has at most ${MOST_FILES} files, this one has ${files.length}`,
    cause: 'it was never pruned, or is a folder of something else',
    next: 'move a part of the files away, and prune: marshalcheck prune FOLDER',
  });
}
