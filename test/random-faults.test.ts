/** Whatever strikes a thousand messages, nobody gets two texts, and what was not sent goes out in the end. SEED=… tries others, MESSAGES=… more. */
import { expect, test } from 'vitest';
import { makeDice } from '../sandbox/chaos/dice.ts';
import { makeAsk, messageOf } from './faults/ask.ts';
import { leaseOverMs } from './faults/bystanders.ts';
import { expectEnded } from './faults/ended.ts';
import { startSlot } from './faults/slot.ts';
import { sources } from './faults/sources.ts';
import { makeStruck } from './faults/struck.ts';
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
    const ask = makeAsk(source, message, world);
    const askLater = () => ask({ environment: later });
    // Some ask twice at once, as a caller does that has lost its patience.
    const callers = Array.from({ length: dice.roll(key, 'callers') < 0.3 ? 2 : 1 }, (_, caller) => ({
      struck: makeStruck(dice, `${key}/${caller}`),
      recipient,
      ask: (environment: Parameters<typeof ask>[0]['environment']) => ask({ environment }),
      askLater,
      heard: [] as string[],
    }));
    return { key, recipient, callers, askLater };
  });

  const queue = stories.flatMap(({ callers }) => callers);
  await Promise.all(
    slots.map(async (slot) => {
      for (let caller = queue.shift(); caller; caller = queue.shift()) {
        const { state, place } = await slot.run(caller);
        caller.heard.push(state);
        if ((again.includes(state) || place === 'again') && caller.heard.length < mostAsks) queue.push(caller);
      }
    }),
  );
  for (const slot of slots) await slot.bringLate();

  let struck = 0;
  const ended: Record<string, number> = {};
  for (const { recipient, callers, askLater, key } of stories) {
    recipient.treatments = [];
    const last = await askLater();
    const { state } = last;
    const strokes = callers.flatMap((caller) => caller.struck.struck);
    const heard = callers.flatMap((caller) => caller.heard);
    struck += strokes.length;
    ended[state] = (ended[state] ?? 0) + 1;
    expectEnded({ recipient, strokes, heard }, last, `SEED=${seed}, ${key}`);
  }
  console.log(`random faults: SEED=${seed}, ${messages} messages, ${struck} faults struck; ${JSON.stringify(ended)}`);
  expect(struck).toBeGreaterThan(0);
});
