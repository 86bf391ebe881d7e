/** The page of a report. */

import { show } from './app.js';

show(null);
