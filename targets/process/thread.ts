/**
 * Entry point of the thread that owns a target's wire. The thread that searches sleeps while this
 * one waits for the target (docs/decisions: a synchronous channel).
 */

import { workerData } from 'node:worker_threads';
import type { Failing, Order, Outcome, ThreadData } from './messages.js';
import { Peer } from './peer.js';

const { flag, port } = workerData as ThreadData;
/** What came on stderr may be a moment behind what came on stdout, milliseconds. */
const STDERR_SETTLES = 30;

let peer: Peer | null = null;
/** Why there is no peer. */
let lost = { how: 'ended' as Failing, detail: 'it was not started', stderr: '' };
let timer: NodeJS.Timeout | undefined;
/** True while an answer is owed. */
let owes = false;

function answer(outcome: Outcome): void {
  if (!owes) return;
  owes = false;
  clearTimeout(timer);
  port.postMessage(outcome);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}

function lose(how: Failing, detail: string): void {
  lost = { how, detail, stderr: peer?.said() ?? '' };
  peer?.kill();
  peer = null;
  answer({ is: 'failed', ...lost });
}

/** Gives up after `wait` milliseconds. */
function watch(wait: number): void {
  timer = setTimeout(() => {
    const half = peer?.unfinished() ?? '';
    const after = half === '' ? '' : ` but half a line: ${JSON.stringify(half.slice(0, 60))}`;
    lose('silent', `no answer within ${wait / 1000} s${after}`);
  }, wait);
}

function start(order: Extract<Order, { do: 'start' }>): void {
  peer?.kill();
  watch(order.wait);
  const mine = new Peer(order.address, {
    started: (pid) => {
      answer({ is: 'started', pid });
    },
    line: (line, extra) => {
      answer({ is: 'line', line, extra });
    },
    ended: (how, detail) => {
      if (peer === mine) lose(how, detail);
    },
  });
  peer = mine;
}

function send(order: Extract<Order, { do: 'send' }>): void {
  if (peer === null) {
    answer({ is: 'failed', ...lost });
    return;
  }
  watch(order.wait);
  peer.ask(order.line, order.begins);
}

port.on('message', (order: Order) => {
  owes = true;
  switch (order.do) {
    case 'start':
      start(order);
      return;
    case 'send':
      send(order);
      return;
    case 'stderr':
    case 'end':
      timer = setTimeout(() => {
        answer({ is: 'stderr', text: peer?.said() ?? lost.stderr });
        if (order.do === 'end') lose('ended', 'it was ended');
      }, STDERR_SETTLES);
      return;
    case 'stop':
      peer?.kill();
      peer = null;
      answer({ is: 'stopped' });
      port.close();
  }
});
