/** No guard is there for nothing: without any one of them the model of the ledger's protocol finds who is harmed. */
import { expect, test } from 'vitest';
import { explore } from './model/explore.ts';
import { guards } from './model/guards.ts';

const found = {
  'the same text twice': /twice/,
  'no text': /gets no text/,
  'another text': /gets another text/,
} as const;

test.each(guards)('the recipient gets $recipient unless $without', async ({ recipient, variant, bounds }) => {
  const { broken } = await explore({ workers: 1, persons: 0, copies: 0, tickMs: 14_000, ...bounds }, variant);
  expect(broken?.promise).toMatch(found[recipient]);
});
