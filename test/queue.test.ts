/** Everything asynchronous through one queue: what each record's recipient gets, and where the record ends. */
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { pkOf } from '../lambda/ledger/identity.ts';
import { canary, watch } from './canary.ts';
import { makeFunction, message } from './function.ts';
import { startFauxqsPeer } from './peers/fauxqs-peer.ts';
import { accepts, answers, startHotTaskPeer } from './peers/hottask-peer.ts';
import { startLedgerPeer } from './peers/ledger-peer.ts';
import { startSecretsPeer } from './peers/secrets-peer.ts';
import { batch, eventBridgeEvent, notification, type Record, record } from './queue-records.ts';

type Behave = Parameters<typeof startHotTaskPeer>[0];

const setUp = async (behave: Behave = answers(200, accepts), options: object = {}) => {
  const hottask = await startHotTaskPeer(behave);
  const sqs = await startFauxqsPeer();
  const urls = await sqs.createQueues();
  const { parked } = urls;
  const ledger = await startLedgerPeer();
  const secrets = await startSecretsPeer();
  const fn = makeFunction({ hottask, secrets, ledger, parked, ...options });
  return {
    hottask,
    sqs,
    ledger,
    secrets,
    urls,
    fn,
    /** What the mapping hears: the records that come back, by their ids. */
    deliver: async (...records: Record[]) => {
      const answer = (await fn.invoke(batch(...records))) as { batchItemFailures: { itemIdentifier: string }[] };
      watch(JSON.stringify(answer));
      expect(Object.keys(answer)).toEqual(['batchItemFailures']);
      return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
    /** All that waits for a person, with its attributes as plain values. */
    parked: async () => {
      const ask = new ReceiveMessageCommand({
        QueueUrl: parked,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        VisibilityTimeout: 0,
      });
      const { Messages = [] } = await sqs.client.send(ask);
      return Messages.map(({ Body, MessageAttributes = {} }) => {
        const attributes = Object.fromEntries(
          Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue as string]),
        );
        watch(JSON.stringify(attributes));
        return { Body, ...attributes } as { [name: string]: string };
      });
    },
  };
};

const keyed = (IdempotencyKey: string, more: object = {}) => ({ ...message, IdempotencyKey, ...more });

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
    const { hottask, deliver, fn, ledger, parked } = await setUp();
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
    const { hottask, deliver } = await setUp();
    const text = JSON.stringify({ ...onEvent, Template: { ...message, Message: 'No. {{detail.no}}' } });
    await deliver(record(text.replace('"order":"A-1"', '"no":12345678901234567890')));
    expect(JSON.parse((hottask.posts[0] as { body: string }).body).Message).toBe('No. 12345678901234567890');
  });

  test('two rules on one event are two messages', async () => {
    const { hottask, deliver } = await setUp();
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
    const { deliver, parked } = await setUp(behave, options);
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
    const { hottask, deliver, parked } = await setUp();
    await deliver(record(keyed('appt-42')), record(keyed('appt-42', { Message: 'Another.' })));
    expect(hottask.posts).toHaveLength(1);
    const [{ Body, State, LedgerKey: _, ...marks } = { Body: '' }, ...more] = await parked();
    expect([State, more]).toEqual(['KeyReused', []]);
    expect(await deliver(record(Body, marks))).toEqual([]);
    expect((await parked()).map(({ State }) => State)).toEqual(['KeyReused', 'KeyReused']);
  });

  test('two texts under one key, both blocked for now: when both are allowed one goes out, and the other is not lost', async () => {
    const { hottask, deliver, parked, secrets, ledger, urls } = await setUp(undefined, {
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
    const { hottask, deliver, ledger, parked } = await setUp();
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
    const { hottask, deliver, fn } = await setUp();
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
    const { hottask, deliver } = await setUp();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    await deliver(record(eventBridgeEvent(message, { time: tomorrow }), {}, Date.now() - 86_400_000));
    expect(hottask.posts).toEqual([]);
  });

  test('a person may let it go out later; not beyond the message’s own NotAfter', async () => {
    const { hottask, deliver } = await setUp();
    const marks = { SourceTime: '1000000000000', Until: String(Date.now() + 60_000) };
    await deliver(
      record(keyed('appt-42'), marks),
      record(keyed('appt-43', { NotAfter: '2020-01-01T00:00:00Z' }), marks),
    );
    expect(hottask.posts).toHaveLength(1);
  });
});

