/** One state drawn: address spaces with pages and aliases, what the server holds, calls. */

import type {
  PicturePages,
  PictureProcess,
  PictureRecord,
  Timeline,
} from '../../search/explanation.js';
import { type Changes, hexadecimal, lookWords, pageKey, recordKey } from '../view/changes.js';
import { lifetimesOf } from '../view/lifetimes.js';
import { Text } from './parts.js';

interface StateProps {
  readonly timeline: Timeline;
  readonly index: number;
  readonly changes: Changes;
}

function marked(changes: Changes, key: string, names: string): string {
  return changes.marked.has(key) ? `${names} changed` : names;
}

/** All of a state. */
export function StateView({ timeline, index, changes }: StateProps) {
  const state = timeline.states[index];
  const processes = state.processes.map((each) => timeline.processes[each]);
  const records = state.records.map((each) => timeline.records[each]);
  return (
    <div class="state">
      {processes.map((process) => (
        <ProcessView
          key={process.name}
          process={process}
          cacheMatters={timeline.cacheMatters}
          changes={changes}
        />
      ))}
      <ServerView timeline={timeline} index={index} records={records} changes={changes} />
    </div>
  );
}

function ProcessView({
  process,
  cacheMatters,
  changes,
}: {
  process: PictureProcess;
  cacheMatters: boolean;
  changes: Changes;
}) {
  return (
    <section class={marked(changes, process.name, 'box')}>
      <h3>
        <Text>{process.name}</Text> <span class="note">{process.state}</span>
      </h3>
      {process.pages.length === 0 && <p class="note">no memory of interest</p>}
      <ul class="pages">
        {process.pages.map((pages) => (
          <PagesView
            key={pages.address}
            process={process.name}
            pages={pages}
            cacheMatters={cacheMatters}
            changes={changes}
          />
        ))}
      </ul>
    </section>
  );
}

function PagesView({
  process,
  pages,
  cacheMatters,
  changes,
}: {
  process: string;
  pages: PicturePages;
  cacheMatters: boolean;
  changes: Changes;
}) {
  const { rules, seen } = pages;
  const count = pages.size / 4096;
  const look = rules.mapped ? (rules.cached || !cacheMatters ? 'cached' : 'uncached') : 'unmapped';
  return (
    <li class={marked(changes, pageKey(process, pages.address), `range ${look}`)}>
      <code>{hexadecimal(pages.address)}</code>{' '}
      <span>
        {count} page{count === 1 ? '' : 's'}
      </span>{' '}
      <span class="tag">{lookWords(rules, cacheMatters)}</span>
      {pages.aliases.map((name) => (
        <span class="tag alias" key={name}>
          ◄ alias <Text>{name}</Text>
        </span>
      ))}
      {seen !== null && (
        <strong class="bad">✗ the target shows: {lookWords(seen, cacheMatters)}</strong>
      )}
      {pages.buffers.length > 0 && (
        <ul class="buffers">
          {pages.buffers.map(({ name, offset, size }) => (
            <li key={name}>
              <Text>{name}</Text>: {size} bytes at +{offset}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function ServerView({
  timeline,
  index,
  records,
  changes,
}: {
  timeline: Timeline;
  index: number;
  records: readonly PictureRecord[];
  changes: Changes;
}) {
  const state = timeline.states[index];
  const { calls, heapBlocks, heapBytes, aliases } = state;
  return (
    <section class="box server">
      <h3>
        <Text>{timeline.server}</Text> <span class="note">where the driver runs</span>
      </h3>
      <p>
        {heapBlocks} heap block{heapBlocks === 1 ? '' : 's'} ({heapBytes} bytes), {aliases} alias
        {aliases === 1 ? '' : 'es'}
      </p>
      <ul class="calls">
        {calls.length === 0 && <li class="note">no call is in flight</li>}
        {calls.map(({ thread, caller, held }) => (
          <li key={thread} class={marked(changes, thread, '')}>
            <strong>{thread}</strong> carries the call of{' '}
            <Text>{caller === '' ? 'nobody any more' : caller}</Text>
            {held ? ', held between two of its steps' : ''}
          </li>
        ))}
      </ul>
      {records.length === 0 && <p class="note">the driver holds nothing</p>}
      <ul class="records">
        {records.map((record) => (
          <RecordView
            key={recordKey(record)}
            record={record}
            timeline={timeline}
            index={index}
            changes={changes}
          />
        ))}
      </ul>
    </section>
  );
}

function RecordView({
  record,
  timeline,
  index,
  changes,
}: {
  record: PictureRecord;
  timeline: Timeline;
  index: number;
  changes: Changes;
}) {
  const key = recordKey(record);
  const last = Math.max(1, timeline.states.length - 1);
  const life = lifetimesOf(timeline).find(
    (each) => each.key === key && each.first <= index && index <= each.last,
  );
  const { name, form, state, address, size, descriptor, source, madeBy } = record;
  return (
    <li class={marked(changes, key, `record ${state}`)}>
      <strong>
        <Text>{name}</Text>
      </strong>{' '}
      <code>{hexadecimal(address)}</code> <span class="tag">{form}</span>{' '}
      <Text>{`${source}, ${size} bytes, ${descriptor}, by ${madeBy}`}</Text>
      {state !== 'live' && <strong class="bad"> {state}</strong>}
      {life !== undefined && (
        <svg
          class="life"
          viewBox={`0 0 ${last} 1`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`held from step ${life.first} to step ${life.last}`}
        >
          <rect class="track" x="0" y="0" width={last} height="1" />
          <rect
            class="span"
            x={life.first}
            y="0"
            width={Math.max(life.last - life.first, last / 100)}
            height="1"
          />
          <rect class="now" x={index - last / 200} y="0" width={last / 100} height="1" />
        </svg>
      )}
    </li>
  );
}
