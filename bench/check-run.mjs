// One search of CEBUF in a process of its own, for `bench/check.mjs`. Takes JSON, prints JSON.

import { checkModel } from '#dist/search/check.js';
import { SCOPES } from './cebuf.mjs';

/** @type {{ scope: keyof typeof SCOPES, workers: number, reduced: boolean }} */
const { scope, workers, reduced } = JSON.parse(process.argv[2]);
const source = { module: new URL('cebuf.mjs', import.meta.url).href, options: SCOPES[scope] };
const result = await checkModel(source, { workers, unreduced: !reduced, profile: true });
if (!result.complete) throw new Error(`stopped: ${result.stopped}`);
const { states, transitions, seconds } = result;
process.stdout.write(JSON.stringify({ states, transitions, seconds }));
