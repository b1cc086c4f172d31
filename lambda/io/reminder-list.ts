/** A page of a caller's reminders, in the order of their keys, each with its state. Never rejects. */
import type { Reminder, When } from '../reminders/reminder.ts';
import type { ReminderState } from '../reminders/standing.ts';
import type { Became, Page, Standing } from '../reminders/wish.ts';
import { reminderList, type Timings } from '../wiring.ts';
import { failureOf, persevere } from './aws-client.ts';
import type { QueryingDynamoDb } from './dynamodb-query.ts';
import type { Log } from './log.ts';
import { type Asked, type ReminderItems, within } from './reminder-items.ts';
import { unmarshal } from './update-item.ts';

interface Parts {
  dynamoDb: QueryingDynamoDb;
  remindersTable: string;
  items: ReminderItems;
  timings: Timings;
  log: Log;
  now: () => number;
}

/** The ledger is asked for so many at once. */
const together = 25;
/** Items of one look where only some are wanted. */
const looked = 250;

export const makeReminderList = (parts: Parts) => {
  const { dynamoDb, remindersTable, items, timings, log, now } = parts;

  /** The next items behind a key. */
  const look = async (after: string | undefined, Limit: number, asked: Asked): Promise<Look | 'unreadable'> => {
    const { caller, requestId } = asked;
    const withinMs = within(timings.reminderWithinMs, asked, now());
    if (withinMs <= 0) return 'unreadable';
    const input = {
      TableName: remindersTable,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: caller } },
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: { S: caller }, sk: { S: after } } }),
      Limit,
    };
    const { page, code } = await persevere(withinMs, async (signal): Promise<Tried> => {
      try {
        return { page: await dynamoDb.query(input, signal), mayRepeat: false };
      } catch (error) {
        return failureOf(error);
      }
    });
    if (code) log.error('the reminders table could not be read', { code, requestId });
    return page ? { raws: page.items.map(unmarshal), isMore: page.isMore } : 'unreadable';
  };

  const standingsOf = async (raws: Raw[], state: ReminderState | undefined, asked: Asked) => {
    const standings: (Standing | undefined | 'unreadable')[] = [];
    const standing = async (raw: Raw) => {
      const reminder = items.known(raw, asked);
      if (!isWhole(reminder) || isNever(state, reminder)) return undefined;
      return items.standing(reminder, asked);
    };
    for (let at = 0; at < raws.length; at += together)
      standings.push(...(await Promise.all(raws.slice(at, at + together).map(standing))));
    return standings;
  };

  return async ({ state, limit, after }: Page, asked: Asked): Promise<Became> => {
    const found: Standing[] = [];
    let last = after;
    for (let seen = 0; seen < reminderList.mostLookedAt; ) {
      // One more than asked for says whether the list goes on.
      const page = await look(last, state === undefined ? limit + 1 : looked, asked);
      if (page === 'unreadable') return { problem: 'unreachable' };
      const standings = await standingsOf(page.raws, state, asked);
      for (const [at, standing] of standings.entries()) {
        if (standing === 'unreadable') return { problem: 'unreachable' };
        const isWanted = standing !== undefined && (state === undefined || standing.state === state);
        if (isWanted && found.length === limit) return { did: 'listed', standings: found, next: last };
        if (isWanted) found.push(standing);
        last = String(page.raws[at]?.sk);
      }
      if (!page.isMore) return { did: 'listed', standings: found, next: undefined };
      seen += page.raws.length;
    }
    return { did: 'listed', standings: found, next: last };
  };
};

type Raw = ReturnType<typeof unmarshal>;

interface Look {
  raws: Raw[];
  isMore: boolean;
}

interface Tried {
  page?: Awaited<ReturnType<QueryingDynamoDb['query']>>;
  mayRepeat: boolean;
  code?: string;
}

/** Without a time it is the mark of a cancel, and none that its caller has made. */
const isWhole = (reminder: ReturnType<ReminderItems['known']>): reminder is Reminder & { when: When } =>
  reminder !== 'foreign' && reminder.when !== undefined;

/** The item alone says that it is not of this state: the ledger need not be asked. */
const isNever = (state: ReminderState | undefined, { firedAt, state: kept }: Reminder): boolean =>
  (state === 'Scheduled' && (kept === 'Cancelled' || firedAt !== undefined)) ||
  (state === 'Cancelled' && kept !== 'Cancelled');
