/** Entry point of a worker thread: tests one driver a call. */

import { testNamed } from '../drivers/apart.js';

export { testNamed as default };
