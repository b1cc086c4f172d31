/** The matrix: all rows, in the order of a message's way. */
import { claimFaults } from './claim-faults.ts';
import type { Fault, NotApplicable } from './fault.ts';
import { settleFaults } from './settle-faults.ts';
import { stopFaults } from './stops.ts';

export const matrix: (Fault | NotApplicable)[] = [
  ...claimFaults,
  ...stopFaults,
  ...['fails', 'answer lost', 'throttled'].map((name) => ({
    point: 'parking',
    name,
    notApplicable: 'nothing is parked yet',
  })),
  ...settleFaults,
];
