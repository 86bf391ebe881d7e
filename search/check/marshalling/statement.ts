/** What an invariant of worlds is made of. */

import type { World } from '../../../model/world/world.js';

/** A statement about worlds: true, or false; undefined where its condition does not arise. */
export interface Statement {
  readonly name: string;
  readonly holds: (world: World) => boolean | undefined;
}
