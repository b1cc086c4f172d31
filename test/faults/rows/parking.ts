/** Parking on the wire: nobody knows whether it was sent, and nobody forgets it either. */
import type { AwsTrouble } from '../../../sandbox/chaos/aws-troubles.ts';
import { hottaskTroubles } from '../../../sandbox/chaos/hottask-troubles.ts';
import { broken } from '../broken.ts';
import type { Fault } from '../fault.ts';
import { treatmentOf } from '../hottask.ts';
import type { Place } from '../sources.ts';

const unknown = treatmentOf(hottaskTroubles['resets the connection']);

/**
 * How often → where a record ends then. What is not parked for sure comes back, and is parked the next time; a call never
 * does, so the ledger alone has it, where `unknowns` lists it.
 */
const rows: [AwsTrouble, 'once' | 'always', Place][] = [
  ['fails', 'once', 'parked'],
  ['fails', 'always', 'again'],
  ['is throttled', 'once', 'parked'],
  ['is throttled', 'always', 'again'],
  ['is denied', 'once', 'again'],
  ['is denied', 'always', 'again'],
  ['is lost', 'once', 'parked'],
  ['is lost', 'always', 'again'],
  ['is done, its answer lost', 'once', 'parked'],
  ['is done, its answer lost', 'always', 'again'],
  ['is never answered', 'once', 'again'],
  ['is answered after half a second', 'once', 'parked'],
  ['comes twice, the first is answered', 'once', 'parked'],
  ['is cut off, and a copy comes late', 'once', 'parked'],
];

const tells: Record<Place, string> = {
  parked: 'the recipient gets at most one text, and it waits for a person',
  again: 'the recipient gets at most one text, and it waits for a person (a call in the ledger alone)',
  done: '',
};

export const parkingFaults: Fault[] = rows.map(([trouble, times, place]) => ({
  point: 'parking',
  name: `HotTask resets the connection, and the parking ${trouble} ${times}: ${tells[place]}`,
  play: broken({
    make: (cell) => {
      cell.treat(unknown);
      cell.trouble('parking', trouble, times === 'once' ? 1 : Number.POSITIVE_INFINITY);
    },
    hears: 'Unknown',
    texts: 1,
    leaves: ['Unknown'],
    place,
  }),
}));
