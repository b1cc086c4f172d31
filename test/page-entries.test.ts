/** What the sandbox's page makes of calls and messages: one bubble for a text, however often it was asked for. */
import { expect, test } from 'vitest';

// By its address, since it is plain JavaScript for the browser and has no types.
const { makeEntries } = await import(new URL('../sandbox/inbox/entries.js', import.meta.url).href);

const number = '+12025550123';
const call = (RequestId: string, State: string, more: object = {}) => ({
  RequestId,
  State,
  ToPhoneNumber: number,
  Message: 'a race',
  Scope: 'http:sandbox',
  IdempotencyKey: 'race',
  At: '2026-11-29T12:00:00.000Z',
  Replayed: false,
  ...more,
});
const inProgress = (id: string) => call(id, 'InProgress');
const replayed = (id: string) => call(id, 'Sent', { Replayed: true, SessionID: 1 });
const sent = (id: string) => call(id, 'Sent', { SessionID: 1 });

test.each([
  ['the one that sends ends last', [inProgress('b'), inProgress('c'), replayed('d'), sent('a')]],
  ['the one that sends ends first', [sent('a'), replayed('b'), inProgress('c'), replayed('d')]],
  ['the one that sends ends in the middle', [inProgress('d'), inProgress('b'), sent('a'), replayed('c')]],
])('four calls with one key, each seen while it was under way, end as one bubble: %s', (_, ends) => {
  const entries = makeEntries();
  for (const id of ['a', 'b', 'c', 'd']) entries.addCall(call(id, 'UnderWay'));
  for (const end of ends) entries.addCall(end);
  const [bubble, ...others] = entries.conversations.get(number);
  expect(others).toEqual([]);
  expect(bubble.call).toMatchObject({ RequestId: 'a', State: 'Sent' });
  const heard: { RequestId: string }[] = bubble.repeats;
  expect(heard.map(({ RequestId }) => RequestId).sort()).toEqual(['b', 'c', 'd']);
});
