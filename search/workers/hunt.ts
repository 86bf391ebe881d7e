/** Entry point of a worker thread: hunts one fault a call. */

import { hunt } from '../fuzz/hunt.js';

export { hunt as default };
