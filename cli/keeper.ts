/** Keeps what a campaign finds: saved as it is found, explained afterwards. */

import type { FindingDocument } from '../reports/document.js';
import { plain } from '../reports/escape.js';
import { findingDocument } from '../reports/json.js';
import type { Finding } from '../search/finding.js';
import type { ReportedFinding } from '../search/reports.js';
import { ScenarioError } from '../search/scenario/error.js';
import type { Engine } from './engine.js';
import { Exit } from './exit-codes.js';
import { Failure } from './failure.js';
import type { OutFolder } from './out-folder.js';
import { type DrawingFlags, reproduceCommands } from './reproduce.js';
import type { Terminal } from './terminal.js';

/** What has findings. */
interface Findings {
  readonly findings: readonly ReportedFinding[];
}

/** How findings are kept. */
export interface KeeperOptions {
  readonly engine: Engine;
  readonly terminal: Terminal;
  readonly folder: OutFolder;
  readonly flags: DrawingFlags;
  readonly isQuiet: boolean;
}

/** See the file comment. */
export class Keeper {
  /** Findings that could not be saved, and why the first of them could not. */
  private unsaved = 0;
  private reason: unknown = null;
  private readonly options: KeeperOptions;
  private readonly files = new Map<string, string>();
  /** What is being saved, one after the other. */
  private saving: Promise<void> = Promise.resolve();

  constructor(options: KeeperOptions) {
    this.options = options;
  }

  /** Takes a finding as soon as there is one, and saves it while the campaign goes on. */
  readonly take = (finding: Finding): void => {
    this.saving = this.saving.then(async () => this.keep(finding));
  };

  /** Waits until all that was taken is saved. */
  async saved(): Promise<void> {
    await this.saving;
  }

  /** The report with the file of each finding. */
  async filed<T extends Findings>(report: T): Promise<T> {
    await this.saved();
    const findings: ReportedFinding[] = [];
    for (const finding of report.findings) {
      if (!this.files.has(finding.signature)) await this.keep(finding);
      findings.push({ ...finding, file: this.files.get(finding.signature) ?? '' });
    }
    return { ...report, findings };
  }

  /** Every finding of a filed report, explained. */
  async explained(report: Findings): Promise<FindingDocument[]> {
    const documents: FindingDocument[] = [];
    for (const finding of report.findings) documents.push(await this.explain(finding));
    return documents;
  }

  /** What went wrong with saving, for the end of the campaign; null for nothing. */
  failure(): Failure | null {
    const { unsaved, reason } = this;
    if (unsaved === 0) return null;
    const findings = unsaved === 1 ? '1 finding is' : `${unsaved} findings are`;
    const cause =
      reason instanceof ScenarioError
        ? `${reason.what.replace(/^.*: /, '')}: ${reason.likelyCause}`
        : (reason as Error).message;
    return new Failure(
      {
        what: `${findings} reported but not saved`,
        where: this.options.folder.path,
        cause,
        next: 'make room or name another folder with --out, and run the campaign again',
      },
      Exit.harness,
    );
  }

  private async explain(finding: ReportedFinding): Promise<FindingDocument> {
    const { engine, flags, terminal } = this.options;
    const reproduce = reproduceCommands(finding, finding.file, flags);
    try {
      const explanation = await engine.explain(finding, flags.inspection, '');
      const scenario = await engine.text(finding);
      return findingDocument(finding, { explanation, reproduce, scenario });
    } catch (error) {
      const [what = ''] = (error as Error).message.split('\n');
      terminal.note(`cannot explain ${plain(finding.signature)}: ${plain(what)}`);
      return findingDocument(finding, { explanation: null, reproduce, scenario: '' });
    }
  }

  private async keep(finding: Finding): Promise<void> {
    const { terminal, isQuiet } = this.options;
    const file = await this.save(finding);
    this.files.set(finding.signature, file);
    if (!isQuiet && file !== '') {
      terminal.note(`found ${finding.class} ${finding.signature}: ${file}`);
    }
  }

  private async save(finding: Finding): Promise<string> {
    const { engine, folder, terminal, flags } = this.options;
    try {
      return await engine.save(finding, folder.path);
    } catch (error) {
      // The campaign goes on; the case number finds it again.
      this.unsaved += 1;
      this.reason ??= error;
      const [again = ''] = reproduceCommands(finding, '', flags);
      terminal.note(`found ${finding.class} ${finding.signature}, not saved; again: ${again}`);
      return '';
    }
  }
}
