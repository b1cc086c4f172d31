/** Everything asynchronous through one queue: what each record's recipient gets, and where the record ends. */
import { describe, expect, test } from 'vitest';
import { pkOf } from '../lambda/ledger/identity.ts';
import { makeFunction, message } from './function.ts';
import { accepts, answers } from './peers/hottask-peer.ts';
import { batch, eventBridgeEvent, notification, record } from './queue-records.ts';
import { type Behave, keyed, setUpQueue } from './queue-set-up.ts';

describe('each envelope brings one text, and no second one when it is delivered again', () => {
  const event = eventBridgeEvent(message);
  const note = notification(message);
  const onEvent = {
    Rule: 'shop-on-shipped',
    Template: { ...message, Message: 'Order {{detail.order}} is on its way. {{ detail.items.0.name }}' },
    Event: eventBridgeEvent({ order: 'A-1', items: [{ name: 'Boots' }] }, { 'detail-type': 'Shipped' }),
  };
  test.each<[string, unknown, string, string, string]>([
    ['plain', keyed('appt-1'), 'plain', 'queue', 'appt-1'],
    ['an EventBridge event', event, 'event', 'event:shop.orders', event.id],
    [
      'an EventBridge event with a key of its own',
      eventBridgeEvent(keyed('appt-2')),
      'event',
      'event:shop.orders',
      'appt-2',
    ],
    ['an event and a template', onEvent, 'on-event', 'on-event', `shop-on-shipped/${onEvent.Event.id}`],
    ['an SNS notification', note, 'topic', `topic:${note.TopicArn}`, note.MessageId],
    [
      'an SNS notification with a key of its own',
      notification(keyed('appt-3')),
      'topic',
      `topic:${note.TopicArn}`,
      'appt-3',
    ],
  ])('%s', async (_case, body, envelope, scope, key) => {
    const { hottask, deliver, fn, ledger, parked } = await setUpQueue();
    expect(await deliver(record(body))).toEqual([]);
    expect(await deliver(record(body))).toEqual([]);
    expect(hottask.posts).toHaveLength(1);
    expect(await ledger.itemAt(pkOf(scope, key))).toMatchObject({ state: 'Sent', scope, key });
    expect(fn.lines.filter(({ what }) => what === 'outcome')).toMatchObject([
      { entrance: 'queue', state: 'Sent', envelope },
      { entrance: 'queue', state: 'Sent', envelope, isReplayed: true },
    ]);
    expect(await parked()).toEqual([]);
  });

  test('a template’s places are filled from the event, numbers with every digit', async () => {
    const { hottask, deliver } = await setUpQueue();
    const text = JSON.stringify({ ...onEvent, Template: { ...message, Message: 'No. {{detail.no}}' } });
    await deliver(record(text.replace('"order":"A-1"', '"no":12345678901234567890')));
    expect(JSON.parse((hottask.posts[0] as { body: string }).body).Message).toBe('No. 12345678901234567890');
  });

  test('two rules on one event are two messages', async () => {
    const { hottask, deliver } = await setUpQueue();
    await deliver(record(onEvent), record({ ...onEvent, Rule: 'another' }));
    expect(hottask.posts).toHaveLength(2);
  });
});

