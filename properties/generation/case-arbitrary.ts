/**
 * Cases as a fast-check arbitrary. Generation follows the model's state; equal random states give
 * equal cases, on any machine.
 */

import { Arbitrary, type Random, Stream, toStringMethod, Value } from 'fast-check';

import { type Case, domainOf, type Needs, type Platform } from '../../model/case.js';
import type { Reading } from '../../model/readings.js';
import type { Domain } from '../../model/world/domain.js';
import { caseText } from '../case-text.js';
import { candidates } from '../shrinking/index.js';
import { adoptProgram, memoryOf } from './adopting.js';
import { COMMIT_CUTS } from './commits.js';
import type { Style } from './drafting.js';
import { Draw } from './draw.js';
import { commits, FAMILIES, type FamilyName, familyOf, KINDS } from './kinds.js';
import { type DrawnMemory, drawMemory } from './memory.js';
import { OperationDrawer } from './operations.js';
import { ProgramBuilder } from './program.js';
import { drawLocks } from './windriver.js';
import { DRAWN_OBJECTS } from './wrapper-objects.js';

/** What cases may be drawn from. */
export interface CaseSpace {
  readonly readings: readonly Reading[];
  readonly servers: readonly ('kernel' | 'user')[];
  /** Most operations drawn before the closing ones. */
  readonly operations: number;
  /** Families that every case takes in, together; left out: a fifth of the cases take one in. */
  readonly families?: readonly FamilyName[];
}

/** A drawn case with the domain that it was drawn in. */
export interface DrawnCase extends Case {
  readonly domain: Domain;
  /** Buffer and offset at the root of each operation; what `extendCase` goes on from. */
  readonly roots: Int32Array;
  readonly memory: DrawnMemory;
}

const PERSONALITIES = 512;
/** Percent of the cases that take in a family beside the seven functions. */
const FAMILY_CHANCE = 20;
/** Percent of the cases with shared memory that commit pages of their own. */
const COMMIT_CHANCE = 50;
/** The bit of the personality with which the built-in boards accept where they may refuse. */
const ALLOCATES_ON_HAZARD = 128;

function isHopeful(platform: Platform): boolean {
  return (platform.personality & ALLOCATES_ON_HAZARD) !== 0;
}

const EMPTY = new Int32Array(0);

/** Draws platform, memory and program. */
export class CaseArbitrary extends Arbitrary<DrawnCase> {
  private readonly space: CaseSpace;
  private readonly draw = new Draw();
  private readonly builder = new ProgramBuilder();
  private readonly drawer: OperationDrawer;
  private readonly weights = new Int32Array(KINDS.length);

  constructor(space: CaseSpace) {
    super();
    this.space = space;
    this.drawer = new OperationDrawer(this.draw, this.builder);
  }

