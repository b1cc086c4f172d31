/**
 * The instant that a caller was told is the instant that holds, whenever Scheduler fires: its table of zones may differ from
 * ours, and somebody may have edited the schedule. Both real functions on the same tables; what reached HotTask is the truth.
 */
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../lambda/delivery.ts';
import { identityOf, pkOf } from '../lambda/ledger/identity.ts';
import { timings } from '../lambda/wiring.ts';
import { makeFunction, message } from './function.ts';
import { accepts, startHotTaskPeer } from './peers/hottask-peer.ts';
import { startLedgerPeer } from './peers/ledger-peer.ts';
import { startSecretsPeer } from './peers/secrets-peer.ts';
import { batch, record } from './queue-records.ts';
import { group, setUpRemindersFunction, stored } from './reminders-function.ts';

const quarterMs = 15 * 60_000;
const dayMs = 24 * 3_600_000;

/** `setBy`: 0.6.0 wrote no instant into what its schedule fires. */
const setUp = async (setBy: 'this version' | '0.6.0') => {
  const reminders = await setUpRemindersFunction();
  const { scheduler, tables, now } = reminders;
  const hottask = await startHotTaskPeer();
  const ledger = await startLedgerPeer(tables.ledger);
  const send = makeFunction({
    hottask,
    secrets: await startSecretsPeer(),
    ledger: { url: ledger.url, table: tables.ledger },
    reminders: tables.reminders,
    timings,
  });
  Object.defineProperty(send.clock, 'aheadMs', { get: () => now() - Date.now() });
  const goTo = (at: number) => reminders.goTo(new Date(at).toISOString());
  /** As often as it is called: what comes back is delivered again, sent when it was sent first. */
  const deliver = async ({ body, sentAt }: { body: string; sentAt: number }): Promise<'done' | 'comes back'> => {
    const { batchItemFailures } = (await send.invoke(batch(record(body, {}, sentAt)))) as {
      batchItemFailures: unknown[];
    };
    return batchItemFailures.length === 0 ? 'done' : 'comes back';
  };

  return {
    ...{ reminders, hottask, ledger, send, goTo, deliver },
    /** Sets one, a day and an hour before it is due. */
    set: async (key: string, dueAt: number) => {
      goTo(dueAt - dayMs - 4 * quarterMs);
      const At = new Date(dueAt - 5 * 3_600_000).toISOString().slice(0, 19); // Winnipeg is at -05:00 for good
      const { json } = await reminders.put(key, { At, TimeZone: 'America/Winnipeg', Message: message });
      return { dueAt: Date.parse(String(json.DueAt)), pk: pkOf('reminder', String(json.IdempotencyKey)) };
    },
    /** Scheduler fires then, saying that this was its time; its schedule is gone. Gives the record. */
    fires: async (key: string, at: number) => {
      const [schedule] = scheduler
        .schedules()
        .filter(({ answer }) => JSON.parse(String(answer.Target.Input)).Key === key);
      goTo(at);
      await fetch(`${scheduler.url}/schedules/${schedule?.name}?groupName=${group}`, { method: 'DELETE' });
      const input = JSON.parse(String(schedule?.answer.Target.Input));
      const { DueAt, ...others } = { ...input, ScheduledAt: new Date(at).toISOString().replace('.000Z', 'Z') };
      return { body: JSON.stringify(setBy === '0.6.0' ? others : { ...others, DueAt }), sentAt: at };
    },
    stateOf: async (key: string) => (await reminders.get(key)).json.State,
  };
};

const firstDue = Date.parse('2027-06-01T14:00:00Z');
const versions = ['this version', '0.6.0'] as const;

describe.each(versions)('set by %s', (setBy) => {
  test('fired up to a day early or late: the recipient gets one text in the minute that was told, or none, and every answer agrees', {
    timeout: 180_000,
  }, async () => {
    const { set, fires, deliver, goTo, hottask, ledger, stateOf, reminders } = await setUp(setBy);
    const seen: Record<string, number> = {};
    // The other way by the hour: each costs as much.
    const every = setBy === '0.6.0' ? 4 : 1;
    for (let step = -96; step <= 96; step += every) {
      const key = `appt${step}`;
      const { dueAt, pk } = await set(key, firstDue + (step + 96) * 4 * dayMs);
      const about = `fired ${step} quarters of an hour after its time`;
      const fired = await fires(key, dueAt + step * quarterMs);
      const before = hottask.posts.length;
      const toldBefore = await stateOf(key);

      const first = await deliver(fired);
      expect(hottask.posts.length - before, about).toBe(step === 0 ? 1 : 0);
      if (step < 0) {
        expect([first, await stateOf(key)], about).toEqual(['comes back', 'Scheduled']);
        goTo(dueAt);
        expect(await deliver(fired), about).toBe('done');
      }
      const texts = hottask.posts.length - before;
      const state = await stateOf(key);
      const removed = await reminders.remove(key);
      const inLedger = (await ledger.itemAt(pk))?.state;
      // A time that was told to be over stays over.
      if (toldBefore === 'Expired') expect(state, about).toBe('Expired');
      expect([texts, inLedger, state, removed.status, removed.json.State], about).toEqual(
        step <= 0 ? [1, 'Sent', 'Sent', 409, 'Sent'] : [0, undefined, 'Expired', 200, 'Cancelled'],
      );
      // Delivered once more, it changes nothing.
      expect([await deliver(fired), hottask.posts.length - before], about).toEqual(['done', texts]);
      seen[String(state)] = (seen[String(state)] ?? 0) + 1;
    }
    expect(seen).toEqual({ Sent: 96 / every + 1, Expired: 96 / every });
  });

  test('cancelled or moved between an early firing and its time: no text at the old time', async () => {
    const { set, fires, deliver, goTo, hottask, reminders, stateOf } = await setUp(setBy);
    const { dueAt } = await set('cancelled', firstDue);
    const cancelled = await fires('cancelled', dueAt - 4 * quarterMs);
    expect(await deliver(cancelled)).toBe('comes back');
    expect((await reminders.remove('cancelled')).status).toBe(200);
    goTo(dueAt);
    expect([await deliver(cancelled), hottask.posts.length, await stateOf('cancelled')]).toEqual([
      'done',
      0,
      'Cancelled',
    ]);

    const next = await set('moved', firstDue + 4 * dayMs);
    const moved = await fires('moved', next.dueAt - 4 * quarterMs);
    expect(await deliver(moved)).toBe('comes back');
    const later = { At: '2027-07-01T09:00', TimeZone: 'America/Winnipeg', Message: message };
    expect((await reminders.put('moved', later)).status).toBe(200);
    goTo(next.dueAt);
    expect([await deliver(moved), hottask.posts.length, await stateOf('moved')]).toEqual(['done', 0, 'Scheduled']);
  });
});