describe('where a record ends', () => {
  const no = (code: number) => answers(200, JSON.stringify({ Success: false, Code: code, Message: 'No.' }));
  const blocked = { rules: { mode: 'live', prefixes: {} } };
  test.each<[string, Behave, object, 'done' | 'again' | 'parked', object?]>([
    ['Sent', undefined, {}, 'done'],
    ['DryRun', undefined, { DryRun: true }, 'done'],
    ['Expired', undefined, { NotAfter: '2020-01-01T00:00:00Z' }, 'done'],
    ['NotSent', no(429), {}, 'again'],
    ['Invalid', undefined, { Message: ' ' }, 'parked'],
    ['Blocked', undefined, {}, 'parked', blocked],
    ['Refused', no(400), {}, 'parked'],
    ['Unknown', no(500), {}, 'parked'],
  ])('%s', async (state, behave, more, end, options) => {
    const { deliver, parked } = await setUpQueue(behave, options);
    const given = record(keyed('appt-42', more));
    expect(await deliver(given)).toEqual(end === 'again' ? [given.messageId] : []);
    const waiting = await parked();
    expect(waiting).toMatchObject(
      end === 'parked' ? [{ Body: given.body, State: state, Envelope: 'plain', Reason: expect.any(String) }] : [],
    );
    // Only where the ledger holds this very message.
    if (state === 'Unknown' || state === 'Refused') expect(waiting[0]?.LedgerKey).toBe(pkOf('queue', 'appt-42'));
    else expect(waiting[0] ?? {}).not.toHaveProperty('LedgerKey');
  });

  test('the same key for another text: the first goes out, the second is parked, and so again when it is replayed', async () => {
    const { hottask, deliver, parked } = await setUpQueue();
    await deliver(record(keyed('appt-42')), record(keyed('appt-42', { Message: 'Another.' })));
    expect(hottask.posts).toHaveLength(1);
    const [{ Body, State, LedgerKey: _, ...marks } = { Body: '' }, ...more] = await parked();
    expect([State, more]).toEqual(['KeyReused', []]);
    expect(await deliver(record(Body, marks))).toEqual([]);
    expect((await parked()).map(({ State }) => State)).toEqual(['KeyReused', 'KeyReused']);
  });

  test('two texts under one key, both blocked for now: when both are allowed one goes out, and the other is not lost', async () => {
    const { hottask, deliver, parked, secrets, ledger, urls } = await setUpQueue(undefined, {
      rules: { mode: 'live', prefixes: {} },
    });
    await deliver(record(keyed('appt-42')), record(keyed('appt-42', { Message: 'Another.' })));
    const waiting = await parked();
    expect(waiting.map(({ State }) => State)).toEqual(['Blocked', 'Blocked']);
    const allowed = makeFunction({ hottask, secrets, ledger, parked: urls.parked });
    const back = waiting.map(({ Body = '', State, Reason, ...marks }) => record(Body, marks));
    await allowed.invoke(batch(...back));
    expect(hottask.posts).toHaveLength(1);
    expect((await parked()).map(({ State }) => State).sort()).toEqual(['Blocked', 'Blocked', 'KeyReused']);
  });

  test('a text that another process is sending comes back later', async () => {
    const { hottask, deliver, ledger, parked } = await setUpQueue();
    await deliver(record(keyed('appt-42')));
    const { pk, fingerprint } = await ledger.item();
    await ledger.put({
      pk: { S: String(pk) },
      state: { S: 'Sending' },
      owner: { S: 'another' },
      fingerprint: { S: String(fingerprint) },
      leaseUntil: { N: String(Date.now() + 20_000) },
    });
    const again = record(keyed('appt-42'));
    expect(await deliver(again)).toEqual([again.messageId]);
    expect(hottask.posts).toHaveLength(1);
    expect(await parked()).toEqual([]);
  });

  test('an age of more than a day counts from the source’s own time, whatever the queue’s', async () => {
    const { hottask, deliver, fn } = await setUpQueue();
    const dayAgo = new Date(Date.now() - 86_400_000).toISOString();
    await deliver(
      record(eventBridgeEvent(message, { time: dayAgo })),
      record(notification(message, { Timestamp: dayAgo })),
      record(keyed('appt-42'), {}, Date.parse(dayAgo)),
      record(keyed('appt-43'), { SourceTime: String(Date.parse(dayAgo)) }),
    );
    expect(hottask.posts).toEqual([]);
    expect(fn.lines.filter(({ what }) => what === 'outcome').map(({ state }) => state)).toEqual(
      Array(4).fill('Expired'),
    );
  });

  test('a source whose clock is ahead makes nothing young', async () => {
    const { hottask, deliver } = await setUpQueue();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    await deliver(record(eventBridgeEvent(message, { time: tomorrow }), {}, Date.now() - 86_400_000));
    expect(hottask.posts).toEqual([]);
  });

  test('a person may let it go out later; not beyond the message’s own NotAfter', async () => {
    const { hottask, deliver } = await setUpQueue();
    const marks = { SourceTime: '1000000000000', Until: String(Date.now() + 60_000) };
    await deliver(
      record(keyed('appt-42'), marks),
      record(keyed('appt-43', { NotAfter: '2020-01-01T00:00:00Z' }), marks),
    );
    expect(hottask.posts).toHaveLength(1);
  });
});

test('the rule requireKeys refuses keys that we took from an envelope', async () => {
  const { hottask, deliver, parked } = await setUpQueue(undefined, {
    rules: { mode: 'live', prefixes: { '+': 'allow' }, requireKeys: true },
  });
  await deliver(record(eventBridgeEvent(message)), record(eventBridgeEvent(keyed('appt-42'))));
  expect(hottask.posts).toHaveLength(1);
  expect(await parked()).toMatchObject([
    { State: 'Invalid', Reason: expect.stringMatching(/IdempotencyKey is required/) },
  ]);
});

describe('an envelope wired directly to the function is answered as a direct call', () => {
  const sns = { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns: notification(message) }] };
  test.each<[string, unknown]>([
    ['EventBridge', eventBridgeEvent(message)],
    ['SNS', sns],
  ])('%s', async (_case, event) => {
    const { fn, hottask } = await setUpQueue();
    expect(JSON.stringify(await fn.invoke(event))).toBe(accepts);
    expect(JSON.stringify(await fn.invoke(event))).toBe(accepts);
    expect(hottask.posts).toHaveLength(1);
  });
});
