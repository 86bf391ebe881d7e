import { accessSync, constants, existsSync, readdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../search/scenario/folder.js';
import { Failure } from './failure.js';

const REGRESSIONS = path.join('scenarios', 'regressions');

/** Where findings go when nobody says: the regressions of a checkout, else a folder of its own. */
export function defaultFolder(): string {
  return existsSync(REGRESSIONS) ? REGRESSIONS : 'marshalcheck-out';
}

/** A folder for findings, made before the campaign begins so that nothing is lost later. */
export class OutFolder {
  readonly path: string;
  private readonly isMade: boolean;

  /** Throws a Failure that names the flag `where` when nothing can be written there. */
  constructor(folder: string, where = '--out') {
    this.path = folder;
    try {
      this.isMade = makeFolder(path.resolve(folder));
      accessSync(folder, constants.W_OK | constants.X_OK);
    } catch (error) {
      throw new Failure({
        what: `nothing can be written to the folder '${folder}'`,
        where,
        cause: (error as Error).message,
        next: `name another folder: ${where} ./marshalcheck-out`,
      });
    }
  }

  /** Takes the folder away again if nothing was written. */
  tidy(): void {
    try {
      if (this.isMade && readdirSync(this.path).length === 0) rmdirSync(this.path);
    } catch {
      // Somebody else uses the folder by now; it stays.
    }
  }
}