test('set by 0.6.0 and fired while the reminders table cannot be read: no text by Scheduler’s word, and one once it can', async () => {
  const { set, fires, deliver, hottask, ledger, reminders } = await setUp('0.6.0');
  const { dueAt } = await set('appt', firstDue);
  const fired = await fires('appt', dueAt);
  ledger.fault = ({ table }, response) => {
    if (table !== reminders.tables.reminders) return false;
    response.writeHead(400, { 'x-amzn-errortype': 'AccessDeniedException' }).end('{"__type":"AccessDeniedException"}');
    return true;
  };
  expect([await deliver(fired), hottask.posts.length]).toEqual(['comes back', 0]);
  ledger.fault = () => false;
  expect([await deliver(fired), hottask.posts.length]).toEqual(['done', 1]);
});

test('set by 0.6.0, sent by it under Scheduler’s instant, and delivered again after the upgrade: the recipient gets no second text', async () => {
  const { set, fires, deliver, goTo, hottask, ledger, reminders } = await setUp('0.6.0');
  const { dueAt } = await set('appt', firstDue);
  const fired = await fires('appt', dueAt - 4 * quarterMs);
  // As 0.6.0 leaves both: the item is taken, and the text is known by the instant that Scheduler named.
  const scheduled = new Date(dueAt - 4 * quarterMs).toISOString().replace('.000Z', 'Z');
  const identity = identityOf({ message, key: `web/appt/${scheduled}`, scope: 'reminder' } as Delivery, 'test-pepper');
  const { pk, fingerprint } = identity;
  await ledger.put(stored({ pk, fingerprint, state: 'Sent', owner: 'o', leaseUntil: 1, attempts: 1, reply: accepts }));
  const taken = stored({ ...(await reminders.table.item()), firingUntil: 1, firedAt: dueAt - 4 * quarterMs });
  await reminders.putAll([taken]);
  expect([await deliver(fired), hottask.posts.length]).toEqual(['done', 0]);
  goTo(dueAt);
  expect([await deliver(fired), hottask.posts.length]).toEqual(['done', 0]);
});

test('the instant in a schedule was edited by hand: no text at another time than was told, and its caller may cancel it', async () => {
  const { set, fires, deliver, goTo, hottask, reminders, stateOf, send } = await setUp('this version');
  const { dueAt } = await set('appt', firstDue);
  const fired = await fires('appt', dueAt - 4 * quarterMs);
  const DueAt = new Date(dueAt - 4 * quarterMs).toISOString();
  const edited = { ...fired, body: JSON.stringify({ ...JSON.parse(fired.body), DueAt }) };
  expect([await deliver(edited), hottask.posts.length, await stateOf('appt')]).toEqual(['comes back', 0, 'Scheduled']);
  expect([send.facts().at(-1), send.count('NeedsMending')]).toEqual(['the schedule of the reminder was edited', 1]);
  goTo(dueAt);
  expect([await deliver(edited), hottask.posts.length]).toEqual(['done', 0]);
  expect((await reminders.remove('appt')).status).toBe(200);
});

test('two readers of one wall: six places whose law changed in 2026 are told by that law', async () => {
  const { reminders } = await setUp('this version');
  const told = async (TimeZone: string, At: string) =>
    (await reminders.put('appt', { At, TimeZone, Message: message })).json.DueAt;
  expect({
    winnipeg: await told('America/Winnipeg', '2028-01-15T09:00'),
    rainyRiver: await told('America/Rainy_River', '2028-01-15T09:00'),
    central: await told('Canada/Central', '2028-01-15T09:00'),
    inuvik: await told('America/Inuvik', '2028-01-15T09:00'),
    havana: await told('America/Havana', '2027-03-24T09:00'),
    cuba: await told('Cuba', '2027-12-24T09:00'),
    gapThatIsNoMore: await told('America/Winnipeg', '2027-03-14T02:30'),
  }).toEqual({
    winnipeg: '2028-01-15T14:00:00.000Z',
    rainyRiver: '2028-01-15T14:00:00.000Z',
    central: '2028-01-15T14:00:00.000Z',
    inuvik: '2028-01-15T15:00:00.000Z',
    havana: '2027-03-24T13:00:00.000Z',
    cuba: '2027-12-24T14:00:00.000Z',
    gapThatIsNoMore: '2027-03-14T07:30:00.000Z',
  });
});
