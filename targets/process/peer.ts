/**
 * The other end of a target's wire: a child process or a TCP connection. Lines in, lines out, and
 * what there is on stderr. It never throws: whatever goes wrong ends it, with a reason.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { Address } from './messages.js';

/** Longest line that is taken, bytes: more than all memory of the largest case. */
const LONGEST_LINE = 32 << 20;
/** Most bytes that may come while nothing was asked. */
const MOST_UNASKED = 1 << 20;
const STDERR_KEPT = 4096;
/** After the process has ended its pipes are read for so long, milliseconds. */
const DRAIN = 200;
/** A process that closed its stdout has so long to end, milliseconds. */
const TO_EXIT = 1000;

const NEWLINE = 0x0a;

/** What the owner of a peer is told; each at most once between two lines. */
export interface Listener {
  started(pid: number): void;
  line(text: string, extra: boolean): void;
  /** The peer is of no more use. */
  ended(how: 'start' | 'ended' | 'flood', detail: string): void;
}

/** One running target. */
export class Peer {
  isOpen = true;
  private readonly listener: Listener;
  private child: ChildProcess | null = null;
  private socket: Socket | null = null;
  private input: Writable | null = null;
  private pieces: Buffer[] = [];
  private pending = 0;
  private asked = false;
  private stderr = '';

  constructor(address: Address, listener: Listener) {
    this.listener = listener;
    if (address.kind === 'command') this.spawn(address.words);
    else this.connect(address.host, address.port);
  }

  /** Sends a line; one comes back through the listener, or the end does. */
  ask(line: string, begins: boolean): void {
    if (begins) this.stderr = '';
    this.asked = true;
    if (this.pending > 0) {
      this.deliver();
      return;
    }
    this.input?.write(`${line}\n`);
  }

  /** The end of what came on stderr. */
  said(): string {
    return this.stderr;
  }

  /** The beginning of a line whose end has not come. */
  unfinished(): string {
    return Buffer.concat(this.pieces).subarray(0, 200).toString('utf8');
  }

  /** Ends the process with all its children, or the connection. */
  kill(): void {
    this.isOpen = false;
    this.socket?.destroy();
    const { child } = this;
    if (child?.pid === undefined) return;
    try {
      if (process.platform === 'win32') child.kill('SIGKILL');
      else process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }

  private spawn(words: readonly string[]): void {
    const [program = '', ...rest] = words;
    // A group of its own: Ctrl-C is for us alone, and all of it can be ended.
    const detached = process.platform !== 'win32';
    const child = spawn(program, rest, { stdio: 'pipe', detached, windowsHide: true });
    this.child = child;
    this.input = child.stdin;
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => {
      this.end('start', error.message);
    });
    child.on('spawn', () => {
      this.listener.started(child.pid ?? 0);
    });
    child.stderr.on('data', (text: Buffer) => {
      this.stderr = (this.stderr + text.toString('utf8')).slice(-STDERR_KEPT);
    });
    this.readFrom(child.stdout);
    child.stdout.on('end', () => {
      setTimeout(() => {
        this.end('ended', 'it closed its stdout');
      }, TO_EXIT).unref();
    });
    const ended = (code: number | null, signal: string | null): void => {
      const how = signal === null ? `exit code ${code ?? 0}` : `signal ${signal}`;
      this.end('ended', `the process ended with ${how}`);
    };
    child.on('close', ended);
    child.on('exit', (code, signal) => {
      setTimeout(() => {
        ended(code, signal);
      }, DRAIN);
    });
  }

  private connect(host: string, port: number): void {
    const socket = connect({ host, port, noDelay: true });
    this.socket = socket;
    this.input = socket;
    let connected = false;
    socket.on('connect', () => {
      connected = true;
      this.listener.started(0);
    });
    socket.on('error', (error) => {
      this.end(connected ? 'ended' : 'start', error.message);
    });
    this.readFrom(socket);
    socket.on('close', () => {
      this.end('ended', 'the connection was closed');
    });
  }

  private readFrom(stream: Readable): void {
    stream.on('data', (piece: Buffer) => {
      if (!this.isOpen) return;
      this.pieces.push(piece);
      this.pending += piece.length;
      if (this.asked && piece.includes(NEWLINE)) this.deliver();
      if (this.pending <= (this.asked ? LONGEST_LINE : MOST_UNASKED)) return;
      const what = this.asked ? `a line of more than ${LONGEST_LINE} bytes` : 'output without end';
      this.end('flood', `${what}: ${JSON.stringify(this.unfinished().slice(0, 60))}…`);
    });
  }

  /** Hands the first line over; what is behind it belongs to nothing that was asked. */
  private deliver(): void {
    const all = Buffer.concat(this.pieces);
    const at = all.indexOf(NEWLINE);
    if (at < 0) return;
    this.asked = false;
    const rest = all.subarray(at + 1);
    this.pieces = rest.length > 0 ? [rest] : [];
    this.pending = rest.length;
    this.listener.line(all.toString('utf8', 0, at), rest.length > 0);
  }

  private end(how: 'start' | 'ended' | 'flood', detail: string): void {
    if (!this.isOpen) return;
    const half = this.unfinished();
    this.kill();
    const after = half === '' ? '' : `, in the middle of ${JSON.stringify(half.slice(0, 60))}`;
    this.listener.ended(how, how === 'flood' ? detail : detail + after);
  }
}
