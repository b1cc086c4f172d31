/** What waits for a person: how it is parked, and what becomes of it when it is put back. */
import { describe, expect, test } from 'vitest';
import { pkOf } from '../lambda/ledger/identity.ts';
import { canary } from './canary.ts';
import { makeFunction, message } from './function.ts';
import { accepts, answers } from './peers/hottask-peer.ts';
import { batch, record } from './queue-records.ts';
import { keyed, setUpQueue } from './queue-set-up.ts';

describe('a parked record that comes back is known by its LedgerKey', () => {
  test('an HTTP call that ended Unknown: nothing is sent before it is settled, one text after', async () => {
    const isLost = { value: true };
    const { fn, hottask, deliver, parked, ledger } = await setUpQueue((response, post) =>
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
    const { fn, parked } = await setUpQueue((response) => response.destroy());
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
    const first = await setUpQueue(answers(429, '{}'), { serialNumber: 'first' });
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
    const { hottask, deliver, parked } = await setUpQueue();
    await deliver(record(keyed('appt-42')));
    const LedgerKey = pkOf('queue', 'appt-42');
    await deliver(record(keyed('appt-42', { Message: 'Another.' }), { LedgerKey }));
    expect(hottask.posts).toHaveLength(1);
    expect(await parked()).toMatchObject([{ State: 'KeyReused', LedgerKey }]);
  });

  test('a forged LedgerKey is one message at most', async () => {
    const { hottask, deliver } = await setUpQueue();
    const forged = record(keyed('appt-42'), { LedgerKey: 'f'.repeat(64) });
    await deliver(forged, forged, record(keyed('appt-43'), { LedgerKey: 'f'.repeat(64) }));
    expect(hottask.posts).toHaveLength(1);
  });

  test('one mark that is none spoils no other: the key is kept, and comes back with the record', async () => {
    const { fn, hottask, deliver, parked } = await setUpQueue();
    await fn.post({ ...message, IdempotencyKey: 'appt-42' });
    const LedgerKey = pkOf('http:web', 'appt-42');
    await deliver(record(keyed('appt-42'), { LedgerKey, SourceTime: 'x' }));
    expect(await parked()).toMatchObject([{ State: 'Invalid', LedgerKey }]);
    expect(hottask.posts).toHaveLength(1);
  });

  test('a LedgerKey that is none, in whatever type, stays one that is none: no other is derived in its place', async () => {
    const { hottask, deliver, parked } = await setUpQueue();
    const binary = record(keyed('appt-42'));
    binary.messageAttributes = { LedgerKey: { binaryValue: 'AA==', dataType: 'Binary' } };
    await deliver(record(keyed('appt-42'), { LedgerKey: 'A'.repeat(64) }), binary);
    const waiting = await parked();
    expect(waiting).toMatchObject([{ LedgerKey: 'malformed' }, { LedgerKey: 'malformed' }]);
    await deliver(record(waiting[0]?.Body, { LedgerKey: waiting[0]?.LedgerKey as string }));
    expect(hottask.posts).toEqual([]);
  });

  test('a replay that is too old for the rules is parked again, and not gone', async () => {
    const { deliver, parked, hottask } = await setUpQueue();
    await deliver(record(keyed('appt-42'), { SourceTime: String(Date.now() - 86_400_000) }));
    expect(hottask.posts).toEqual([]);
    expect(await parked()).toMatchObject([{ State: 'Expired' }]);
  });

  test.each([
    [{ LedgerKey: canary.number }, /^The attribute LedgerKey must be 64 hex digits/],
    [{ SourceTime: 'yesterday' }, /^The attribute SourceTime must be a time in epoch ms/],
    [{ Until: '-1' }, /^The attribute Until must be a time/],
  ])('one that is none is not passed over: %o', async (marks, why) => {
    const { hottask, deliver, parked } = await setUpQueue();
    expect(await deliver(record(keyed('appt-42'), marks as never))).toEqual([]);
    expect(hottask.posts).toEqual([]);
    expect(await parked()).toMatchObject([{ State: 'Invalid', Reason: expect.stringMatching(why) }]);
  });
});

describe('parking', () => {
  test('fails: the record stays, and is parked when it comes back', async () => {
    const { sqs, deliver, parked, hottask } = await setUpQueue((response) => response.destroy());
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
    const { sqs, deliver, parked } = await setUpQueue();
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
    const { sqs, fn, ledger } = await setUpQueue((response) => response.destroy());
    sqs.fault = (_call, response) => {
      response.writeHead(403).end('{"__type":"AccessDenied"}');
      return true;
    };
    expect(await fn.post()).toMatchObject({ status: 504, state: 'Unknown' });
    expect(await ledger.item()).toMatchObject({ state: 'Unknown' });
    expect(fn.lines).toContainEqual(expect.objectContaining({ level: 'error', what: 'a record could not be parked' }));
  });

  test('a body without room for attributes stays, without a call, until the redrive takes it', async () => {
    const { sqs, deliver, fn } = await setUpQueue();
    const before = sqs.calls.length;
    const given = record(`"${'x'.repeat(1_048_500)}"`);
    expect(await deliver(given)).toEqual([given.messageId]);
    expect(sqs.calls).toHaveLength(before);
    expect(fn.lines).toContainEqual(expect.objectContaining({ what: expect.stringMatching(/too large to be parked/) }));
  });

  test('a text over HTTP with characters that SQS refuses is parked as the same message', async () => {
    const { fn, parked } = await setUpQueue((response) => response.destroy());
    const Message = 'a\uFFFEb\uFFFF 🎉';
    await fn.post({ ...message, Message });
    const [waiting] = await parked();
    expect(JSON.parse(waiting?.Body as string)).toEqual({ ...message, Message });
  });
});
