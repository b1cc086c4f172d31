/** The matrix: all rows, in the order of a message's way. */
import type { Fault } from './fault.ts';
import { againFaults } from './rows/again.ts';
import { answerFaults } from './rows/answer.ts';
import { claimFaults } from './rows/claim.ts';
import { connectFaults } from './rows/connect.ts';
import { deliveries } from './rows/delivery.ts';
import { firings } from './rows/firing.ts';
import { lateFaults } from './rows/late.ts';
import { parkingFaults } from './rows/parking.ts';
import { secretFaults } from './rows/secret-read.ts';
import { settleFaults } from './rows/settle.ts';
import { stopFaults } from './rows/stops.ts';
import { takeFaults } from './rows/take.ts';

export const matrix: Fault[] = [
  ...secretFaults,
  ...takeFaults,
  ...claimFaults,
  ...stopFaults,
  ...connectFaults,
  ...answerFaults,
  ...settleFaults,
  ...lateFaults,
  ...parkingFaults,
  ...deliveries,
  ...firings,
  ...againFaults,
];
