/** The reminders table, as far as a firing asks it: may this revision still be sent, and when was it due? */
import type { Deadlines } from '../deadlines.ts';
import { type Heard, type TableAsk, type Taken, taking } from '../reminders/protocol.ts';
import { type Firing, readReminder } from '../reminders/reminder.ts';
import type { Timings } from '../wiring.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { Log } from './log.ts';
import { playSteps } from './play-steps.ts';
import { makeTable } from './table.ts';

export interface Reminders {
  /** One write, for a reminder that a caller made. Until the lease ends, or the ledger knows what was sent, nobody cancels or moves what it took. Never rejects. */
  take: (firing: Firing, requestId: string, deadlines: Deadlines) => Promise<Taken>;
  /** The instant that the caller of this revision was told, epoch ms; undefined where another one is in its place. Never rejects. */
  told: (firing: Firing, requestId: string, deadlines: Deadlines) => Promise<number | undefined | 'unreachable'>;
}

interface Parts {
  dynamoDb: DynamoDb;
  table: string;
  timings: Timings;
  log: Log;
  now: () => number;
}

export const makeReminders = ({ dynamoDb, table, timings, log, now }: Parts): Reminders => {
  const onTable = makeTable({ dynamoDb, table, called: 'the reminders table', log });
  const within = (endsAt: number) => Math.min(timings.takeWithinMs, endsAt - now());
  const read = async ({ caller, key }: Pick<Firing, 'caller' | 'key'>, requestId: string, endsAt: number) => {
    const found = await onTable.read({ pk: caller, sk: key }, requestId, within(endsAt));
    return found === 'unreadable' ? found : { reminder: found.raw && readReminder(found.raw) };
  };
  return {
    take: async (firing, requestId, { leaseUntil, endsAt }) => {
      const hear = async (ask: TableAsk): Promise<Heard> =>
        'write' in ask ? onTable.write(ask.write, requestId, within(endsAt)) : read(ask.read, requestId, endsAt);
      return playSteps(taking(firing, leaseUntil, now), hear);
    },
    told: async (firing, requestId, { endsAt }) => {
      const found = await read(firing, requestId, endsAt);
      if (found === 'unreadable' || found.reminder === 'foreign') return 'unreachable';
      const { reminder } = found;
      return reminder?.revision === firing.revision && reminder.nonce === firing.nonce
        ? reminder.when?.dueAt
        : undefined;
    },
  };
};
