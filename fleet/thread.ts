/** Entry point of a worker thread of the fleet: carries out one job a call. */

import { perform } from './perform.js';

export { perform as default };
