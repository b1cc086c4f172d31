/** In front of DynamoDB: each way in which a call to the ledger, or to the reminders beside it, can go wrong on the wire, and the points that are seen there. */
import { strike } from '../../sandbox/chaos/aws-troubles.ts';
import { type Call, type LedgerPeer, respond } from '../peers/ledger-peer.ts';
import type { Scene } from './scene.ts';

export const ledgerFront = (ledger: LedgerPeer, sceneOf: () => Scene): void => {
  ledger.fault = async (call, response) => {
    const { troubleOf, pass, late } = sceneOf();
    const step = (call.table === ledger.table ? stepOfLedger : stepOfReminders)(call);
    const trouble = troubleOf(step);
    if (trouble) {
      await strike(trouble, 'dynamodb', call, response, late);
      return true;
    }
    if (step === 'recall' || step === 'look') return false;
    if ((await pass(`the ${step} has arrived`)) === 'drop') return true;
    const answer = await call.pass();
    if ((await pass(`the ${step} is written`)) === 'drop') return true;
    response.once('finish', () => pass(`the ${step} is answered`));
    return respond(response, answer);
  };
};

type Asked = Pick<Call, 'operation' | 'isClaim'>;

const stepOfLedger = ({ operation, isClaim }: Asked) =>
  operation === 'GetItem' ? 'recall' : isClaim ? 'claim' : 'settle';
const stepOfReminders = ({ operation }: Asked) => (operation === 'GetItem' ? 'look' : 'take');
