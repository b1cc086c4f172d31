/** The reminders as their callers see them: set, moved and cancelled by the product's own steps. Scheduler alone is not asked. */
import { randomBytes, randomUUID } from 'node:crypto';
import { makeDynamoDb } from '../../lambda/io/dynamodb.ts';
import { makeReminderItems } from '../../lambda/io/reminder-items.ts';
import {
  type Ask,
  type Changed,
  cancelling,
  type Heard,
  type Steps,
  setting,
} from '../../lambda/reminders/protocol.ts';
import type { When } from '../../lambda/reminders/reminder.ts';
import type { Change } from '../../lambda/reminders/writes.ts';
import { timings } from '../../lambda/wiring.ts';
import { caller, type Fired, firstOf, usualWhen } from './sources/reminder.ts';

interface Tables {
  /** Of the healthy DynamoDB. */
  url: string;
  remindersTable: string;
  ledgerTable: string;
}

/** Whoever changes a reminder here meets no fault, and must not fail by a busy machine. */
const patient = { ...timings, reminderWithinMs: 10_000, recallWithinMs: 10_000 };
const withinMs = 60_000;
const log = { info: () => {}, warn: () => {}, error: () => {} };

export const makeReminders = ({ url, ...tables }: Tables) => {
  const nearby = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const dynamoDb = makeDynamoDb({ ...nearby, endpoint: url });

  const run = async (key: string, aheadMs: number, steps: (change: Change, now: () => number) => Steps<Changed>) => {
    const now = () => Date.now() + aheadMs;
    const items = makeReminderItems({ dynamoDb, ...tables, timings: patient, log, now });
    const asked = { caller, requestId: randomUUID(), endsAt: now() + withinMs };
    const hear = async (ask: Ask): Promise<Heard> => {
      if ('write' in ask) return items.write(ask.write, asked);
      if ('read' in ask) return items.read(ask.read.key, asked);
      return 'sent' in ask ? items.sent(ask.sent.key, ask.sent.dueAt, asked) : 'done';
    };
    const nonce = randomBytes(8).toString('hex');
    const going = steps({ caller, key, nonce, requestId: asked.requestId }, now);
    let next = going.next();
    while (!next.done) next = going.next(await hear(next.value));
    return next.value;
  };

  const put = async (key: string, { when = usualWhen, aheadMs = 0, nonce }: Put): Promise<Fired> => {
    const set = await run(key, aheadMs, (change, now) =>
      setting({ ...change, ...(nonce && { nonce }) }, { when, message: {} }, now),
    );
    if ('problem' in set) throw new Error(`the reminder was not set: ${set.problem}`);
    return set.reminder;
  };

  const standing = new Map<string, Promise<Fired>>();
  return {
    /** Set, where it has not been yet. */
    stands: (key: string): Promise<Fired> => {
      const first = standing.get(key) ?? put(key, firstOf(key));
      standing.set(key, first);
      return first;
    },
    /** Set anew, by a clock that is so far ahead. */
    put,
    /** `cancelled`, or why not. */
    cancel: async (key: string, aheadMs = 0) => {
      const cancelled = await run(key, aheadMs, cancelling);
      return 'problem' in cancelled ? cancelled.problem : 'cancelled';
    },
  };
};

interface Put {
  /** @default when it was due first */
  when?: When;
  aheadMs?: number;
  /** @default a new one */
  nonce?: string;
}

export type Reminders = ReturnType<typeof makeReminders>;
