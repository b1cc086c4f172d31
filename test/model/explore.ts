/** Goes through every world that can be reached, nearest first, so that the first broken promise has the shortest story. */
import type { Bounds } from './bounds.ts';
import { brokenIn } from './promises.ts';
import { emptyWorld, makeSteps } from './steps.ts';
import { makeBegin, type Variant } from './worker.ts';
import { keyOf, type World } from './world.ts';

export interface Explored {
  states: number;
  transitions: number;
  /** What breaks, and all steps to it, in words; undefined where every promise holds in every world. */
  broken?: { promise: string; story: string[] };
}

export const explore = async (bounds: Bounds, variant: Variant = {}): Promise<Explored> => {
  const stepsOf = makeSteps(makeBegin(variant), bounds, variant);
  const first = emptyWorld(bounds);
  const seen = new Set([keyOf(first)]);
  /** By number of the state: from which one it came, and by which of that one's steps. */
  const from = [-1];
  const by = [-1];
  let transitions = 0;

  const storyOf = async (state: number): Promise<string[]> => {
    const path: number[] = [];
    for (let each = state; each > 0; each = from[each] as number) path.unshift(by[each] as number);
    const story: string[] = [];
    let world = first;
    for (const index of path) {
      const step = (await stepsOf(world))[index] as Awaited<ReturnType<typeof stepsOf>>[number];
      story.push(step.words());
      world = step.world;
    }
    return story;
  };

  let layer: { world: World; state: number }[] = [{ world: first, state: 0 }];
  while (layer.length > 0) {
    const next: typeof layer = [];
    for (const { world, state } of layer) {
      const steps = await stepsOf(world);
      transitions += steps.length;
      for (const [index, step] of steps.entries()) {
        const key = keyOf(step.world);
        if (seen.has(key) && !step.world.broken) continue;
        seen.add(key);
        from.push(state);
        by.push(index);
        const promise = brokenIn(step.world);
        const found = { states: seen.size, transitions };
        if (promise) return { ...found, broken: { promise, story: await storyOf(from.length - 1) } };
        next.push({ world: step.world, state: from.length - 1 });
      }
    }
    layer = next;
  }
  return { states: seen.size, transitions };
};
