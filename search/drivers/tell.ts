/** A run in words: one line an event. */

import type { PerformStep, Step } from '../../drivers/index.js';
import { descriptorText, forcesAlias, typeOf } from '../../model/descriptors.js';
import { isFailed, resultText } from '../../model/results.js';
import { protectionText } from '../scenario/protections.js';
import { type Event, isOperation } from './event.js';
import type { Execution } from './execution.js';

/** One operation of a run, for people. */
export interface ToldStep {
  readonly thread: string;
  /** The entry point, or the coroutine, that it happens in. */
  readonly where: string;
  readonly what: string;
  /** What came back; '' where nothing does. */
  readonly gave: string;
}

/** The operations of a run, up to a number of events. */
export function tell(run: Execution, events: number): readonly ToldStep[] {
  return run.trace.slice(0, events).filter(isOperation).map(toldStep);
}

function toldStep(event: Event): ToldStep {
  const { name, label, step } = event;
  return {
    thread: name,
    where: label === name ? '' : label,
    what: whatOf(step),
    gave: gave(event),
  };
}

function whatOf(step: Step): string {
  switch (step.kind) {
    case 'perform':
      return operationText(step);
    case 'call':
      return `calls ${step.label}`;
    case 'return':
      return 'returns';
    case 'spawn':
      return `starts the thread ${step.name}`;
    case 'expect':
      return `looks at ${step.what}`;
    case 'exit':
      return 'the process ends';
    case 'fail':
      return 'the next allocation fails';
    case 'wait':
      return `waits for ${step.object.name}`;
    case 'set':
      return `sets ${step.object.name}`;
    case 'reset':
      return `resets ${step.object.name}`;
    case 'enter':
      return `enters ${step.object.name}`;
    case 'leave':
      return `leaves ${step.object.name}`;
    case 'delay':
      return `takes ${step.milliseconds} ms`;
    case 'clock':
      return 'looks at the clock';
    case 'start':
    case 'opened':
    case 'idle':
    case 'join':
    case 'tick':
      return step.kind;
  }
}

function operationText(step: PerformStep): string {
  const { operation, pointer = 0, source = 0, size = 0, descriptor = 0 } = step;
  if (operation === 'read' || operation === 'write')
    return `${operation} ${size} at ${hex(pointer)}`;
  if (step.object !== undefined) return methodText(step);
  if (operation.endsWith('Ex')) return sharingText(step);
  if (!operation.startsWith('Ce')) return `${operation} ${hex(pointer)}`;
  const words = [hex(source), String(size), descriptorName(descriptor)];
  if (pointer !== 0 || /Free|Close|Flush/.test(operation)) words.unshift(hex(pointer));
  if (step.forceDuplicate === true) words.push('ForceDuplicate');
  return `${operation}(${words.join(', ')})`;
}

function sharingText(step: PerformStep): string {
  const { operation, process = 0, pointer = 0, source = 0, size = 0, descriptor = 0 } = step;
  const whose = (number: number): string => (number === 0 ? 'kernel' : `app${number}`);
  const words = [whose(process), hex(pointer)];
  if (operation === 'VirtualCopyEx') words.push(whose(step.mode ?? 0), hex(source));
  words.push(hex(size));
  if (operation !== 'VirtualFreeEx') words.push(protectionText(descriptor) ?? hex(descriptor));
  return `${operation}(${words.join(', ')})`;
}

function methodText(step: PerformStep): string {
  const { operation, object = 0, mode = 0, source = 0, size = 0, descriptor = 0 } = step;
  const it = `object${object}`;
  if (operation === 'copy') return `${it} = object${mode}`;
  const takes = operation === 'construct' || operation === 'Allocate' || operation === 'Marshal';
  const words = takes && source !== 0 ? [hex(source), size, descriptorName(descriptor)] : [];
  return `${it}.${operation}(${words.join(', ')})`;
}

function descriptorName(descriptor: number): string {
  return forcesAlias(descriptor) || typeOf(descriptor) !== 0
    ? descriptorText(descriptor)
    : 'ARG_DW';
}

function gave({ step, status, value, pointer }: Event): string {
  if (step.kind !== 'perform' || status === '') return '';
  if (status !== 'returned') return status;
  if (step.operation === 'read' || step.operation === 'write') return '';
  const makes = /Open|Alloc|construct|Marshal/.test(step.operation) && !isFailed(value);
  return makes ? `${resultText(value)}, ${hex(pointer)}` : resultText(value);
}

function hex(value: number): string {
  return value === 0 ? 'NULL' : `0x${(value >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}
