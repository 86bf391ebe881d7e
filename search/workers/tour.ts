/** Entry point of a worker thread: goes one tour a call. */

import { runTour } from '../conform/tours.js';

export { runTour as default };
