/** What a campaign can ask of a target from outside: the readings and servers that it offers. */

import type { Target } from '../targets/interface.js';

/** Nothing of what was asked for is offered. */
export class OfferError extends RangeError {
  constructor(what: string, asked: readonly string[], offered: readonly string[]) {
    super(
      `the target offers none of the ${what} asked for: it has ${offered.join(', ')}, ` +
        `asked for were ${asked.join(', ')}`,
    );
    this.name = 'OfferError';
  }
}

/** Where cases may run. */
export interface Places {
  readonly readings: readonly string[];
  readonly servers: readonly ('kernel' | 'user')[];
}

/** Those of the places asked for that the target offers. Throws OfferError for none. */
export function offeredPlaces({ offer }: Target, asked: Places): Places {
  if (offer === undefined) return asked;
  const readings = asked.readings.filter((id) => offer.readings.includes(id));
  if (readings.length === 0) throw new OfferError('readings', asked.readings, offer.readings);
  const servers = asked.servers.filter((server) => offer.servers.includes(server));
  if (servers.length === 0) throw new OfferError('server modes', asked.servers, offer.servers);
  return { readings, servers };
}
