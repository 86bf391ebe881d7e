/** Makes a model from where it comes from. */

import type { CheckModel, CheckSource } from './model.js';

/** What a module that a {@link CheckSource} names exports. */
interface ModelModule {
  readonly createModel?: (options: unknown) => CheckModel | Promise<CheckModel>;
}

/** Imports the module and makes the model. Throws where there is no `createModel`. */
export async function loadModel({ module, options }: CheckSource): Promise<CheckModel> {
  const { createModel } = (await import(module)) as ModelModule;
  if (createModel === undefined) {
    throw new TypeError(`${module} exports no createModel(options), which makes a model to check`);
  }
  return await createModel(options);
}
