import { describe, expect, test } from 'vitest';
import { FAULTS } from '#dist/targets/simulator/faults/index.js';
import type { Fault } from '#dist/targets/simulator/faults/types.js';
import { FAULT_SCRIPTS } from './fault-scripts.js';
import { Rig } from './rig.js';
import type { Script } from './script.js';

function play(kind: 'strict' | 'shipped', script: Script, fault?: string): Rig {
  const shippedReading = { ...script.setup, reading: 'shipped-compact7-armv5' };
  const rig = new Rig(kind, fault, kind === 'shipped' ? shippedReading : script.setup);
  script.run(rig);
  return rig;
}

function kindOf(fault: Fault, script: Script): 'strict' | 'shipped' {
  return script.board ?? (fault.board === 'shipped' ? 'shipped' : 'strict');
}

describe.each(FAULTS.map((fault) => [fault.id, fault] as const))('fault %s', (id, fault) => {
  const script = FAULT_SCRIPTS[id];

  test('changes what the board does', () => {
    if (script === undefined) throw new Error(`no script shows ${id}`);
    const kind = kindOf(fault, script);
    const sound = play(kind, script);
    const faulty = play(kind, script, id);
    if (fault.needsInspection) {
      expect(faulty.answers).toEqual(sound.answers);
      expect(faulty.insides).not.toEqual(sound.insides);
    } else {
      expect(faulty.answers).not.toEqual(sound.answers);
    }
    expect(sound.operations).toBe(fault.operations);
  });
});
