/** The page of the explorer. */

import { show } from './app.js';
import { Explorer } from './explorer.js';

show(Explorer);
