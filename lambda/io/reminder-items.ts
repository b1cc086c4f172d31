/** The items of a caller's reminders on the wire, and the ledger's word on what has fired. Nothing here ever rejects. */
import type { Written } from '../conditional-write.ts';
import { pkOf } from '../ledger/identity.ts';
import { readItem } from '../ledger/item.ts';
import { stateOf } from '../ledger/standing.ts';
import type { Found, Sent } from '../reminders/protocol.ts';
import { type Foreign, ledgerKeyOfReminder, type Reminder, readReminder, type When } from '../reminders/reminder.ts';
import { stateOfReminder } from '../reminders/standing.ts';
import type { Standing } from '../reminders/wish.ts';
import type { ReminderWrite } from '../reminders/writes.ts';
import { keptForAnswerMs, type Timings } from '../wiring.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { Log } from './log.ts';
import { makeTable } from './table.ts';

/** Whose reminders, and how long there is. */
export interface Asked {
  /** Name of the caller. */
  caller: string;
  requestId: string;
  /** Epoch ms: AWS ends the invocation then. */
  endsAt: number;
}

export interface ReminderItems {
  read: (key: string, asked: Asked) => Promise<Found>;
  write: (what: ReminderWrite, asked: Asked) => Promise<Written>;
  /** What became of the text that was due then. */
  sent: (key: string, dueAt: number, asked: Asked) => Promise<Sent>;
  /** An item as the table has it, with its caller and key. */
  known: (raw: Record<string, unknown>, asked: Asked) => Reminder | Foreign;
  /** What its caller is told; `unreadable` where only the ledger knows and cannot be asked. */
  standing: (reminder: Reminder & { when: When }, asked: Asked) => Promise<Standing | 'unreadable'>;
}

interface Parts {
  dynamoDb: DynamoDb;
  remindersTable: string;
  ledgerTable: string;
  timings: Timings;
  log: Log;
  now: () => number;
}

/** A step's share of time, or what remains of the invocation, whichever is less. */
export const within = (shareMs: number, { endsAt }: Asked, now: number): number =>
  Math.min(shareMs, endsAt - keptForAnswerMs - now);

export const makeReminderItems = ({ dynamoDb, log, now, ...parts }: Parts): ReminderItems => {
  const { reminderWithinMs, recallWithinMs } = parts.timings;
  const reminders = makeTable({ dynamoDb, table: parts.remindersTable, called: 'the reminders table', log });
  const ledger = makeTable({ dynamoDb, table: parts.ledgerTable, called: 'the ledger', log });

  const items: ReminderItems = {
    read: async (key, asked) => {
      const pk = asked.caller;
      const found = await reminders.read({ pk, sk: key }, asked.requestId, within(reminderWithinMs, asked, now()));
      return found === 'unreadable' ? found : { reminder: found.raw && items.known(found.raw, asked) };
    },
    write: (what, asked) => reminders.write(what, asked.requestId, within(reminderWithinMs, asked, now())),
    sent: async (key, dueAt, asked) => {
      const pk = pkOf('reminder', ledgerKeyOfReminder(asked.caller, key, dueAt));
      const found = await ledger.read({ pk }, asked.requestId, within(recallWithinMs, asked, now()));
      return found === 'unreadable' ? found : { state: found.raw && stateOf(readItem(found.raw), now()) };
    },
    known: (raw, { requestId }) => {
      const reminder = readReminder(raw);
      if (reminder === 'foreign')
        log.error('a reminder cannot be read by this version: deploy the one that wrote it', { requestId });
      return reminder;
    },
    standing: async (reminder, asked) => {
      const hasFired = reminder.state === 'Active' && reminder.firedAt !== undefined;
      const sent = hasFired ? await items.sent(reminder.key, reminder.when.dueAt, asked) : { state: undefined };
      if (sent === 'unreadable') return sent;
      return { reminder, state: stateOfReminder(reminder, sent.state, now()) };
    },
  };
  return items;
};
