/** Small parts that every page uses. Whatever comes from elsewhere goes through {@link Text}. */

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { plain } from '../escape.js';

/** Text of others: characters that steer are spelt out; preact escapes the rest. */
export function Text({ children }: { children: string }) {
  return <>{plain(children)}</>;
}

/** A part that scrolls sideways by itself, with the keyboard too. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint: a region that scrolls has to take the focus
    <div class="scroll" tabIndex={0} role="region" aria-label={plain(label)}>
      {children}
    </div>
  );
}

/** A table of texts. */
export function Table({
  heads,
  rows,
}: {
  heads: readonly string[];
  rows: readonly (readonly string[])[];
}) {
  return (
    <Scroll label={heads.join(', ')}>
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) => (
                <td key={column}>
                  <Text>{cell}</Text>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** A share as a bar, said in words beside it. */
export function Bar({ part, whole, what }: { part: number; whole: number; what: string }) {
  return (
    <p class="share">
      <progress max={Math.max(whole, 1)} value={part} aria-label={what} />
      <span>
        {part} of {whole} {what}
      </span>
    </p>
  );
}

/** A link to the page of a clause; `id` may be an obligation's. */
export function ClauseLink({ id }: { id: string }) {
  const [clause = ''] = id.split('.');
  if (!/^[A-Z]+-[A-Z0-9]+$/.test(clause)) return <Text>{id}</Text>;
  return (
    <a href={`#/clause/${clause}`}>
      <Text>{id}</Text>
    </a>
  );
}

/** Copies a text; without the clipboard's permission by way of a selection. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    // The only way for a page that was opened from disk in some browsers.
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/** A button that copies, and says that it did. */
export function Copy({ text, children }: { text: string; children: string }) {
  const [said, setSaid] = useState('');
  const click = (): void => {
    void copy(text).then((done) => {
      setSaid(done ? 'copied' : 'select and copy by hand');
      setTimeout(() => {
        setSaid('');
      }, 2000);
    });
  };
  return (
    <span class="copy">
      <button type="button" onClick={click}>
        {children}
      </button>
      <span role="status">{said}</span>
    </span>
  );
}
