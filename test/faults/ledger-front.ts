/** In front of DynamoDB: each way in which a call to the ledger can go wrong on the wire, and the points that are seen there. */
import { strike } from '../../sandbox/chaos/aws-troubles.ts';
import { type LedgerPeer, respond } from '../peers/ledger-peer.ts';
import type { Scene } from './scene.ts';

export const ledgerFront = (ledger: LedgerPeer, sceneOf: () => Scene): void => {
  ledger.fault = async (call, response) => {
    const { troubleOf, pass, late } = sceneOf();
    const step = call.operation === 'GetItem' ? 'recall' : call.isClaim ? 'claim' : 'settle';
    const trouble = troubleOf(step);
    if (trouble) {
      await strike(trouble, 'dynamodb', call, response, late);
      return true;
    }
    if (step === 'recall') return false;
    if ((await pass(`the ${step} has arrived`)) === 'drop') return true;
    const answer = await call.pass();
    if ((await pass(`the ${step} is written`)) === 'drop') return true;
    response.once('finish', () => pass(`the ${step} is answered`));
    return respond(response, answer);
  };
};
