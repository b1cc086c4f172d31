/**
 * What an operator may do with callers' reminders: read those that may still go out, and change one by the product's own
 * steps, so that a firing beside it is met as any other change meets it. Prints nothing.
 */
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  paginateQuery,
  paginateScan,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Written } from '../lambda/conditional-write.ts';
import { playSteps } from '../lambda/io/play-steps.ts';
import { unmarshal, updateItem } from '../lambda/io/update-item.ts';
import { pkOf } from '../lambda/ledger/identity.ts';
import { readItem } from '../lambda/ledger/item.ts';
import { stateOf } from '../lambda/ledger/standing.ts';
import type { Ask, Changed, Heard, Steps } from '../lambda/reminders/protocol.ts';
import { endOf, ledgerKeyOfReminder, type Reminder, readReminder, type When } from '../lambda/reminders/reminder.ts';
import type { ReminderWrite } from '../lambda/reminders/writes.ts';
import { longestMaxAgeSeconds } from '../lambda/wiring.ts';
import { mayBeWritten } from './ledger-desk.ts';
import type { Table } from './list-unknowns.ts';
import { ofCaller } from './reminders-left.ts';
import type { GivenTwin, ScheduleDesk } from './schedule-desk.ts';

type Timed = Reminder & { when: When };

export interface ReminderDesk {
  /** One caller's that may still go out, or are going out, page by page. Rejects with what AWS's SDK threw. */
  mayGoOut: (caller: string) => AsyncIterable<Reminder[]>;
  /** All callers' that are not due yet, page by page. Rejects with what AWS's SDK threw. */
  toGoOut: () => AsyncIterable<Timed[]>;
  /** Rejects with what AWS's SDK threw where it refused; where it did not answer, the steps conclude what that means. */
  play: (steps: Steps<Changed>) => Promise<Changed>;
  /** AWS's name for the error → how many schedules could not be deleted. Each fires, and sends nothing. */
  undropped: ReadonlyMap<string, number>;
  /** Epoch ms, by AWS's clock from the first answer on. */
  now: () => number;
}

interface Parts extends Omit<Table, 'TableName'> {
  reminders: string;
  ledger: string;
  schedules: ScheduleDesk;
}

export const makeReminderDesk = ({ client, reminders, ledger, schedules, now }: Parts): ReminderDesk => {
  const undropped = new Map<string, number>();

  const item = async (TableName: string, pk: string, sk?: string) => {
    const Key = { pk: { S: pk }, ...(sk === undefined ? {} : { sk: { S: sk } }) };
    const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    return Item && unmarshal(Item);
  };

  const write = async (what: ReminderWrite): Promise<Written> => {
    try {
      await client.send(new UpdateItemCommand(updateItem(reminders, what)));
      return 'done';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'condition failed';
      if (mayBeWritten(error)) return 'lost';
      throw error;
    }
  };

  /** Of one change: the new schedule fires where the old one did. */
  const makeHear = () => {
    let twin: GivenTwin | undefined;
    return async (ask: Ask): Promise<Heard> => {
      if ('given' in ask) {
        const given = await schedules.given(ask.given);
        if (typeof given === 'string') return given;
        twin = given;
        return { message: given.message };
      }
      if ('create' in ask && twin) return twin.create(ask.create, ask.when, ask.message);
      return hear(ask);
    };
  };

  const hear = async (ask: Ask): Promise<Heard> => {
    if ('write' in ask) return write(ask.write);
    if ('read' in ask) {
      const raw = await item(reminders, ask.read.caller, ask.read.key);
      return { reminder: raw && readReminder(raw) };
    }
    if ('sent' in ask) {
      const { caller, key, dueAt } = ask.sent;
      const raw = await item(ledger, pkOf('reminder', ledgerKeyOfReminder(caller, key, dueAt)));
      return { state: raw && stateOf(readItem(raw), now()) };
    }
    if ('create' in ask || 'given' in ask) throw new TypeError('a schedule is made only in the place of another');
    await schedules.drop(ask.drop).catch(({ name }: Error) => undropped.set(name, (undropped.get(name) ?? 0) + 1));
    return undefined;
  };

  return {
    mayGoOut: (caller) => mayGoOut({ client, TableName: reminders, now }, caller),
    toGoOut: () => toGoOut({ client, TableName: reminders, now }),
    play: (steps) => playSteps(steps, makeHear()),
    undropped,
    now,
  };
};

async function* mayGoOut({ client, TableName, now }: Table, caller: string): AsyncGenerator<Reminder[]> {
  const question = {
    TableName,
    ConsistentRead: true,
    // What is over longer than any reminder may be late need not come here.
    FilterExpression: '#state = :active AND #dueAt > :over',
    ExpressionAttributeNames: { '#state': 'state', '#dueAt': 'dueAt' },
    ExpressionAttributeValues: {
      ':active': { S: 'Active' },
      ':over': { N: String(now() - longestMaxAgeSeconds * 1_000) },
    },
  };
  for await (const { Items = [] } of paginateQuery({ client }, ofCaller(question, caller)))
    yield Items.map((raw) => readReminder(unmarshal(raw))).filter(
      (reminder): reminder is Reminder => reminder !== 'foreign' && !!reminder.when && now() < endOf(reminder.when),
    );
}

async function* toGoOut({ client, TableName, now }: Table): AsyncGenerator<Timed[]> {
  const question = {
    TableName,
    ConsistentRead: true,
    FilterExpression: '#state = :active AND #dueAt > :now AND attribute_not_exists(#firedAt)',
    ExpressionAttributeNames: { '#state': 'state', '#dueAt': 'dueAt', '#firedAt': 'firedAt' },
    ExpressionAttributeValues: {
      ':active': { S: 'Active' },
      ':now': { N: String(now() - longestMaxAgeSeconds * 1_000) },
    },
  };
  for await (const { Items = [] } of paginateScan({ client }, question))
    yield Items.map((raw) => readReminder(unmarshal(raw))).filter(
      // By AWS's clock, which the first answer tells.
      (reminder): reminder is Timed =>
        reminder !== 'foreign' && reminder.when !== undefined && now() < reminder.when.dueAt,
    );
}
