/** The reminders table, as far as a firing asks it: may this revision still be sent, and when was it due? */
import type { Deadlines } from '../deadlines.ts';
import {
  type Heard,
  looking,
  type Steps,
  type TableAsk,
  type Taken,
  type ToldInstant,
  taking,
  telling,
} from '../reminders/protocol.ts';
import { type Firing, readReminder } from '../reminders/reminder.ts';
import type { Timings } from '../wiring.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { Log } from './log.ts';
import { playSteps } from './play-steps.ts';
import { makeTable } from './table.ts';

export interface Reminders {
  /** One write, for a reminder that a caller made. Until the lease ends, or the ledger knows what was sent, nobody cancels or moves what it took. Never rejects. */
  take: (firing: Firing, requestId: string, deadlines: Deadlines) => Promise<Taken>;
  /** The instant that its caller was told; undefined where another revision is in its place. One read. Never rejects. */
  told: (firing: Firing, requestId: string, deadlines: Deadlines) => Promise<ToldInstant | undefined | 'unreachable'>;
  /** One read, where its caller is gone. Never rejects. */
  look: (firing: Firing, requestId: string, deadlines: Deadlines) => Promise<Taken>;
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
  const play = <Result>(steps: Steps<Result, TableAsk>, requestId: string, { endsAt }: Deadlines): Promise<Result> => {
    const within = () => Math.min(timings.takeWithinMs, endsAt - now());
    return playSteps(steps, async (ask): Promise<Heard> => {
      if ('write' in ask) return onTable.write(ask.write, requestId, within());
      const found = await onTable.read({ pk: ask.read.caller, sk: ask.read.key }, requestId, within());
      return found === 'unreadable' ? found : { reminder: found.raw && readReminder(found.raw) };
    });
  };
  return {
    take: (firing, requestId, deadlines) => play(taking(firing, deadlines.leaseUntil, now), requestId, deadlines),
    told: (firing, requestId, deadlines) => play(telling(firing), requestId, deadlines),
    look: (firing, requestId, deadlines) => play(looking(firing), requestId, deadlines),
  };
};
