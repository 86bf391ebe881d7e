/** The states around one, drawn as a graph. */

import { graphlib, layout } from '@dagrejs/dagre';
import { useMemo, useState } from 'preact/hooks';
import type { ExploreView, StateGraph } from '../../search/exploration.js';
import { EXPLORE_LIMITS, type ExplorePlace } from '../view/explore.js';
import { wayTo } from '../view/way.js';
import { ask } from './ask.js';
import { Scroll, Text } from './parts.js';

const NODE = { width: 44, height: 26 };
/** Left out at first: they make many states that look the same. */
const QUIET = ['read', 'write', 'exit', 'start', 'resume'];

/** See the file comment; `take` goes along a way. */
export function GraphView({
  here,
  next,
  take,
}: {
  here: ExplorePlace;
  next: ExploreView['next'];
  take: (path: readonly number[]) => void;
}) {
  const names = [...new Set(next.map(({ operation }) => operation))];
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set(QUIET));
  const [depth, setDepth] = useState(2);
  const [states, setStates] = useState(40);
  const [graph, setGraph] = useState<StateGraph | null>(null);
  const [error, setError] = useState('');
  const draw = (event: Event): void => {
    event.preventDefault();
    setError('');
    // Operations that are offered only later come in with those that are wanted now.
    const operations = left.size === 0 ? [] : ALL.filter((name) => !left.has(name));
    ask<StateGraph>({ ask: 'graph', depth, states, operations, ...here }).then(
      setGraph,
      (reason: Error) => {
        setError(reason.message);
      },
    );
  };
  const toggle = (name: string): void => {
    const after = new Set(left);
    if (!after.delete(name)) after.add(name);
    setLeft(after);
  };
  return (
    <section>
      <h2>States from here</h2>
      <form class="filters" onSubmit={draw}>
        <Amount name="Steps" value={depth} most={EXPLORE_LIMITS.depth} set={setDepth} />
        <Amount name="States" value={states} most={EXPLORE_LIMITS.states} set={setStates} />
        <button type="submit">Draw</button>
        <fieldset>
          <legend>Operations</legend>
          {names.map((name) => (
            <label key={name}>
              <input type="checkbox" checked={!left.has(name)} onChange={() => toggle(name)} />{' '}
              {name}
            </label>
          ))}
        </fieldset>
      </form>
      {error !== '' && (
        <p class="bad" role="alert">
          <Text>{error}</Text>
        </p>
      )}
      {graph !== null && <Drawn graph={graph} take={take} />}
    </section>
  );
}

const ALL = [
  'call',
  'return',
  'resume',
  'exit',
  'start',
  'read',
  'write',
  'CeOpenCallerBuffer',
  'CeCloseCallerBuffer',
  'CeAllocAsynchronousBuffer',
  'CeFlushAsynchronousBuffer',
  'CeFreeAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
  'CeFreeDuplicateBuffer',
];

function Amount({
  name,
  value,
  most,
  set,
}: {
  name: string;
  value: number;
  most: number;
  set: (value: number) => void;
}) {
  return (
    <label>
      {name}, at most{' '}
      <input
        type="number"
        min={1}
        max={most}
        value={value}
        onInput={(event) => {
          const wanted = event.currentTarget.valueAsNumber;
          if (Number.isInteger(wanted)) set(Math.min(Math.max(wanted, 1), most));
        }}
      />
    </label>
  );
}

function Drawn({ graph, take }: { graph: StateGraph; take: (path: readonly number[]) => void }) {
  const [chosen, choose] = useState(0);
  const { nodes, edges, isCut } = graph;
  const node = Math.min(chosen, nodes.length - 1);
  const way = wayTo(graph, node);
  return (
    <>
      <p role="status">
        {nodes.length} states, {edges.length} steps between them
        {isCut ? '; more were left out' : ''}
      </p>
      <Picture graph={graph} chosen={node} choose={choose} />
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Way to state{' '}
          <select value={node} onChange={(event) => choose(Number(event.currentTarget.value))}>
            {nodes.map((_, index) => (
              <option key={index} value={index}>
                {index}
              </option>
            ))}
          </select>
        </label>
        <button type="button" disabled={node === 0} onClick={() => take(nodes[node].path)}>
          Go there
        </button>
      </form>
      <ol class="way">
        {way.map((step) => (
          <li key={step}>
            <Text>{nodes[step].text}</Text> <span class="note">to state {step}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where everything goes. */
function laidOut({ nodes, edges }: StateGraph) {
  const drawing = new graphlib.Graph();
  drawing.setGraph({ rankdir: 'LR', nodesep: 12, ranksep: 70, marginx: 8, marginy: 8 });
  drawing.setDefaultEdgeLabel(() => ({}));
  for (const index of nodes.keys()) drawing.setNode(String(index), { ...NODE });
  for (const { from, to } of edges) drawing.setEdge(String(from), String(to));
  layout(drawing);
  const { width = 0, height = 0 } = drawing.graph();
  return {
    width,
    height,
    places: nodes.map((_, index) => drawing.node(String(index)) as Point),
    lines: edges.map(({ from, to }) => drawing.edge(String(from), String(to)).points as Point[]),
  };
}

function Picture({
  graph,
  chosen,
  choose,
}: {
  graph: StateGraph;
  chosen: number;
  choose: (node: number) => void;
}) {
  const { width, height, places, lines } = useMemo(() => laidOut(graph), [graph]);
  const way = new Set(wayTo(graph, chosen));
  return (
    <Scroll label="Graph of states">
      <svg
        class="graph"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${graph.nodes.length} states; the list below tells the way to each`}
      >
        {graph.edges.map(({ from, to, operation }, index) => (
          <path
            key={index}
            class={way.has(to) && graph.nodes[to].from === from ? 'onWay' : ''}
            d={`M${lines[index].map(({ x, y }) => `${x} ${y}`).join('L')}`}
          >
            <title>{operation}</title>
          </path>
        ))}
        {places.map(({ x, y }, index) => (
          // biome-ignore lint: the list of states is the keyboard's way
          <g
            key={index}
            class={index === chosen ? 'chosen' : way.has(index) ? 'onWay' : ''}
            onClick={() => choose(index)}
          >
            <title>{graph.nodes[index].text}</title>
            <rect
              x={x - NODE.width / 2}
              y={y - NODE.height / 2}
              width={NODE.width}
              height={NODE.height}
              rx="5"
            />
            <text x={x} y={y + 4}>
              {index}
            </text>
          </g>
        ))}
      </svg>
    </Scroll>
  );
}
