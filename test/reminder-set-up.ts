/** A caller's reminder between real far ends: set, moved and cancelled by the product's own steps, fired as EventBridge Scheduler does. */
import { randomBytes, randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { onTestFinished } from 'vitest';
import type { Value } from '../lambda/conditional-write.ts';
import { makeDynamoDb } from '../lambda/io/dynamodb.ts';
import { makeTable } from '../lambda/io/table.ts';
import { marshal } from '../lambda/io/update-item.ts';
import {
  type Ask,
  type Changed,
  cancelling,
  type Heard,
  type Revision,
  type Steps,
  setting,
} from '../lambda/reminders/protocol.ts';
import { type Reminder, readReminder, type When } from '../lambda/reminders/reminder.ts';
import { scheduleInput } from '../lambda/reminders/schedule.ts';
import type { Change } from '../lambda/reminders/writes.ts';
import { watch } from './canary.ts';
import { message } from './function.ts';
import { createReminders, dynalite, dynamoDbClient } from './peers/dynalite-peer.ts';
import { record } from './queue-records.ts';
import { type Behave, setUpQueue } from './queue-set-up.ts';

const nearby = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const withinMs = 10_000;

/** As late as it may be. */
export const lateBySeconds = 300;

/** One change of the reminder `appt-42` of the caller `web`, with a nonce of its own. */
export const change = (): Change => ({
  caller: 'web',
  key: 'appt-42',
  nonce: randomBytes(8).toString('hex'),
  requestId: randomUUID(),
});

export const dueAt = (at: number): When => ({
  at: new Date(at).toISOString().slice(0, 19),
  timeZone: 'UTC',
  dueAt: at,
  lateBySeconds,
});

/** A whole minute, as Scheduler has it, that has just begun. */
export const thisMinute = (): number => Math.floor(Date.now() / 60_000) * 60_000;

/** What Scheduler puts on the queue when this revision's schedule fires. */
export const firing = (revision: Revision, { dueAt, lateBySeconds }: When, given: object = message) =>
  scheduleInput({ revision, dueAt, lateBySeconds, message: given }).replace(
    '<aws.scheduler.scheduled-time>',
    new Date(dueAt).toISOString().replace('.000Z', 'Z'),
  );

/** `options`: of the function that sends. */
export const setUpReminders = async (behave?: Behave, options: object = {}) => {
  const url = await dynalite();
  const client = dynamoDbClient(url);
  const reminders = await createReminders(client);
  onTestFinished(() => client.destroy());
  const queue = await setUpQueue(behave, { reminders, ...options });
  const table = makeTable({
    dynamoDb: makeDynamoDb({ ...nearby, endpoint: url }),
    table: reminders,
    called: 'the reminders table',
    log: quiet,
  });
  const hear = async (ask: Ask): Promise<Heard> => {
    if ('write' in ask) return table.write(ask.write, 'request', withinMs);
    // What was sent is asked for by who cancels after a firing; Scheduler is not asked here.
    if ('sent' in ask) return { state: undefined };
    if (!('read' in ask)) return 'done';
    return { reminder: await item() };
  };
  const item = async () => {
    const found = await table.read({ pk: 'web', sk: 'appt-42' }, 'request', withinMs);
    if (found === 'unreadable') throw new Error('the reminders table cannot be read');
    watch(JSON.stringify(found));
    return found.raw && readReminder(found.raw);
  };
  const run = async (steps: Steps<Changed>): Promise<Reminder> => {
    let next = steps.next();
    while (!next.done) next = steps.next(await hear(next.value));
    if ('problem' in next.value) throw new Error(`it was not changed: ${next.value.problem}`);
    return next.value.reminder;
  };

  return {
    ...queue,
    remindersTable: reminders,
    item,
    /** Puts an item as it is, whoever may have written it so. */
    put: async (given: Record<string, Value>) => {
      const Item = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, marshal(value)]));
      await client.send(new PutItemCommand({ TableName: reminders, Item }));
    },
    set: (when: When, by = change()) => run(setting(by, { when, message }, queue.fn.now)),
    cancel: () => run(cancelling(change(), queue.fn.now)),
    /** Fires this revision, as often as it is called: what comes back is to be delivered again. */
    fire: (reminder: Revision, when: When, given?: object) =>
      queue.deliver(record(firing(reminder, when, given), {}, queue.fn.now())),
    /** The states that were concluded, in order. */
    states: () => queue.fn.lines.flatMap(({ what, state }) => (what === 'outcome' ? [state] : [])),
  };
};
