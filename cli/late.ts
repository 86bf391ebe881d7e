/**
 * Readers of flags that stand on large modules. A flag is read at once, a module is loaded in its
 * own time: the first reading of such a flag throws what has to be waited for, and the command line
 * is read again after that. Nothing is loaded for flags that are not given.
 */

/** What a command line waits for before it is read again. */
export class NotYet extends Error {
  /** Settles when the module is there. */
  readonly loading: Promise<void>;

  constructor(loading: Promise<void>) {
    super('a part of marshalcheck is not loaded yet');
    this.name = 'NotYet';
    this.loading = loading;
  }
}

/** Gives what `load` loads; throws NotYet where it was not loaded before. */
export function late<T>(load: () => Promise<T>): () => T {
  let loaded: { readonly value: T } | null = null;
  return () => {
    if (loaded !== null) return loaded.value;
    throw new NotYet(
      load().then((value) => {
        loaded = { value };
      }),
    );
  };
}
