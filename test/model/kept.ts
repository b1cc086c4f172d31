/** What a test of the model says of a world's bounds. */
import { expect } from 'vitest';
import type { Bounds } from './bounds.ts';
import { explore } from './explore.ts';

export const expectKept = async (bounds: Bounds): Promise<void> => {
  const { states, transitions, broken } = await explore(bounds);
  console.log(`model: ${states.toLocaleString('en')} states, ${transitions.toLocaleString('en')} transitions`);
  expect(broken && [broken.promise, ...broken.story].join('\n  ')).toBeUndefined();
};