describe('a parked record that comes back is known by its LedgerKey', () => {
  test('an HTTP call that ended Unknown: nothing is sent before it is settled, one text after', async () => {
    const isLost = { value: true };
    const { fn, hottask, deliver, parked, ledger } = await setUp((response, post) =>
      isLost.value ? response.destroy() : answers(200, accepts)(response, post),
    );
    expect(await fn.post(message, { 'idempotency-key': 'appt-42' })).toMatchObject({ state: 'Unknown' });
    const [waiting] = await parked();
    expect(waiting).toMatchObject({ State: 'Unknown', Envelope: 'plain', LedgerKey: pkOf('http:web', 'appt-42') });
    expect(JSON.parse(waiting?.Body as string)).toEqual(message);
    const { Body, LedgerKey, SourceTime } = waiting as { [name: string]: string };
    const back = () => record(Body, { LedgerKey, SourceTime } as never);

    isLost.value = false;
    expect(await deliver(back())).toEqual([]);
    expect(hottask.posts).toHaveLength(1);
    expect(await parked()).toMatchObject([
      { State: 'Unknown', SourceTime },
      { State: 'Unknown', SourceTime },
    ]);

    const item = await ledger.item();
    await ledger.put({
      ...Object.fromEntries(
        Object.entries(item).map(([name, value]) => [
          name,
          typeof value === 'number' ? { N: String(value) } : { S: value },
        ]),
      ),
      state: { S: 'NotSent' },
    });
    expect(await deliver(back())).toEqual([]);
    expect(hottask.posts).toHaveLength(2);
    expect(await ledger.item()).toMatchObject({ state: 'Sent', scope: 'http:web', key: 'appt-42' });
    expect(await fn.post(message, { 'idempotency-key': 'appt-42' })).toMatchObject({ state: 'Sent' });
    expect(hottask.posts).toHaveLength(2);
  });

  test('only the call that became Unknown is parked; who asks again just hears it', async () => {
    const { fn, parked } = await setUp((response) => response.destroy());
    await fn.post(message, { 'idempotency-key': 'appt-42' });
    await fn.post(message, { 'idempotency-key': 'appt-42' });
    await expect(fn.invoke(keyed('appt-43'))).rejects.toMatchObject({ name: 'OutcomeUnknown' });
    await expect(fn.invoke(keyed('appt-43'))).rejects.toMatchObject({ name: 'OutcomeUnknown' });
    expect((await parked()).map(({ LedgerKey }) => LedgerKey)).toEqual([
      pkOf('http:web', 'appt-42'),
      pkOf('direct', 'appt-43'),
    ]);
  });

  test('another default SerialNumber makes no other message of it', async () => {
    const { SerialNumber: _, ...without } = message;
    const first = await setUp(answers(429, '{}'), { serialNumber: 'first' });
    await first.deliver(record({ ...without, IdempotencyKey: 'appt-42' }));
    const { hottask, secrets, ledger, sqs } = first;
    hottask.behave = answers(200, accepts);
    const { parked } = await sqs.createQueues();
    const second = makeFunction({ hottask, secrets, ledger, parked, serialNumber: 'second' });
    const marks = { LedgerKey: pkOf('queue', 'appt-42') };
    await second.invoke(batch(record({ ...without, IdempotencyKey: 'appt-42' }, marks)));
    expect(await ledger.item()).toMatchObject({ state: 'Sent' });
  });

  test('another text under a LedgerKey is no replay of the first: it is parked again, and not taken for sent', async () => {
    const { hottask, deliver, parked } = await setUp();
    await deliver(record(keyed('appt-42')));
    const LedgerKey = pkOf('queue', 'appt-42');
    await deliver(record(keyed('appt-42', { Message: 'Another.' }), { LedgerKey }));
    expect(hottask.posts).toHaveLength(1);
    expect(await parked()).toMatchObject([{ State: 'KeyReused', LedgerKey }]);
  });

  test('a forged LedgerKey is one message at most', async () => {
    const { hottask, deliver } = await setUp();
    const forged = record(keyed('appt-42'), { LedgerKey: 'f'.repeat(64) });
    await deliver(forged, forged, record(keyed('appt-43'), { LedgerKey: 'f'.repeat(64) }));
    expect(hottask.posts).toHaveLength(1);
  });

  test('one mark that is none spoils no other: the key is kept, and comes back with the record', async () => {
    const { fn, hottask, deliver, parked } = await setUp();
    await fn.post({ ...message, IdempotencyKey: 'appt-42' });
    const LedgerKey = pkOf('http:web', 'appt-42');
    await deliver(record(keyed('appt-42'), { LedgerKey, SourceTime: 'x' }));
    expect(await parked()).toMatchObject([{ State: 'Invalid', LedgerKey }]);
    expect(hottask.posts).toHaveLength(1);
  });

  test('a LedgerKey that is none, in whatever type, stays one that is none: no other is derived in its place', async () => {
    const { hottask, deliver, parked } = await setUp();
    const binary = record(keyed('appt-42'));
    binary.messageAttributes = { LedgerKey: { binaryValue: 'AA==', dataType: 'Binary' } };
    await deliver(record(keyed('appt-42'), { LedgerKey: 'A'.repeat(64) }), binary);
    const waiting = await parked();
    expect(waiting).toMatchObject([{ LedgerKey: 'malformed' }, { LedgerKey: 'malformed' }]);
    await deliver(record(waiting[0]?.Body, { LedgerKey: waiting[0]?.LedgerKey as string }));
    expect(hottask.posts).toEqual([]);
  });

  test('a replay that is too old for the rules is parked again, and not gone', async () => {
    const { deliver, parked, hottask } = await setUp();
    await deliver(record(keyed('appt-42'), { SourceTime: String(Date.now() - 86_400_000) }));
    expect(hottask.posts).toEqual([]);
    expect(await parked()).toMatchObject([{ State: 'Expired' }]);
  });

  test.each([
    [{ LedgerKey: canary.number }, /^The attribute LedgerKey must be 64 hex digits/],
    [{ SourceTime: 'yesterday' }, /^The attribute SourceTime must be a time in epoch ms/],
    [{ Until: '-1' }, /^The attribute Until must be a time/],
  ])('one that is none is not passed over: %o', async (marks, why) => {
    const { hottask, deliver, parked } = await setUp();
    expect(await deliver(record(keyed('appt-42'), marks as never))).toEqual([]);
    expect(hottask.posts).toEqual([]);
    expect(await parked()).toMatchObject([{ State: 'Invalid', Reason: expect.stringMatching(why) }]);
  });
});

