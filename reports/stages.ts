/** A nightly run as lines of text: its stages, what is known, what could not be repeated. */

import { differsAt } from './differs.js';
import type { Report } from './document.js';
import { plain } from './escape.js';
import { labelled, rule, type Style } from './layout.js';
import { tableLines } from './table.js';

/** How far each stage came. */
export function stageLines({ stages }: Report, style: Style): string[] {
  if (stages === undefined) return [];
  const heads = ['STAGE', 'DONE', 'SECONDS', 'RESULT'];
  const rows = stages.map(({ name, what, done, total, seconds, findings }) => [
    name,
    `${done} of ${total} ${what}`,
    seconds.toFixed(1),
    result(findings, done < total),
  ]);
  return [style.colours.bold(rule('stages', style.columns)), ...tableLines(heads, rows, style)];
}

function result(findings: number, isCut: boolean): string {
  const found = findings === 0 ? 'nothing found' : `${findings} found`;
  return isCut ? `${found}, not to its end` : found;
}

/** Findings that the configuration lists, one line each; one whose day is past says so. */
export function knownLines({ findings }: Report, style: Style): string[] {
  const { colours, columns } = style;
  const lines = findings.flatMap(({ signature, known }) => {
    if (known === undefined) return [];
    const { reason, until, isExpired } = known;
    const end = until === '' ? '' : isExpired ? ` (until ${until}: EXPIRED)` : ` (until ${until})`;
    return labelled('known       ', plain(`${signature}: ${reason}${end}`), columns);
  });
  return lines.length === 0 ? [] : [colours.bold(rule('known', columns)), ...lines];
}

/** Cases that gave another result when they were run again. */
export function oddLines({ nondeterminism = [] }: Report, style: Style): string[] {
  const { colours, columns } = style;
  return nondeterminism.flatMap((entry) => {
    const { what, target, reading, first, second, reproduce } = entry;
    return [
      colours.bold(colours.red(rule('not repeatable', columns))),
      ...labelled('what        ', plain(`${what}, ${target}, ${reading}`), columns),
      ...labelled('differs at  ', plain(differsAt(entry)), columns),
      ...labelled('first       ', plain(first), columns),
      ...labelled('then        ', plain(second), columns),
      ...(reproduce === '' ? [] : [`again       ${plain(reproduce)}`]),
      '',
    ];
  });
}
