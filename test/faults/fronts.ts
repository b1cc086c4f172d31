/** The proxies in front of each far end, through which one process reaches them, and at which its faults are made. */

import { startLedgerPeer } from '../peers/ledger-peer.ts';
import type { OnEnd } from '../peers/on-end.ts';
import { startSecretsPeer } from '../peers/secrets-peer.ts';
import { ledgerFront } from './ledger-front.ts';
import { startLine } from './line.ts';
import { startParkingFront } from './parking-front.ts';
import type { Scene } from './scene.ts';
import type { World } from './world.ts';

/** `sceneOf` says at each call and connection what strikes now. */
export const startFronts = async ({ ledger: { table }, sqs, parked }: World, sceneOf: () => Scene, onEnd: OnEnd) => {
  const ledger = await startLedgerPeer(table, onEnd);
  ledgerFront(ledger, sceneOf);
  const urlOf = await startParkingFront(sqs, sceneOf, onEnd);
  return {
    secrets: await startSecretsPeer({}, onEnd),
    ledger,
    hottask: await startLine(sceneOf, onEnd),
    parked: urlOf(parked),
  };
};

export type Fronts = Awaited<ReturnType<typeof startFronts>>;