describe('parking', () => {
  test('fails: the record stays, and is parked when it comes back', async () => {
    const { sqs, deliver, parked, hottask } = await setUp((response) => response.destroy());
    sqs.fault = (_call, response) => {
      response.writeHead(500).end();
      return true;
    };
    const given = record(keyed('appt-42'));
    expect(await deliver(given)).toEqual([given.messageId]);
    sqs.fault = () => false;
    expect(await deliver(given)).toEqual([]);
    expect(hottask.posts).toHaveLength(1);
    expect(await parked()).toMatchObject([{ State: 'Unknown', LedgerKey: pkOf('queue', 'appt-42') }]);
  });

  test('its answer is lost: the record is there at least once, and acknowledged', async () => {
    const { sqs, deliver, parked } = await setUp();
    let lost = 1;
    sqs.fault = async ({ operation, pass }, response) => {
      if (operation !== 'SendMessage' || lost === 0) return false;
      lost -= 1;
      await pass();
      response.destroy();
      return true;
    };
    expect(await deliver(record('no JSON'))).toEqual([]);
    sqs.fault = () => false;
    expect((await parked()).length).toBeGreaterThanOrEqual(1);
  });

  test('fails over HTTP: the caller hears Unknown all the same, and the ledger keeps it', async () => {
    const { sqs, fn, ledger } = await setUp((response) => response.destroy());
    sqs.fault = (_call, response) => {
      response.writeHead(403).end('{"__type":"AccessDenied"}');
      return true;
    };
    expect(await fn.post()).toMatchObject({ status: 504, state: 'Unknown' });
    expect(await ledger.item()).toMatchObject({ state: 'Unknown' });
    expect(fn.lines).toContainEqual(expect.objectContaining({ level: 'error', what: 'a record could not be parked' }));
  });

  test('a body without room for attributes stays, without a call, until the redrive takes it', async () => {
    const { sqs, deliver, fn } = await setUp();
    const before = sqs.calls.length;
    const given = record(`"${'x'.repeat(1_048_500)}"`);
    expect(await deliver(given)).toEqual([given.messageId]);
    expect(sqs.calls).toHaveLength(before);
    expect(fn.lines).toContainEqual(expect.objectContaining({ what: expect.stringMatching(/too large to be parked/) }));
  });

  test('a text over HTTP with characters that SQS refuses is parked as the same message', async () => {
    const { fn, parked } = await setUp((response) => response.destroy());
    const Message = 'a\uFFFEb\uFFFF 🎉';
    await fn.post({ ...message, Message });
    const [waiting] = await parked();
    expect(JSON.parse(waiting?.Body as string)).toEqual({ ...message, Message });
  });
});

