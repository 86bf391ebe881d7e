import type { Costs, Inspection, InspectionName, Target } from '../targets/interface.js';

/** True when the target can be asked for that. */
export function offers(target: Inspection, name: InspectionName): boolean {
  return target.offers === undefined || target.offers.has(name);
}

/** What a target has counted since its reset, as it is now; null where it counts nothing. */
export function costsOf({ costs }: Target): Costs | null {
  if (costs === undefined) return null;
  const { bytesCopied, uncachedAccesses } = costs;
  return { bytesCopied, uncachedAccesses };
}
