/** The sandbox's event bus: which events reach the queue, and in which shape. */
import { expect, test } from 'vitest';
import { makeEventBridge, type Pattern } from '../sandbox/aws/event-bridge.ts';

const setUp = (...patterns: Pattern[]) => {
  const bodies: string[] = [];
  const onEvent = Object.fromEntries(patterns.map((pattern, at) => [`rule-${at}`, { pattern, template: { at } }]));
  const send = async (body: string) => void bodies.push(body);
  const bus = makeEventBridge({ onEvent, send, now: () => Date.parse('2027-03-01T08:00:00.999Z') });
  return { bodies, put: (...Entries: object[]) => bus('PutEvents', { Entries }) };
};
const entry = { Source: 'shop', DetailType: 'SendTwilioMessage', Detail: '{"Message":"hi"}' };

test('an event has all that EventBridge gives it, and its numbers keep their digits', async () => {
  const { bodies, put } = setUp();
  const Detail = '{"Message":"hi","order":123123123123123123}';
  const { Entries } = await put({ ...entry, Detail, Resources: ['arn:a'] });
  expect(bodies).toEqual([
    `{"version":"0","id":"${(Entries[0] as { EventId: string }).EventId}","detail-type":"SendTwilioMessage","source":"shop","account":"000000000000","time":"2027-03-01T08:00:00Z","region":"us-east-1","resources":["arn:a"],"detail":${Detail}}`,
  ]);
});

test.each([
  [Date.UTC(2027, 2, 1) / 1_000, '2027-03-01T00:00:00Z'],
  ['2027-03-01T09:00:00+01:00', '2027-03-01T08:00:00Z'],
])('its time is its entry’s own: %s', async (Time, time) => {
  const { bodies, put } = setUp();
  await put({ ...entry, Time });
  expect(JSON.parse(bodies[0] as string)).toMatchObject({ time });
});

test('together the entries may be as long as AWS takes them, and no byte longer', async () => {
  const { bodies, put } = setUp();
  const room = 1024 * 1024 - 2 * (entry.Source.length + entry.DetailType.length);
  const half = (bytes: number) => ({ ...entry, Detail: `{"a":"éé","b":"${'x'.repeat(bytes - 19)}"}` });
  const [first, second] = [half(room / 2), half(room / 2)];
  expect(Buffer.byteLength(first.Detail) + Buffer.byteLength(second.Detail)).toBe(room);
  await put(first, second);
  expect(bodies).toHaveLength(2);
  for (const more of [{ Source: 'shops' }, { Resources: ['a'] }, { Time: 1 }])
    await expect(put(first, { ...second, ...more })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/over the limit/),
    });
  expect(bodies).toHaveLength(2);
});

test.each<[string, Pattern, boolean]>([
  ['its source', { source: ['shop', 'other'] }, true],
  ['another source', { source: ['other'] }, false],
  ['all fields', { source: ['shop'], 'detail-type': ['Shipped'] }, true],
  ['only some fields', { source: ['shop'], 'detail-type': ['Ordered'] }, false],
  ['a field of the detail', { detail: { state: { now: ['on its way'] } } }, true],
  ['a field that it lacks', { detail: { state: { before: [null] } } }, false],
  ['a number', { detail: { boxes: [2] } }, true],
  ['a number as text', { detail: { boxes: ['2'] } }, false],
  ['a boolean and null', { detail: { gift: [true], note: [null] } }, true],
  ['one of several', { resources: ['arn:b'] }, true],
  ['more depth than there is', { source: { name: ['shop'] } }, false],
])('a rule for %s', async (_what, pattern, fits) => {
  const { bodies, put } = setUp(pattern);
  const Detail = '{"state":{"now":"on its way"},"boxes":2,"gift":true,"note":null}';
  await put({ Source: 'shop', DetailType: 'Shipped', Detail, Resources: ['arn:a', 'arn:b'] });
  expect(bodies.map((body) => JSON.parse(body))).toMatchObject(
    fits ? [{ Rule: 'rule-0', Template: { at: 0 }, Event: { source: 'shop', detail: { boxes: 2 } } }] : [],
  );
});

test('two rules that fit one event are two messages', async () => {
  const { bodies, put } = setUp({ source: ['shop'] }, { 'detail-type': ['SendTwilioMessage'] });
  await put(entry);
  expect(bodies.map((body) => JSON.parse(body).Rule)).toEqual([undefined, 'rule-0', 'rule-1']);
});
