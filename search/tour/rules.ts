/** The operations of a scope, as a tour numbers them: by the record's place, not by its slot. */

import { isEnabled } from '../../model/model.js';
import type { Operation, OperationName } from '../../model/step.js';
import type { World } from '../../model/world/world.js';
import type { Client } from '../check/marshalling/act.js';
import type { Ground } from '../check/marshalling/ground.js';
import { Stepper } from '../check/marshalling/model.js';

/** No law is judged here: the belief judges. */
const NO_INDICES = { lawIndex: () => 0, firstUnsafe: 0 };
const RECORD = /\brecord (\d+)/;

/** See the file comment. */
export class Rules {
  readonly stepper: Stepper;
  /** Index of the rule that does the same with another record: [rule][slot]. */
  private readonly siblings: readonly (readonly number[])[];
  /** Slot of the record that a rule names, −1 for none. */
  private readonly slots: readonly number[];

  constructor(ground: Ground, client: Client) {
    this.stepper = new Stepper(ground, client, NO_INDICES, { reads: true, judges: false });
    const names = this.stepper.templates.map(({ name }) => name);
    const index = new Map(names.map((name, rule) => [name, rule]));
    this.slots = names.map((name) => Number(RECORD.exec(name)?.[1] ?? -1));
    this.siblings = names.map((name) =>
      Array.from(
        { length: ground.domain.slots },
        (_, slot) => index.get(name.replace(RECORD, `record ${slot}`)) ?? -1,
      ),
    );
  }

  /** The rule that does to the record at this place what `rule` does to the one of its slot. */
  canonical(rule: number, order: readonly number[]): number {
    const slot = this.slots[rule];
    return slot < 0 ? rule : this.siblings[rule][order.indexOf(slot)];
  }

  /** The other way round. */
  concrete(rule: number, order: readonly number[]): number {
    const place = this.slots[rule];
    return place < 0 ? rule : this.siblings[rule][order[place]];
  }

  /** The operation of a rule that can be issued in these worlds. */
  operationOf(rule: number, worlds: readonly World[]): OperationName {
    this.fill(rule, worlds);
    return this.stepper.act.operation.operation;
  }

  /** Fills in `stepper.act.operation`; false where the rule cannot be issued in these worlds. */
  fill(rule: number, worlds: readonly World[]): boolean {
    const { act, templates } = this.stepper;
    act.world = worlds[0];
    if (!templates[rule].fill(act)) return false;
    return worlds.every((world) => isEnabled(world, act.operation));
  }

  /** Canonical rules that can be issued in these worlds, each operation once. */
  enabled(worlds: readonly World[], order: readonly number[]): number[] {
    const { act, templates } = this.stepper;
    const once = new Set<string>();
    const rules: number[] = [];
    for (let rule = 0; rule < templates.length; rule += 1) {
      if (!this.fill(rule, worlds)) continue;
      const text = textOf(act.operation, act.tag);
      if (once.has(text)) continue;
      once.add(text);
      rules.push(this.canonical(rule, order));
    }
    return rules;
  }
}

/** Equal for operations that are the same to a target. */
function textOf(operation: Operation, tag: number): string {
  const { thread, process, pointer, source, unmarshalled, size, descriptor, pause } = operation;
  const stored = operation.operation === 'write' ? tag : 0;
  const flags = (operation.destination ? 1 : 0) | (operation.viaKernel ? 2 : 0);
  const forced = operation.forceDuplicate ? 4 : 0;
  const fails = operation.allocationFails;
  return (
    `${operation.operation} ${pause} ${thread} ${process} ${pointer} ${source} ${unmarshalled} ` +
    `${size} ${descriptor} ${flags | forced} ${fails} ${stored}`
  );
}
