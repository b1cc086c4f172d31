/**
 * Every step that a world can take next, each with its words. Death and sleep have none of their own: who dies takes no
 * further step, who sleeps takes none while time passes, and both can happen between any two steps.
 */
import { clockSkewMs } from '../../lambda/wiring.ts';
import type { Bounds } from './bounds.ts';
import { land, type Step } from './moves.ts';
import { lookSteps, wordSteps } from './person-steps.ts';
import { postSteps } from './post-steps.ts';
import { readSteps, writeSteps } from './table-steps.ts';
import type { Begin, Variant } from './worker.ts';
import { isRunning, type Worker, type World } from './world.ts';

export const emptyWorld = ({ copies }: Bounds): World => ({
  at: 0,
  item: undefined,
  copies: [],
  copiesLeft: copies,
  workers: [],
  persons: [],
  isSaidSent: false,
});

export const makeSteps =
  (begin: Begin, bounds: Bounds, { write }: Variant) =>
  async (world: World): Promise<Step[]> => {
    const { tickMs } = bounds;
    const running = world.workers.filter(isRunning);
    const steps: Step[] = [
      { words: () => `${tickMs / 1_000} s pass`, world: { ...world, at: world.at + tickMs } },
      ...world.copies.map((_, index) => arrive(world, index)),
      ...world.persons.flatMap((person) => (person.hasSpoken ? [] : wordSteps(world, person, write))),
      ...(world.persons.length < bounds.persons ? lookSteps(world) : []),
    ];
    for (const worker of running) {
      const { doing } = worker;
      if ('answers' in doing) continue;
      if (doing.asks === 'read') steps.push(...(await readSteps(world, worker, bounds)));
      else if (doing.asks === 'post') steps.push(...(await postSteps(world, worker, doing.writeBy, bounds)));
      else steps.push(...(await writeSteps(world, worker, doing)));
    }
    if (world.workers.length < bounds.workers)
      for (const kind of kindsOf(bounds)) steps.push(await delivered(begin, world, kind));
    return steps;
  };

const arrive = (world: World, index: number): Step => {
  const copy = world.copies[index] as World['copies'][number];
  const { world: landed, isDone } = land({ ...world, copies: world.copies.toSpliced(index, 1) }, copy);
  const how = isDone ? 'written' : 'refused by its condition';
  return { words: () => `the held-back "${copy.name}" of ${copy.by} arrives: ${how}`, world: landed };
};

type Kind = Pick<Worker, 'skew' | 'text' | 'isLate'>;

const kindsOf = ({ hasOther, hasLate }: Bounds): Kind[] =>
  [-clockSkewMs, clockSkewMs].flatMap((skew) => [
    { skew, text: 'Hello', isLate: false },
    ...(hasOther ? [{ skew, text: 'Other', isLate: false }] : []),
    ...(hasLate ? [{ skew, text: 'Hello', isLate: true }] : []),
  ]);

const delivered = async (begin: Begin, world: World, { skew, text, isLate }: Kind): Promise<Step> => {
  const name = 'ABCDEF'[world.workers.length] as string;
  const start = { name, at: world.at + skew, text, isLate };
  const worker: Worker = {
    ...start,
    ...(await begin(start)),
    skew,
    posts: 0,
    covered: 0,
    isAccepted: false,
    isRefused: false,
    isUntold: false,
  };
  const what = `${text === 'Hello' ? '' : ' of another message'}${isLate ? ', after its NotAfter,' : ''}`;
  const clock = `clock ${Math.abs(skew) / 1_000} s ${skew < 0 ? 'behind' : 'ahead'}`;
  return {
    words: () => `a delivery${what} begins: ${name}, ${clock}`,
    world: { ...world, workers: [...world.workers, worker] },
  };
};
