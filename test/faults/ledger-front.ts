/** In front of DynamoDB: each way in which a call to the ledger can go wrong on the wire, and the points that are seen there. */
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Call, type LedgerPeer, respond } from '../peers/ledger-peer.ts';
import { awsError } from '../peers/secrets-peer.ts';
import type { Points } from './points.ts';

/** What goes wrong. Of a write that is lost or late the caller cannot know whether it was done. */
export type Trouble = keyof typeof troubles;
export type Step = 'claim' | 'settle' | 'recall';

type Make = (call: Call, response: ServerResponse, late: Call[]) => unknown;

const hangUp = (response: ServerResponse) => response.socket?.destroy();
const answers =
  (name: string, status: number): Make =>
  (_call, response) =>
    void awsError(`com.amazonaws.dynamodb.v20120810#${name}`, name, status)(response, '');

const troubles = {
  fails: answers('InternalServerError', 500),
  'is throttled': answers('ProvisionedThroughputExceededException', 400),
  'is denied': answers('AccessDeniedException', 400),
  'is lost': (_call, response) => hangUp(response),
  'is done, its answer lost': async (call, response) => {
    await call.pass();
    hangUp(response);
  },
  'is never answered': () => {},
  'is done, and never answered': (call) => call.pass(),
  'is answered after half a second': async (call, response) => {
    await wait(500);
    respond(response, await call.pass());
  },
  'comes twice, the first is answered': async (call, response) => {
    const first = await call.pass();
    await call.pass();
    respond(response, first);
  },
  'comes twice, the second is answered': async (call, response) => {
    await call.pass();
    respond(response, await call.pass());
  },
  /** The network holds a copy back, and brings it when nobody waits for it. */
  'is cut off, and a copy comes late': (call, response, late) => {
    late.push(call);
    hangUp(response);
  },
} satisfies Record<string, Make>;

interface Front {
  /** What goes wrong with this call; undefined where nothing does. */
  troubleOf: (step: Step) => Trouble | undefined;
  pass: Points['pass'];
}

/** Puts itself in front; what it gives brings the copies that were held back, again at each call. */
export const ledgerFront = (ledger: LedgerPeer, { troubleOf, pass }: Front): (() => Promise<void>) => {
  const late: Call[] = [];
  ledger.fault = async (call, response) => {
    const step = call.operation === 'GetItem' ? 'recall' : call.isClaim ? 'claim' : 'settle';
    const trouble = troubleOf(step);
    if (trouble) {
      await (troubles[trouble] as Make)(call, response, late);
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
