/** Whatever strikes a thousand messages, nobody gets two texts, and what was not sent goes out in the end. SEED=… tries others, MESSAGES=… more. */
import { expect, test } from 'vitest';
import { makeDice } from '../sandbox/chaos/dice.ts';
import { makeAsk, messageOf } from './faults/ask.ts';
import { leaseOverMs } from './faults/bystanders.ts';
import { expectEnded } from './faults/ended.ts';
import { writePage } from './faults/page.ts';
import { startSlot } from './faults/slot.ts';
import { type Heard, sources } from './faults/sources.ts';
import { makeStruck } from './faults/struck.ts';
import { type Account, heldBack, noHarm, told as sayTally, tally } from './faults/tally.ts';
import { startWorld } from './faults/world.ts';

/** The dice are the same in each run; which of the messages comes first is not. */
const seed = Number(process.env.SEED ?? 2026);
const messages = Number(process.env.MESSAGES ?? 1_000);
const processes = 6;
/** A caller gives up after so many. */
const mostAsks = 8;
/** What a caller asks again after; `nothing`: its process was killed. */
const again = ['NotSent', 'InProgress', 'nothing'];

test(`random faults, SEED=${seed}: nobody gets two texts, and nobody who could get one none`, {
  timeout: messages * 2_000,
}, async ({ onTestFinished }) => {
  const world = await startWorld(onTestFinished);
  const later = await world.start({ aheadMs: leaseOverMs });
  const slots = await Promise.all(Array.from({ length: processes }, () => startSlot(world, onTestFinished)));
  const dice = makeDice(seed);

  const stories = Array.from({ length: messages }, (_, number) => {
    const key = `random-${number}`;
    const message = messageOf(key);
    const source = dice.pick(sources, key, 'source');
    const recipient = world.hottask.recipientOf(message.Message);
    const told: Heard[] = [];
    const ask = makeAsk(source, message, world, told);
    const askLater = () => ask({ environment: later });
    // Some ask twice at once, as a caller does that has lost its patience.
    const callers = Array.from({ length: dice.roll(key, 'callers') < 0.3 ? 2 : 1 }, (_, caller) => ({
      struck: makeStruck(dice, `${key}/${caller}`),
      recipient,
      ask: (environment: Parameters<typeof ask>[0]['environment']) => ask({ environment }),
      askLater,
      heard: [] as string[],
    }));
    return { key, recipient, callers, askLater, account: () => world.accountOf(source, message, told) };
  });

  let ends = 0;
  /** Ten thousand take minutes, in which somebody waits. */
  const tellProgress = () => {
    ends += 1;
    if (ends % 1_000 === 0) console.log(`random faults: ${ends} callers heard their last`);
  };
  const queue = stories.flatMap(({ callers }) => callers);
  await Promise.all(
    slots.map(async (slot) => {
      for (let caller = queue.shift(); caller; caller = queue.shift()) {
        const { state, place } = await slot.run(caller);
        caller.heard.push(state);
        if ((again.includes(state) || place === 'again') && caller.heard.length < mostAsks) queue.push(caller);
        else tellProgress();
      }
    }),
  );
  for (const slot of slots) await slot.bringLate();

  let struck = 0;
  const ended: Record<string, number> = {};
  const accounts: Account[] = [];
  for (const { recipient, callers, askLater, key, account } of stories) {
    recipient.treatments = [];
    const last = await askLater();
    accounts.push(await account());
    const { state } = last;
    const strokes = callers.flatMap((caller) => caller.struck.struck);
    const heard = callers.flatMap((caller) => caller.heard);
    struck += strokes.length;
    ended[state] = (ended[state] ?? 0) + 1;
    expectEnded({ recipient, strokes, heard }, last, `SEED=${seed}, ${key}`);
  }
  const result = await tally(accounts, world);
  const sentence = `SEED=${seed}: ${messages} messages by all ways in, ${struck} faults struck; ended ${JSON.stringify(ended)}; ${sayTally(result, heldBack(accounts, world))}.`;
  console.log(`random faults: ${sentence}`);
  writePage('chance', [sentence]);
  expect(result).toEqual(noHarm);
  expect(struck).toBeGreaterThan(0);
});
