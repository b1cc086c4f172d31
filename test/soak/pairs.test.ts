/** All ordered pairs of two faults on the way through the queue: one strikes a record, the other its next delivery (SQS may deliver what is done, too), and then all is well. */
import { expect, test } from 'vitest';
import { makeAsk, messageOf } from '../faults/ask.ts';
import { leaseOverMs } from '../faults/bystanders.ts';
import { expectEnded } from '../faults/ended.ts';
import { writePage } from '../faults/page.ts';
import { makePlanned, type Stroke, strokes } from '../faults/planned.ts';
import { startSlot } from '../faults/slot.ts';
import { type Heard, sources } from '../faults/sources.ts';
import { type Account, heldBack, noHarm, tally, told } from '../faults/tally.ts';
import { startWorld } from '../faults/world.ts';

// Most of a pair is waiting for time-outs.
const processes = 40;
const sqs = sources.find(({ name }) => name === 'SQS') as (typeof sources)[number];
const pairs = strokes.flatMap((first) => strokes.map((second) => [first, second] as const));
const tellEach = 500;

test(`${pairs.length} pairs of faults on one message of the queue: nobody gets two texts, none is lost, none is held back for nothing`, {
  timeout: pairs.length * 1_000,
}, async ({ onTestFinished }) => {
  const world = await startWorld(onTestFinished);
  const [other, later] = await Promise.all([world.start(), world.start({ aheadMs: leaseOverMs })]);
  const slots = await Promise.all(Array.from({ length: processes }, () => startSlot(world, onTestFinished)));
  const waiting = [...pairs.entries()];
  const accounts: Account[] = [];
  const ended: Record<string, number> = {};
  const met = { both: 0, one: 0, none: 0 };

  const play = async (slot: (typeof slots)[number], number: number, pair: readonly [Stroke, Stroke]) => {
    const message = messageOf(`pair-${number}`);
    const recipient = world.hottask.recipientOf(message.Message);
    const heard: Heard[] = [];
    const ask = makeAsk(sqs, message, world, heard);
    const struck: string[] = [];
    for (const stroke of pair) {
      if (stroke.isOfReading) await slot.renew();
      const planned = makePlanned(stroke);
      await slot.run({
        struck: planned,
        recipient,
        ask: (environment) => ask({ environment }),
        askLater: () => ask({ environment: later }),
      });
      struck.push(...planned.struck);
    }
    recipient.treatments = [];
    await ask({ environment: other });
    const last = await ask({ environment: later });
    met[(['none', 'one', 'both'] as const)[struck.length] as 'none'] += 1;
    ended[last.state] = (ended[last.state] ?? 0) + 1;
    accounts.push(await world.accountOf(sqs, message, heard));
    const names = pair.map(({ name }) => name).join(', then ');
    expectEnded({ recipient, strokes: struck, heard: heard.map(({ state }) => state) }, last, names);
  };

  await Promise.all(
    slots.map(async (slot) => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        await play(slot, ...next);
        if (accounts.length % tellEach === 0) console.log(`pairs: ${accounts.length} of ${pairs.length}`);
      }
    }),
  );
  const result = await tally(accounts, world);
  const sentence = `${pairs.length} pairs of ${strokes.length} faults; both struck in ${met.both}, one in ${met.one} (the other's call was not made any more), none in ${met.none}; ended ${JSON.stringify(ended)}; ${told(result, heldBack(accounts, world))}.`;
  console.log(`pairs: ${sentence}`);
  writePage('pairs', [sentence]);
  expect(result).toEqual(noHarm);
});
