/** A page of a caller's reminders in the order that was asked for, each with its state. Never rejects. */
import type { Reminder, When } from '../reminders/reminder.ts';
import type { ReminderState } from '../reminders/standing.ts';
import type { Became, Page, Place, Standing } from '../reminders/wish.ts';
import { reminderList } from '../wiring.ts';
import type { Asked, ReminderItems } from './reminder-items.ts';
import type { Raw, ReminderReads } from './reminder-reads.ts';
import { lookByDueAt } from './reminders-by-due-at.ts';
import { lookByKey } from './reminders-by-key.ts';

/** The next ones behind a place, about `count` of them: each order of the list has a look of its own. */
export type Look<At extends Place> = (
  after: At | undefined,
  count: number,
  asked: Asked,
) => Promise<Looked<At> | 'unreadable'>;

interface Looked<At extends Place> {
  rows: Row<At>[];
  /** Whether the list goes on behind them. */
  more: 'none' | 'maybe' | 'surely';
}

export interface Row<At extends Place> {
  place: At;
  /** Undefined where there is none any more. */
  raw: Raw | undefined;
}

interface Parts {
  reads: ReminderReads;
  items: ReminderItems;
  now: () => number;
}

/** The ledger is asked for so many at once. */
const together = 25;
/** Items of one look where only some are wanted. */
const looked = 250;

export const makeReminderList = ({ reads, items, now }: Parts) => {
  const standingsOf = async (raws: (Raw | undefined)[], state: ReminderState | undefined, asked: Asked) => {
    const standings: (Standing | undefined | 'unreadable')[] = [];
    const standing = async (raw: Raw | undefined) => {
      const reminder = raw && items.known(raw, asked);
      if (!isWhole(reminder) || isNever(state, reminder)) return undefined;
      return items.standing(reminder, asked);
    };
    for (let at = 0; at < raws.length; at += together)
      standings.push(...(await Promise.all(raws.slice(at, at + together).map(standing))));
    return standings;
  };

  const walk = async <At extends Place>(
    look: Look<At>,
    { state, limit, after }: Omit<Page, 'sort' | 'after'> & { after: At | undefined },
    asked: Asked,
  ): Promise<Became> => {
    const found: Standing[] = [];
    let last = after;
    for (let seen = 0; seen < reminderList.mostLookedAt; ) {
      // One more than asked for says whether the list goes on.
      const page = await look(last, state === undefined ? limit + 1 : looked, asked);
      if (page === 'unreadable') return { problem: 'unreachable' };
      const raws = page.rows.map(({ raw }) => raw);
      for (const [at, standing] of (await standingsOf(raws, state, asked)).entries()) {
        if (standing === 'unreadable') return { problem: 'unreachable' };
        const isWanted = standing !== undefined && (state === undefined || standing.state === state);
        if (isWanted && found.length === limit) return { did: 'listed', standings: found, next: last };
        if (isWanted) found.push(standing);
        last = page.rows[at]?.place;
      }
      if (page.more === 'none') return { did: 'listed', standings: found, next: undefined };
      const isDone = page.more === 'surely' && state === undefined && found.length === limit;
      if (isDone) return { did: 'listed', standings: found, next: last };
      seen += page.rows.length;
    }
    return { did: 'listed', standings: found, next: last };
  };

  const [byKey, byDueAt] = [lookByKey(reads), lookByDueAt(reads, now)];
  return async (page: Page, asked: Asked): Promise<Became> =>
    page.sort === 'Key' ? walk(byKey, page, asked) : walk(byDueAt, page, asked);
};

/** Without a time it is the mark of a cancel, and none that its caller has made. */
const isWhole = (reminder: ReturnType<ReminderItems['known']> | undefined): reminder is Reminder & { when: When } =>
  reminder !== undefined && reminder !== 'foreign' && reminder.when !== undefined;

/** The item alone says that it is not of this state: the ledger need not be asked. */
const isNever = (state: ReminderState | undefined, { firedAt, state: kept }: Reminder): boolean =>
  (state === 'Scheduled' && (kept === 'Cancelled' || firedAt !== undefined)) ||
  (state === 'Cancelled' && kept !== 'Cancelled');
