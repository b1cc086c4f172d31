/** What a test says of the product without one of its guards. */
import { expect } from 'vitest';
import { none } from './bounds.ts';
import { explore } from './explore.ts';
import type { Guard } from './guards.ts';

const found = {
  'the same text twice': /twice/,
  'no text': /gets no text/,
  'another text': /gets another text/,
} as const;

export const expectHarm = async ({ recipient, variant, bounds }: Guard): Promise<void> => {
  const { broken } = await explore({ ...none, workers: 1, ...bounds }, variant);
  expect(broken?.promise).toMatch(found[recipient]);
};
