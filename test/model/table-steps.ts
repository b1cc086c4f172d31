/** What can become of one question to the table. */

import type { Written } from '../../lambda/conditional-write.ts';
import { readItem } from '../../lambda/ledger/item.ts';
import type { Found } from '../../lambda/ledger/protocol.ts';
import type { Bounds } from './bounds.ts';
import { answered, hear, land, replace, type Step } from './moves.ts';
import type { Doing } from './worker.ts';
import type { Copy, Worker, World } from './world.ts';

type Writing = Extract<Doing, { write: unknown }>;

export const writeSteps = async (world: World, worker: Worker, { asks, write }: Writing): Promise<Step[]> => {
  const { name } = worker;
  const copy: Copy = { write, by: name, name: asks };
  const landed = land(world, copy);
  const later = (from: World): World => ({ ...from, copies: [...from.copies, copy], copiesLeft: from.copiesLeft - 1 });
  const isFinal = asks !== 'claim';
  const words = { claim: 'claims', 'give back': 'gives its claim back', settle: `settles as ${write.set.state}` }[asks];

  const step = async (from: World, what: Written, how: string, isUntold = false): Promise<Step> => {
    const heard = await hear(from, worker, what, { isUntold });
    return { words: () => `${name} ${words}: ${how}${answered(heard, worker)}`, world: heard };
  };

  const told: Written = landed.isDone ? 'done' : 'condition failed';
  const isIt = landed.isDone ? 'written' : 'refused by its condition';
  const steps = [
    step(landed.world, told, isIt),
    step(world, 'refused', 'throttled for good', isFinal),
    step(world, 'lost', 'no answer, and not written', isFinal),
  ];
  if (landed.isDone) steps.push(step(landed.world, 'lost', 'written, and the answer is lost'));
  if (landed.isDone && !land(landed.world, copy).isDone)
    steps.push(step(landed.world, 'condition failed', 'written, the answer is lost, and the second try finds it done'));
  if (world.copiesLeft > 0) {
    steps.push(step(later(world), 'lost', 'no answer; the network holds it back'));
    steps.push(step(later(landed.world), told, `the network holds the first try back, the second is ${isIt}`));
    if (landed.isDone) steps.push(step(later(landed.world), 'lost', 'written and doubled, and the answer is lost'));
  }
  return Promise.all(steps);
};

export const readSteps = async (world: World, worker: Worker, { hasSlowReads }: Bounds): Promise<Step[]> => {
  const { name, found } = worker;
  const hears = async (what: Found, words: string): Promise<Step> => {
    const heard = await hear(world, worker, what);
    return { words: () => `${name} ${words}${answered(heard, worker)}`, world: heard };
  };
  if (found) return [await hears(found, 'hears what it asked for')];
  const current = { item: world.item && readItem({ ...world.item }) };
  const tell = tellItem(world);
  return [
    await hears(current, `reads ${tell}`),
    await hears('unreadable', 'reads: no answer'),
    ...(hasSlowReads
      ? [{ words: () => `the table answers ${name} ${tell}`, world: replace(world, { ...worker, found: current }) }]
      : []),
  ];
};

export const tellItem = ({ item }: World): string =>
  item ? `${item.state} of ${item.owner}` : 'that there is nothing';
