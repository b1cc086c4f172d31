/** Persons look at the ledger, and give a word on what they saw: at once or much later, against each other, in vain. */
import { readItem } from '../../lambda/ledger/item.ts';
import { stateOf } from '../../lambda/ledger/standing.ts';
import { settleByHand } from '../../lambda/ledger/writes.ts';
import { clockSkewMs, timings } from '../../lambda/wiring.ts';
import { land, type Step } from './moves.ts';
import { tellItem } from './table-steps.ts';
import type { Variant } from './worker.ts';
import type { Copy, Person, World } from './world.ts';

/** On the fastest clock that is allowed: a slower one shows nothing as over that it does not. */
export const lookSteps = (world: World): Step[] => {
  const saw = world.item && readItem({ ...world.item });
  if (!saw || saw === 'foreign' || stateOf(saw, world.at + clockSkewMs) !== 'Unknown') return [];
  const name = 'PQRS'[world.persons.length] as string;
  const owner = world.workers.find((worker) => worker.name === saw.owner);
  const { posts = 0, writtenAt = Number.NEGATIVE_INFINITY } = owner ?? {};
  const knows = world.at - writtenAt < timings.answerWithinMs ? posts - 1 : posts;
  const person: Person = { name, saw, knows, hasSpoken: false };
  return [
    {
      words: () => `${name}, a person, sees ${tellItem(world)}, which stands as Unknown`,
      world: { ...world, persons: [...world.persons, person] },
    },
  ];
};

export const wordSteps = (world: World, person: Person, write: Variant['write']): Step[] =>
  (['Sent', 'NotSent'] as const).flatMap((word): Step[] => {
    const { name, saw, knows } = person;
    const by = { state: word, owner: name, settledBy: name, why: 'looked in HotTask' };
    const byHand = settleByHand(saw, by, world.at + clockSkewMs);
    const said = { word, about: saw.owner, knows };
    const copy: Copy = { write: write?.('by hand', byHand) ?? byHand, by: name, name: 'by hand', said };
    const persons = world.persons.map((each) => (each === person ? { ...each, hasSpoken: true } : each));
    const spoken = { ...world, persons };
    const { world: landed, isDone } = land(spoken, copy);
    const later = (from: World) => ({ ...from, copies: [...from.copies, copy], copiesLeft: from.copiesLeft - 1 });
    const tell = (how: string) => () => `${name} says ${word === 'Sent' ? 'it was sent' : 'it was not sent'}: ${how}`;
    const isIt = isDone ? 'written' : 'refused by its condition';
    return [
      { words: tell(isIt), world: landed },
      ...(world.copiesLeft > 0
        ? [
            { words: tell('the network holds it back'), world: later(spoken) },
            { words: tell(`the network holds the first try back, the second is ${isIt}`), world: later(landed) },
          ]
        : []),
    ];
  });
