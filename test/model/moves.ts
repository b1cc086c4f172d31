/** The two moves that all steps are made of: a write lands in the table, and a worker hears something. */
import { brokenByAnswer, brokenByWrite } from './promises.ts';
import { put } from './table.ts';
import type { Standing } from './worker.ts';
import { type Copy, type Said, timeoutMs, type Worker, type World } from './world.ts';

export interface Step {
  words: () => string;
  world: World;
}

export const replace = (world: World, worker: Worker): World => ({
  ...world,
  workers: world.workers.map((each) => (each.name === worker.name ? worker : each)),
});

/** The table decides on a write. */
export const land = (world: World, { write, said }: Copy): { world: World; isDone: boolean } => {
  const item = put(world.item, write);
  if (!item) return { world, isDone: false };
  const broken = world.broken ?? brokenByWrite(world.item, item);
  return {
    world: { ...world, item, ...(said ? heeded(world, said) : {}), ...(broken ? { broken } : {}) },
    isDone: true,
  };
};

const heeded = ({ workers }: World, { word, about, knows }: Said): Partial<World> =>
  word === 'Sent'
    ? { isSaidSent: true }
    : {
        workers: workers.map((worker) =>
          worker.name === about
            ? { ...worker, covered: Math.max(worker.covered, Math.min(knows, worker.posts)) }
            : worker,
        ),
      };

export const hear = async (
  world: World,
  worker: Worker,
  what: Parameters<Standing['after']>[0],
  change: Partial<Worker> = {},
): Promise<World> => {
  const clock = world.at + worker.skew;
  const { writtenAt: _, found: __, ...rest } = worker;
  // One that slept until AWS had to end it is as good as dead, though it may still do harm.
  const isUntold = change.isUntold === true || clock >= worker.at + timeoutMs;
  const next: Worker = { ...rest, ...change, isUntold, ...(await worker.after(what, clock)) };
  const moved = replace(world, next);
  const broken = world.broken ?? brokenByAnswer(moved, next);
  return broken ? { ...moved, broken } : moved;
};

/** What an answer adds to the words of the step by which it came. */
export const answered = (world: World, { name }: Worker): string => {
  const doing = world.workers.find((each) => each.name === name)?.doing;
  return doing && 'answers' in doing ? `; ${name} answers ${doing.answers}` : '';
};
