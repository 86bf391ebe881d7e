import { READINGS } from '../../model/readings.js';
import type { Fault } from '../../targets/index.js';

/** Readings that a fault shows in. */
export function readingsOf(fault: Fault): readonly string[] {
  return READINGS.filter((reading) => showsIn(fault, reading)).map((reading) => reading.id);
}

function showsIn(fault: Fault, reading: (typeof READINGS)[number]): boolean {
  const { readings, board } = fault;
  const runsHere = board === 'both' || board === boardOf(reading.style);
  if (!runsHere) return false;
  if (readings === 'all') return true;
  if (readings === 'virtually-tagged') return reading.virtuallyTagged;
  if (readings === 'documented' || readings === 'shipped') return reading.style === readings;
  return readings.includes(reading.id);
}

function boardOf(style: 'documented' | 'shipped'): 'strict' | 'shipped' {
  return style === 'documented' ? 'strict' : 'shipped';
}
