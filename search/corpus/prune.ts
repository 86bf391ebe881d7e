/** Corpora joined, and the result made small. */

import { rmSync } from 'node:fs';
import path from 'node:path';
import { readScenarioText } from '../replay/read-file.js';
import { NOWHERE, ScenarioError } from '../scenario/error.js';
import { saveScenario } from '../scenario/save.js';
import { type CorpusFile, corpusName, type MeasureOptions, Measuring } from './corpus.js';
import { cover } from './cover.js';
import { FeatureSet } from './features.js';
import { corpusFiles } from './files.js';

/** What pruning came to. */
export interface Pruned {
  /** Files of all folders, those of equal content once. */
  readonly before: number;
  /** Files that the first folder has now, and how many of them came from the others. */
  readonly after: number;
  readonly added: number;
  readonly deleted: number;
  /** What all of them show; the files that are left show the same. */
  readonly features: number;
  /** Files that depart from the rules on this target: they are kept. */
  readonly departing: readonly string[];
}

/** A file, with the name that its content gives it. */
interface Named extends CorpusFile {
  readonly name: string;
  readonly isOwn: boolean;
}

/**
 * Brings the files of all folders into the first, and leaves there as few as show the same on the
 * target. Only files whose name is that of their content are ever deleted; files of people, and
 * what cannot be measured whole, stay. Throws ScenarioError.
 */
export function prune(folders: readonly string[], options: MeasureOptions): Pruned {
  const [into = ''] = folders;
  const measuring = new Measuring(options);
  const files = distinct(folders).map(({ file, name }): Named => {
    const isOwn = path.relative(into, file).split(path.sep)[0] !== '..';
    return { ...measuring.measure(file), name, key: name, isOwn };
  });
  const isPinned = ({ isWhole, isOwn, file, name }: Named): boolean =>
    !isWhole || (isOwn && path.basename(file) !== name);
  const pinned = files.filter(isPinned);
  const seen = new FeatureSet();
  for (const { features } of pinned) seen.add(features);
  const chosen = cover(
    files.filter((file) => !isPinned(file)),
    seen.words,
  );
  const kept = new Set([...pinned, ...chosen]);
  const added = [...kept].filter(({ isOwn }) => !isOwn);
  // New files first: whenever this is stopped, nothing that is shown is lost.
  for (const { file, name } of added) saveScenario(into, name, readScenarioText(file), '');
  const spare = files.filter((file) => file.isOwn && !kept.has(file));
  for (const { file } of spare) remove(file);
  return {
    before: files.length,
    after: kept.size,
    added: added.length,
    deleted: spare.length,
    features: new FeatureSet().add(files.flatMap(({ features }) => features)),
    departing: measuring.found.flatMap(({ origin }) => origin.file ?? []),
  };
}

/** Files of all folders, the first of each content. Throws ScenarioError for no files at all. */
function distinct(folders: readonly string[]): { readonly file: string; readonly name: string }[] {
  const all = new Map<string, { readonly file: string; readonly name: string }>();
  for (const file of folders.flatMap(corpusFiles)) {
    const name = corpusName(readScenarioText(file));
    if (!all.has(name)) all.set(name, { file, name });
  }
  if (all.size > 0) return [...all.values()];
  throw new ScenarioError(folders[0] ?? '', NOWHERE, {
    what: 'there is no corpus here',
    cause: 'a misspelt path, or a folder without scenario files',
    next: 'keep one: marshalcheck fuzz --corpus FOLDER',
  });
}

function remove(file: string): void {
  try {
    rmSync(file);
  } catch (error) {
    throw new ScenarioError(file, NOWHERE, {
      what: `the file cannot be deleted: ${(error as Error).message}`,
      cause: 'a folder that belongs to another user',
      next: 'prune a copy of the folder',
    });
  }
}
