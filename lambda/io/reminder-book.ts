/** A caller's reminders on the wire: runs the steps of reminders/protocol.ts against the table, Scheduler and the ledger. */
import { randomBytes } from 'node:crypto';
import { invalid } from '../message.ts';
import { moving } from '../reminders/moving.ts';
import { whenMoved } from '../reminders/new-time.ts';
import {
  type Ask,
  type Changed,
  cancelling,
  type Heard,
  type Steps,
  setting,
  type Unchanged,
} from '../reminders/protocol.ts';
import type { Reminder, When } from '../reminders/reminder.ts';
import { isPending } from '../reminders/standing.ts';
import type { Became, Page, Wish } from '../reminders/wish.ts';
import type { Timings } from '../wiring.ts';
import { playSteps } from './play-steps.ts';
import { type Asked, type ReminderItems, within } from './reminder-items.ts';
import type { Schedules } from './scheduler.ts';

/** Does what was asked, or says why not. Never rejects. */
export type Fulfil = (wish: Wish, asked: Asked) => Promise<Became>;

interface Parts {
  items: ReminderItems;
  list: (page: Page, asked: Asked) => Promise<Became>;
  schedules: Schedules;
  timings: Timings;
  now: () => number;
}

export const makeReminderBook = ({ items, list, schedules, timings, now }: Parts): Fulfil => {
  const hear = async (ask: Ask, asked: Asked): Promise<Heard> => {
    if ('write' in ask) return items.write(ask.write, asked);
    if ('read' in ask) return items.read(ask.read.key, asked);
    if ('sent' in ask) return items.sent(ask.sent.key, ask.sent.dueAt, asked);
    const { requestId } = asked;
    const withinMs = within(timings.scheduleWithinMs, asked, now());
    if ('create' in ask) return schedules.create(ask.create, ask.when, ask.message, { requestId, withinMs });
    if ('given' in ask) return schedules.given(ask.given, { requestId, withinMs });
    await schedules.drop(ask.drop, { requestId, withinMs });
    return undefined;
  };

  const run = (steps: Steps<Changed>, asked: Asked): Promise<Changed> => playSteps(steps, (ask) => hear(ask, asked));

  const set = async ({ set: key, when, message }: Extract<Wish, { set: string }>, asked: Asked): Promise<Became> => {
    const changed = await run(setting(changeOf(key, asked), { when, message }, now), asked);
    if ('problem' in changed) return unchanged(changed);
    const did = changed.before && isPending(changed.before, now()) ? 'moved' : 'made';
    return { did, standing: { reminder: withTime(changed.reminder), state: 'Scheduled' } };
  };

  const move = async ({ move: key, to }: Extract<Wish, { move: string }>, asked: Asked): Promise<Became> => {
    const whenFrom = (seen: When) => whenMoved(seen, to, now());
    const changed = await run(moving(changeOf(key, asked), { whenFrom, now }), asked);
    if ('problem' in changed) return unchanged(changed);
    return { did: 'moved', standing: { reminder: withTime(changed.reminder), state: 'Scheduled' } };
  };

  const cancel = async (key: string, asked: Asked): Promise<Became> => {
    const changed = await run(cancelling(changeOf(key, asked), now), asked);
    if ('problem' in changed) return unchanged(changed);
    return { did: 'cancelled', standing: { reminder: withTime(changed.reminder), state: 'Cancelled' } };
  };

  const show = async (key: string, asked: Asked): Promise<Became> => {
    const found = await items.read(key, asked);
    if (found === 'unreadable') return { problem: 'unreachable' };
    if (found.reminder === 'foreign') return { problem: 'foreign' };
    if (found.reminder?.when === undefined) return { problem: 'absent' };
    const standing = await items.standing(withTime(found.reminder), asked);
    return standing === 'unreadable' ? { problem: 'unreachable' } : { did: 'looked up', standing };
  };

  return async (wish, asked) => {
    if ('set' in wish) return set(wish, asked);
    if ('move' in wish) return move(wish, asked);
    if ('cancel' in wish) return cancel(wish.cancel, asked);
    return 'show' in wish ? show(wish.show, asked) : list(wish.list, asked);
  };
};

const changeOf = (key: string, { caller, requestId }: Asked) => ({
  caller,
  key,
  nonce: randomBytes(8).toString('hex'),
  requestId,
});

const unchanged = (why: Unchanged): Became => (why.problem === 'invalid' ? { outcome: invalid(why.problems) } : why);

/** Only the mark of a cancel has none, and nobody is told of a mark. */
const withTime = (reminder: Reminder) => reminder as Reminder & { when: When };
