/** Goes through every world that can be reached, nearest first, so that the first broken promise has the shortest story. */

export interface Step<World> {
  words: () => string;
  world: World;
}

export interface Space<World> {
  first: World;
  /** In the same order whenever it is asked. */
  stepsOf: (world: World) => Promise<Step<World>[]>;
  /** Two worlds with the same key have the same future. */
  keyOf: (world: World) => string;
  /** The promise that this world breaks. */
  brokenIn: (world: World) => string | undefined;
}

export interface Searched {
  states: number;
  transitions: number;
  /** Steps to the farthest world. */
  depth: number;
  /** What breaks, and all steps to it, in words; undefined where every promise holds in every world. */
  broken?: { promise: string; story: string[] };
}

/** `broken`: a promise that the last step broke, whatever world it led to. */
export const search = async <World extends { broken?: string }>({
  first,
  stepsOf,
  keyOf,
  brokenIn,
}: Space<World>): Promise<Searched> => {
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
      const step = (await stepsOf(world))[index] as Step<World>;
      story.push(step.words());
      world = step.world;
    }
    return story;
  };

  let depth = 0;
  let layer: { world: World; state: number }[] = [{ world: first, state: 0 }];
  for (; layer.length > 0; depth += 1) {
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
        const found = { states: seen.size, transitions, depth: depth + 1 };
        if (promise) return { ...found, broken: { promise, story: await storyOf(from.length - 1) } };
        next.push({ world: step.world, state: from.length - 1 });
      }
    }
    layer = next;
  }
  return { states: seen.size, transitions, depth: depth - 1 };
};
