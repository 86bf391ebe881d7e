/** Events and critical sections in a world. */

import type { World } from './world.js';

/** 1 while an event is set. */
export function eventOf(world: World, object: number): number {
  return world.words[world.at.events + object - 1];
}

/** Sets or resets an event. */
export function setEventOf(world: World, object: number, value: number): void {
  world.words[world.at.events + object - 1] = value;
}

/** Who is inside a critical section; 0 for nobody. */
export function sectionOf(world: World, object: number): number {
  return world.words[world.at.sections + object - 1];
}

/** Says who is inside. */
export function setSectionOf(world: World, object: number, actor: number): void {
  world.words[world.at.sections + object - 1] = actor;
}
