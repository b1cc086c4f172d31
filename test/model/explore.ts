/** The ledger's protocol in every order of events. */
import type { Bounds } from './bounds.ts';
import { brokenIn } from './promises.ts';
import { type Searched, search } from './search.ts';
import { emptyWorld, makeSteps } from './steps.ts';
import { makeBegin, type Variant } from './worker.ts';
import { keyOf } from './world.ts';

export const explore = (bounds: Bounds, variant: Variant = {}): Promise<Searched> =>
  search({ first: emptyWorld(bounds), stepsOf: makeSteps(makeBegin(variant), bounds, variant), keyOf, brokenIn });
