// Sample models as sources for `checkModel`, and the way to make them here.

import type { CheckModel, CheckSource } from '#dist/search/check/model.js';

/** Names of modules in this folder. */
export type Sample = 'mutex' | 'drawn' | 'shared' | 'faulty';

/** A sample for workers to load. */
export function sample(name: Sample, options: unknown): CheckSource {
  return { module: new URL(`./${name}.mjs`, import.meta.url).href, options };
}

/** CEBUF in one of its scopes. */
export function cebuf(scope: unknown): CheckSource {
  const bench = new URL('../../../../../bench/cebuf.mjs', import.meta.url);
  return { module: bench.href, options: scope };
}

/** The model that a source makes. */
export async function modelOf({ module, options }: CheckSource): Promise<CheckModel> {
  const loaded = (await import(module)) as { createModel: (options: unknown) => CheckModel };
  return loaded.createModel(options);
}
