/** Reading the names of planted defects. Each reader throws a Failure, as those of values.ts do. */

import { BOARD_FAULTS } from '../targets/faults.js';
import { chosen, unknownName } from './values.js';

/** IDs of planted defects: `all`, or IDs with commas between. */
export function faultIds(flag: string): (text: string) => string[] {
  const known = BOARD_FAULTS.map((fault) => fault.id);
  return (text) => chosen('fault', flag, text, { all: known }, known);
}

/** ID of one planted defect; '' for none. */
export function faultId(flag: string): (text: string) => string {
  const known = BOARD_FAULTS.map((fault) => fault.id);
  return (text) => {
    if (text === '' || known.includes(text)) return text;
    throw unknownName('fault', flag, text, known);
  };
}
