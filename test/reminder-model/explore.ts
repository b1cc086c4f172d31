/** The protocol of reminders in every order of events; and what a test says of a world's bounds. */
import { expect } from 'vitest';
import { type Searched, search } from '../model/search.ts';
import type { Bounds } from './bounds.ts';
import { brokenIn } from './promises.ts';
import { firstWorld, makeSteps } from './steps.ts';
import { keyOf } from './world.ts';

export const explore = (bounds: Bounds): Promise<Searched> =>
  search({ first: firstWorld(bounds), stepsOf: makeSteps(bounds), keyOf, brokenIn });

export const expectKept = async (bounds: Bounds): Promise<void> => {
  const { states, transitions, depth, broken } = await explore(bounds);
  console.log(
    `model: ${states.toLocaleString('en')} states, ${transitions.toLocaleString('en')} transitions, ${depth} steps at most`,
  );
  expect(broken && [broken.promise, ...broken.story].join('\n  ')).toBeUndefined();
};
