/** In front of DynamoDB: each way in which a call to the ledger can go wrong on the wire, and the points that are seen there. */
import { type AwsTrouble, type Call, strike } from '../../sandbox/chaos/aws-troubles.ts';
import { type LedgerPeer, respond } from '../peers/ledger-peer.ts';
import type { Points } from './points.ts';

export type Step = 'claim' | 'settle' | 'recall';

interface Front {
  /** What goes wrong with this call; undefined where nothing does. */
  troubleOf: (step: Step) => AwsTrouble | undefined;
  pass: Points['pass'];
}

/** Puts itself in front; what it gives brings the copies that were held back, again at each call. */
export const ledgerFront = (ledger: LedgerPeer, { troubleOf, pass }: Front): (() => Promise<void>) => {
  const late: Call[] = [];
  ledger.fault = async (call, response) => {
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
  return async () => {
    for (const call of late) await call.pass();
  };
};
