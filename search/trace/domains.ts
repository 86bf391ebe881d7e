/**
 * The domains of a log's families. Drivers use the same buffers again and again, and others of the
 * same size at the same place in a page: such domains differ in where regions are, and share the
 * rest.
 */

import { type Domain, layOut, type RegionPlan } from '../../model/world/domain.js';
import { World } from '../../model/world/world.js';
import type { TracePlatform } from './types.js';

/** Threads and applications of one family. */
export const MOST_ACTORS = 4;
/** Domains that are kept at once, and shapes: a driver may pass any length. */
const MOST_PLACED = 2048;
const MOST_SHAPED = 8192;
const MOST_SPARE = 16;

/** See the file comment. */
export class Domains {
  private readonly platform: TracePlatform;
  private readonly placed = new Map<string, Domain>();
  private readonly shaped = new Map<string, Domain>();
  private spareDomain: Domain | null = null;
  private readonly spare: World[] = [];

  constructor(platform: TracePlatform) {
    this.platform = platform;
  }

  /** The domain of that plan. Throws RangeError beyond the limits of a domain. */
  get(regions: readonly RegionPlan[], slots: number): Domain {
    let shape = `${slots}`;
    let place = '';
    for (const { process, base, runs, cuts, isUnknown } of regions) {
      if (isUnknown !== true) return this.make(regions, slots);
      shape += `|${runs.map((run) => run.pages).join('+')}`;
      for (const cut of cuts) shape += `,${cut}`;
      place += `|${process},${base}`;
    }
    const key = shape + place;
    const known = this.placed.get(key);
    if (known !== undefined) return known;
    const alike = this.shaped.get(shape);
    const domain = alike === undefined ? this.make(regions, slots) : moved(alike, regions);
    if (alike === undefined) keep(this.shaped, MOST_SHAPED, shape, domain);
    keep(this.placed, MOST_PLACED, key, domain);
    return domain;
  }

  /** A fresh world of a domain. */
  fresh(domain: Domain): World {
    const world = domain === this.spareDomain ? this.spare.pop() : undefined;
    if (world === undefined) return new World(domain);
    world.reset();
    return world;
  }

  /** A world that nobody refers to any more: families without memory begin with its like. */
  recycle(world: World): void {
    if (world.domain.regions > 0 || this.spare.length >= MOST_SPARE) return;
    if (this.spareDomain !== world.domain) this.spare.length = 0;
    this.spareDomain = world.domain;
    this.spare.push(world);
  }

  private make(regions: readonly RegionPlan[], slots: number): Domain {
    const { reading, copyLimit, server } = this.platform;
    return layOut({ reading, copyLimit, server, applications: MOST_ACTORS, regions, slots });
  }
}

/** The same domain with its regions elsewhere. */
function moved(domain: Domain, regions: readonly RegionPlan[]): Domain {
  const regionProcess = Int32Array.from(regions, ({ process }) => process);
  const regionBase = Uint32Array.from(regions, ({ base }) => base);
  return { ...domain, regionProcess, regionBase };
}

function keep(known: Map<string, Domain>, most: number, key: string, domain: Domain): void {
  if (known.size >= most) known.clear();
  known.set(key, domain);
}
