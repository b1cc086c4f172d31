/** One fault on one way in: a message with its key, the far ends as its process sees them, and whoever asks. */

import type { AwsTrouble } from '../../sandbox/chaos/aws-troubles.ts';
import { canary } from '../canary.ts';
import { startLedgerPeer } from '../peers/ledger-peer.ts';
import type { OnEnd } from '../peers/on-end.ts';
import { ourSecret, startSecretsPeer } from '../peers/secrets-peer.ts';
import { makeAsk, messageOf } from './ask.ts';
import type { Bystanders } from './bystanders.ts';
import type { Setting } from './environment.ts';
import type { Treatment } from './hottask.ts';
import { ledgerFront, type Step } from './ledger-front.ts';
import { type Line, startLine, through } from './line.ts';
import { startParkingFront } from './parking-front.ts';
import { makePlans } from './plans.ts';
import { type Heard, pkOf, type Source } from './sources.ts';
import type { World } from './world.ts';

interface Place {
  world: World;
  bystanders: Bystanders;
  source: Source;
  /** The message's key; no other cell's. */
  key: string;
}

export const openCell = async ({ world, bystanders, source, key }: Place, onEnd: OnEnd) => {
  const message = messageOf(key);
  const recipient = world.hottask.recipientOf(message.Message);
  const { points } = recipient;
  const { plan, expectFired } = makePlans();
  const heard: Heard[] = [];

  const secrets = await startSecretsPeer({}, onEnd);
  const ledger = await startLedgerPeer(world.ledger.url, world.ledger.table, onEnd);
  const troubles = new Map<Step | 'parking', () => AwsTrouble | undefined>();
  const bringLedgerLate = ledgerFront(ledger, { troubleOf: (step) => troubles.get(step)?.(), pass: points.pass });
  const front = { troubleOf: () => troubles.get('parking')?.(), pass: points.pass };
  const parking = await startParkingFront(world.sqs, front, onEnd);
  const usual = through(world.hottask.good);
  let lineOf = () => usual;
  const hottask = await startLine(() => lineOf(), points.pass, onEnd);

  const mend = () => {
    secrets.fault = () => false;
    secrets.set('hottask', canary.secretKey);
    secrets.set('messenger', ourSecret());
    troubles.clear();
    recipient.treatments = [];
    lineOf = () => usual;
  };
  const ask = makeAsk(source, message, world, heard);

  return {
    source,
    message,
    recipient,
    points,
    plan,
    expectFired,
    bystanders,
    hottask: world.hottask,
    /** In front of Secrets Manager, for this cell's process alone. */
    secrets,
    /** In front of DynamoDB, likewise. */
    ledger,
    /** The copies that the network held back arrive. */
    bringLate: async () => {
      await bringLedgerLate();
      await parking.bringLate();
    },
    /** What goes wrong with so many of such calls to the ledger, or to the queue `parked`. */
    trouble: (step: Step | 'parking', trouble: AwsTrouble, times = Number.POSITIVE_INFINITY) => {
      const fire = plan(`the ${step} ${trouble}`);
      let left = times;
      troubles.set(step, () => {
        if (left === 0) return undefined;
        left -= 1;
        fire();
        return trouble;
      });
    },
    /** What becomes of so many connections to HotTask. */
    line: (line: Line, times = Number.POSITIVE_INFINITY) => {
      const fire = plan('the line to HotTask');
      let left = times;
      lineOf = () => {
        if (left === 0) return usual;
        left -= 1;
        fire();
        return line;
      };
    },
    /** How HotTask treats the next POSTs, in order; the last stays. */
    treat: (...next: Treatment[]) => {
      const fire = plan('HotTask');
      recipient.treatments = next.map((treatment) => ({
        ...treatment,
        behave: (response, post) => {
          fire();
          treatment.behave(response, post);
        },
      }));
    },
    /** All faults are gone, and each has happened. */
    heal: () => {
      expectFired();
      mend();
    },
    /** Of a cell that has failed: all faults are gone, and others ask, so that the harm is there to be counted. */
    goOn: async () => {
      mend();
      // A record that is deleted never comes again.
      if (heard.at(-1)?.place === 'done') return;
      for (const environment of [bystanders.other, bystanders.later]) await ask({ environment }).catch(() => {});
    },
    /** A process that sees the far ends through this cell's faults. */
    start: (setting: Partial<Setting> = {}) =>
      world.start({ secrets, ledger, hottask, parked: parking.urlOf(world.parked), ...setting }, onEnd),
    ask,
    /** The states with which it waits for a person. */
    parked: () => world.parkedOf(message.Message),
    /** What is counted of it at the end. */
    account: () => world.accountOf(source, message, heard),
    /** What the ledger holds under the key. */
    item: () => ledger.itemAt(pkOf(source, message)),
  };
};

export type Cell = Awaited<ReturnType<typeof openCell>>;
