/** A bad record among good ones, and what is no record at all: a clear reason, and nobody else is harmed. */
import { describe, expect, test } from 'vitest';
import { canary } from './canary.ts';
import { message } from './function.ts';
import { eventBridgeEvent, notification, type Record, record } from './queue-records.ts';
import { keyed, setUpQueue } from './queue-set-up.ts';

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
    ['a reminder without its time', record({ Reminder: 1, Message: message }), /^ScheduledAt must be an instant/],
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
      const { hottask, deliver, parked, fn } = await setUpQueue();
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
    const { hottask, deliver, fn } = await setUpQueue();
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

  test('a bug of ours while one record is sent is that record’s alone: the others get their text, and nobody gets two', async () => {
    const { hottask, deliver, fn, parked } = await setUpQueue();
    const struck = record(keyed('struck'));
    const { push } = fn.lines;
    fn.lines.push = (line) => {
      // A log whose pipe is gone: no part of the function expects that.
      if (line.what === 'concluded' && line.requestId === struck.messageId) throw new Error(canary.text);
      return push.call(fn.lines, line);
    };
    expect(await deliver(record(keyed('good-1')), struck, record(keyed('good-2')))).toEqual([struck.messageId]);
    expect(hottask.posts).toHaveLength(3);
    fn.lines.push = push;
    fn.clock.aheadMs = 60_000;
    expect(await deliver(struck)).toEqual([]);
    expect(hottask.posts).toHaveLength(3);
    expect(await parked()).toMatchObject([{ State: 'Unknown' }]);
  });

  test('the same record twice in one batch is sent once', async () => {
    const { hottask, deliver } = await setUpQueue();
    const given = record(keyed('appt-42'));
    expect(await deliver(given, given)).toEqual([]);
    expect(hottask.posts).toHaveLength(1);
  });

  test('an empty batch gets an empty answer', async () => {
    const { deliver } = await setUpQueue();
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
    const { fn, hottask } = await setUpQueue();
    await expect(fn.invoke(event)).rejects.toMatchObject({
      name: 'InvalidMessage',
      message: expect.stringMatching(why),
    });
    expect(hottask.posts).toEqual([]);
  });
});