describe('a bad record among good ones', () => {
  const bad: [string, Record, RegExp][] = [
    ['not JSON', record(canary.text), /^The body is not valid JSON/],
    ['null', record('null'), /^The body must be a JSON object/],
    ['a broken field', record(keyed('k', { ToPhoneNumber: canary.number.slice(1) })), /^ToPhoneNumber must be E\.164/],
    [
      'a detail that is a string',
      record(eventBridgeEvent(JSON.stringify(message))),
      /^The event's detail must be a JSON/,
    ],
    ['an event without an id', record(eventBridgeEvent(message, { id: undefined })), /^The event must have an id/],
    [
      'an SNS body that is not JSON',
      record(notification(canary.text)),
      /^The notification's Message is not valid JSON/,
    ],
    [
      'a subscription to confirm',
      record(notification('You have chosen to subscribe', { Type: 'SubscriptionConfirmation' })),
      /^It comes from SNS and is no Notification/,
    ],
    [
      'a template that names what the event lacks',
      record({ Rule: 'r', Template: { ...message, Message: 'Hi {{detail.name}}' }, Event: eventBridgeEvent({}) }),
      /^Template\.Message needs Event\.detail\.name, which is no text/,
    ],
    [
      'a template that names a number in place of a path',
      record({ Rule: 'r', Template: { Message: `{{${canary.number.slice(1)}}}` }, Event: eventBridgeEvent({}) }),
      /^Template\.Message needs a place in Event, which/,
    ],
    ['a template without a rule', record({ Template: {}, Event: {} }), /^The record must be \{"Rule"/],
    ['a reminder', record({ Reminder: 1, Message: message }), /^Reminders are not known to this version/],
    ['a raw body without a key', record(message), /^IdempotencyKey is required in a message on the queue/],
    [
      'an id that is none',
      record(notification(message, { MessageId: 'x'.repeat(257) })),
      /^The notification must have MessageId/,
    ],
    ['an unknown field', record(keyed('k', { NotAftr: 'x' })), /unknown fields \(NotAftr\)/],
  ];

  test('all good ones go out; each bad one is parked with its reason, and HotTask never sees it', async () => {
    for (const [name, given, why] of bad) {
      const { hottask, deliver, parked, fn } = await setUp();
      const good = (at: number) => record(keyed(`good-${at}`));
      expect(await deliver(good(1), given, good(2)), name).toEqual([]);
      expect(hottask.posts, name).toHaveLength(2);
      expect(await parked(), name).toMatchObject([
        { Body: given.body, State: 'Invalid', Reason: expect.stringMatching(why) },
      ]);
      const outcomes = fn.lines.filter(({ what }) => what === 'outcome');
      expect(
        outcomes.map(({ state }) => state),
        name,
      ).toEqual(['Sent', 'Invalid', 'Sent']);
      expect(outcomes.map(({ requestId }) => requestId)[1], name).toBe(given.messageId);
    }
  });

  test('a bug of ours that one record meets is that record’s alone: it comes back, and the log says not a word of it', async () => {
    const { hottask, deliver, fn } = await setUp();
    const poisoned = Object.defineProperty(record(keyed('k')), 'attributes', {
      get: () => {
        throw new Error(canary.text);
      },
    });
    expect(await deliver(record(keyed('good-1')), poisoned, record(keyed('good-2')))).toEqual([poisoned.messageId]);
    expect(hottask.posts).toHaveLength(2);
    expect(fn.lines).toContainEqual(
      expect.objectContaining({ what: 'internal error', requestId: poisoned.messageId, frames: expect.any(Array) }),
    );
  });

  test('the same record twice in one batch is sent once', async () => {
    const { hottask, deliver } = await setUp();
    const given = record(keyed('appt-42'));
    expect(await deliver(given, given)).toEqual([]);
    expect(hottask.posts).toHaveLength(1);
  });

  test('an empty batch gets an empty answer', async () => {
    const { deliver } = await setUp();
    expect(await deliver()).toEqual([]);
  });

  test.each<[string, object, RegExp]>([
    [
      'mixed sources',
      { Records: [record(keyed('k')), { eventSource: 'aws:s3' }] },
      /^The event is a batch of records from mixed sources \(aws:sqs, aws:s3\)/,
    ],
    [
      'a record without an id, whose failure could not be named',
      { Records: [{ ...record(keyed('k')), messageId: undefined }] },
      /one of them without messageId or body/,
    ],
  ])('%s: an error that names what came, so that nothing is deleted', async (_case, event, why) => {
    const { fn, hottask } = await setUp();
    await expect(fn.invoke(event)).rejects.toMatchObject({
      name: 'InvalidMessage',
      message: expect.stringMatching(why),
    });
    expect(hottask.posts).toEqual([]);
  });
});

test('the rule requireKeys refuses keys that we took from an envelope', async () => {
  const { hottask, deliver, parked } = await setUp(undefined, {
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
    const { fn, hottask } = await setUp();
    expect(JSON.stringify(await fn.invoke(event))).toBe(accepts);
    expect(JSON.stringify(await fn.invoke(event))).toBe(accepts);
    expect(hottask.posts).toHaveLength(1);
  });
});
