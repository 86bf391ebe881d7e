/** What the page of the explorer and its server say to each other. */

/** Where an exploration stands. */
export interface ExplorePlace {
  /** Index of the platform. */
  readonly platform: number;
  /** Operations of the scenario, then what was taken: numbers of what is offered, written steps. */
  readonly steps: number;
  readonly path: readonly (number | string)[];
}

/** What the page knows from the beginning. */
export interface ExploreStart {
  readonly title: string;
  /** Operations of the scenario. */
  readonly length: number;
  readonly platforms: readonly {
    readonly reading: string;
    readonly copyLimit: number;
    readonly server: 'kernel' | 'user';
  }[];
  /** Targets that the command line named; a run names one by its index. */
  readonly targets: readonly string[];
  /** Where scenarios are saved. */
  readonly folder: string;
}

/** What the page asks for. */
export type ExploreQuestion = ExplorePlace &
  (
    | { readonly ask: 'view' }
    | { readonly ask: 'run'; readonly target: number }
    | { readonly ask: 'try'; readonly step: string }
    | { readonly ask: 'save'; readonly name: string }
    | {
        readonly ask: 'graph';
        readonly depth: number;
        readonly states: number;
        readonly operations: readonly string[];
      }
  );

/** The answer to `save`. */
export interface ExploreSaved {
  readonly file: string;
  /** The command that replays it. */
  readonly replay: string;
}

/** Most of what may be asked for. */
export const EXPLORE_LIMITS: Readonly<
  Record<'path' | 'depth' | 'states' | 'name' | 'step', number>
> = {
  path: 200,
  depth: 8,
  states: 200,
  name: 60,
  step: 400,
};

/** True for a name that a scenario may be saved under: nothing that a path could be made of. */
export function isExploreName(name: string): boolean {
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/i.test(name);
}