  override generate(random: Random): Value<DrawnCase> {
    return new Value(printable(this.drawCase(random)), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is DrawnCase {
    return value instanceof Object && 'program' in value;
  }

  /** The candidates of search/reduce.ts, under fc.assert. */
  override shrink(value: DrawnCase): Stream<Value<DrawnCase>> {
    return new Stream(smaller(value));
  }

  /** One case; the random state decides everything. */
  drawCase(random: Random): DrawnCase {
    const { draw, builder } = this;
    draw.random = random;
    const platform = this.drawPlatform();
    const applications = draw.chance(45) ? 2 : 1;
    const reading = this.space.readings.find((each) => each.id === platform.reading) as Reading;
    const tagged = reading.virtuallyTagged;
    const memory = drawMemory(draw, applications, platform.copyLimit, tagged);
    const { regions, buffers } = memory;
    const plain: Case = { platform, applications, regions, buffers, program: EMPTY };
    const domain = domainOf(plain, [], this.needsOf(this.drawFamilies()));
    builder.begin(domain, isHopeful(platform));
    this.drawer.begin(memory, this.drawStyle(reading.style === 'shipped'), applications);
    this.drawProgram(4 + draw.below(this.space.operations - 3));
    return this.drawn(plain, memory, domain);
  }

  private drawn(plain: Case, memory: DrawnMemory, domain: Domain): DrawnCase {
    const { builder } = this;
    const roots = builder.roots.slice(0, builder.length * 2);
    return { ...plain, program: builder.program(), domain, roots, memory };
  }

  /** A case that begins as another one does and goes on by itself. */
  extendCase(random: Random, parent: DrawnCase): DrawnCase {
    const { draw, builder } = this;
    draw.random = random;
    builder.begin(parent.domain, isHopeful(parent.platform));
    const style = this.drawStyle(parent.domain.reading.style === 'shipped');
    style.nextTag = 16 + parent.roots.length;
    this.drawer.begin(parent.memory, style, parent.applications);
    builder.replay(parent.program, parent.roots, 1 + draw.below(parent.roots.length / 2));
    this.drawProgram(builder.length + 2 + draw.below(10));
    return this.drawn(parent, parent.memory, parent.domain);
  }

  /** A case from elsewhere as one to go on from; null where nothing can be made of it. */
  adoptCase(given: Case): DrawnCase | null {
    const { builder } = this;
    const memory = memoryOf(given);
    if (memory === null) return null;
    const { platform, applications, program } = given;
    const { regions, buffers } = memory;
    const plain: Case = { platform, applications, regions, buffers, program };
    try {
      const domain = domainOf(plain);
      builder.begin(domain, isHopeful(platform));
      adoptProgram(builder, program, memory);
      return builder.length === 0 ? null : this.drawn(plain, memory, domain);
    } catch (error) {
      // More memory, buffers or cuts than a domain keeps apart.
      if (!(error instanceof RangeError)) throw error;
      return null;
    }
  }

  private drawPlatform(): Platform {
    const { draw, space } = this;
    const reading = draw.pick(space.readings);
    return {
      reading: reading.id,
      copyLimit: draw.pick(reading.copyLimits),
      server: draw.chance(50) ? (space.servers[0] ?? 'kernel') : draw.pick(space.servers),
      personality: draw.below(PERSONALITIES),
    };
  }

  /** Most cases keep to the seven functions. */
  private drawFamilies(): readonly FamilyName[] {
    const { draw, space } = this;
    if (space.families !== undefined) return space.families;
    return draw.chance(FAMILY_CHANCE) ? [draw.pick(FAMILIES)] : [];
  }

  /** What families need of the domain. */
  private needsOf(families: readonly FamilyName[]): Needs {
    const objects = families.includes('wrapper-classes') ? DRAWN_OBJECTS : 0;
    const locks = families.includes('windriver') ? drawLocks(this.draw) : [];
    const orders = families.includes('ordering');
    const shares = families.includes('shared-memory');
    const commits = shares && this.draw.chance(COMMIT_CHANCE) ? COMMIT_CUTS : undefined;
    return { objects, shares, locks, orders, commits };
  }

  private drawStyle(shipped: boolean): Style {
    const { draw } = this;
    const lawful = draw.chance(shipped ? 20 : 40);
    // Dangers of shipped readings begin with a wrong release after a lawful life.
    const wrongAtLast = shipped && !lawful && draw.chance(40);
    const usual = draw.pick(shipped ? [15, 30, 45] : [5, 15, 30]);
    const wrong = lawful ? 0 : usual;
    return {
      wrong: wrongAtLast ? 3 : wrong,
      wrongRelease: wrongAtLast ? 50 : wrong,
      forceAlias: draw.pick([5, 25, 60]),
      pauses: draw.chance(30) ? 25 : 0,
      allocationFails: draw.chance(30) ? 20 : 0,
      viaKernel: draw.chance(15) ? 50 : 0,
      nextTag: 16,
    };
  }

  /** Swarm: each case leaves out some kinds of steps altogether. */
  private drawWeights(): void {
    const { draw, weights } = this;
    const { domain } = this.builder.world;
    const keep = draw.pick([100, 80, 60]);
    KINDS.forEach((kind, index) => {
      const essential = index < 5;
      const family = familyOf(kind);
      if (family !== undefined && !takesIn(domain, family)) weights[index] = 0;
      else if (commits(kind) && domain.backings === 0) weights[index] = 0;
      else weights[index] = essential || draw.chance(keep) ? kind.weight : 0;
    });
  }

  private drawProgram(wanted: number): void {
    const { draw, builder, drawer } = this;
    this.drawWeights();
    if (builder.length === 0) drawer.step('call');
    for (let tries = 0; builder.length < wanted && tries < wanted * 3; tries += 1) {
      const kind = KINDS[draw.weighted(this.weights)]?.name;
      drawer.step(kind);
    }
    if (draw.chance(60)) drawer.finish();
  }
}

/** True for a case that takes in a family; its domain has room for it. */
function takesIn(domain: Domain, family: FamilyName): boolean {
  if (family === 'windriver') return domain.locks > 0;
  if (family === 'ordering') return domain.orders;
  return family === 'wrapper-classes' ? domain.objects > 0 : domain.shares;
}

/** Smaller and plainer cases, each with the domain that fits it. */
function* smaller(value: DrawnCase): IterableIterator<Value<DrawnCase>> {
  for (const candidate of candidates(value)) {
    const drawn = { ...value, ...candidate, domain: domainOf(candidate) };
    yield new Value(printable(drawn), undefined);
  }
}

/** As it is, with a text for test runners to print. */
function printable(value: DrawnCase): DrawnCase {
  return { ...value, [toStringMethod]: () => caseText(value) } as DrawnCase;
}
