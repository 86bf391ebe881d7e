import type { Inspection, InspectionName } from '../targets/interface.js';

/** True when the target can be asked for that. */
export function offers(target: Inspection, name: InspectionName): boolean {
  return target.offers === undefined || target.offers.has(name);
}
