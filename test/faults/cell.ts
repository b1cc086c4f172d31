/** One fault on one way in: a message with its key, the far ends as its process sees them, and whoever asks. */

import type { AwsTrouble } from '../../sandbox/chaos/aws-troubles.ts';
import { canary } from '../canary.ts';
import type { OnEnd } from '../peers/on-end.ts';
import { ourSecret } from '../peers/secrets-peer.ts';
import { makeAsk, messageOf } from './ask.ts';
import type { Bystanders } from './bystanders.ts';
import type { Setting } from './environment.ts';
import type { Treatment } from './hottask.ts';
import { type Line, through } from './line.ts';
import { makePlans } from './plans.ts';
import { bring, type Scene, type Step } from './scene.ts';
import { type Heard, pkOf, type Source } from './sources.ts';
import type { Stands } from './stands.ts';
import type { World } from './world.ts';

interface Place {
  world: World;
  bystanders: Bystanders;
  stands: Stands;
  source: Source;
  /** The message's key; no other cell's. */
  key: string;
}

const healthy = [
  ['hottask', canary.secretKey],
  ['messenger', ourSecret()],
] as const;

export const openCell = async ({ world, bystanders, stands, source, key }: Place, onEnd: OnEnd) => {
  const message = messageOf(key);
  const recipient = world.hottask.recipientOf(message.Message);
  const { points } = recipient;
  const { plan, expectFired } = makePlans();
  const heard: Heard[] = [];

  const troubles = new Map<Step, () => AwsTrouble | undefined>();
  const usual = through(world.hottask.good);
  let lineOf = () => usual;
  const scene: Scene = {
    troubleOf: (step) => troubles.get(step)?.(),
    lineOf: () => lineOf(),
    pass: points.pass,
    late: [],
  };
  const stand = await stands.take(() => scene);
  const { secrets, ledger } = stand.fronts;
  let isHeld = false;
  onEnd(async () => {
    mend();
    await stands.giveBack(stand, isHeld ? heard : undefined);
  });

  const mend = () => {
    secrets.fault = () => false;
    // A new version of the same text would be news to a process that HotTask refuses.
    for (const [id, text] of healthy) if (secrets.current(id) !== text) secrets.set(id, text);
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
    /** What stands in the reminders table, and who changes it. */
    reminders: world.reminders,
    /** In front of Secrets Manager, for this cell's process alone. */
    secrets,
    /** In front of DynamoDB, likewise. */
    ledger,
    /** What its process has asked of the ledger, but not of the reminders beside it. */
    askedOfLedger: () => ledger.calls.flatMap(({ operation, table }) => (table === ledger.table ? [operation] : [])),
    /** The copies that the network held back arrive. */
    bringLate: () => bring(scene.late),
    /** What goes wrong with so many of such calls to the ledger, or to the queue `parked`. */
    trouble: (step: Step, trouble: AwsTrouble, times = Number.POSITIVE_INFINITY) => {
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
    /** A process that sees the far ends through this cell's faults; it may have sent the messages of others before. */
    environment: stand.environment,
    /** Likewise, but one that is new and has no secret yet. */
    start: (setting: Partial<Setting> = {}) => stand.start(setting, onEnd),
    /** It has held, and its process may send the messages of others, unless something was left in it. */
    hold: () => {
      isHeld = true;
    },
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
