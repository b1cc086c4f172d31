/** Every write that the reminders table knows. A change of it conditions on the revision that it saw, and makes the next one. */
import type { Clause, ConditionalWrite } from '../conditional-write.ts';
import type { Attribute, Firing, Reminder, When } from './reminder.ts';

export type ReminderWrite = ConditionalWrite<Attribute> & { sk: string };

/** Who changes one: whose, under which key, and what tells this change from another one at the same moment. */
export interface Change {
  caller: string;
  key: string;
  nonce: string;
  requestId: string;
}

/** As long as the ledger keeps what became of it. */
const keptSeconds = 45 * 24 * 3_600;
/** Longer than any write can be held back on its way. */
const markKeptSeconds = 24 * 3_600;

const is = (name: Attribute, ...isOneOf: (string | number)[]): Clause<Attribute> => ({ name, isOneOf });
const seconds = (ms: number): number => Math.ceil(ms / 1_000);

/** What the change saw, and nothing has changed since. */
const asSeen = (seen: Reminder | undefined): Clause<Attribute>[] =>
  seen ? [is('revision', seen.revision), is('nonce', seen.nonce)] : [{ isAbsent: 'pk' }];

export const nextRevision = (seen: Reminder | undefined): number => (seen?.revision ?? 0) + 1;

const changed = ({ nonce, requestId }: Change, seen: Reminder | undefined, now: number) => ({
  revision: nextRevision(seen),
  nonce,
  changedAt: now,
  requestId,
});

/** No firing has taken it since: what the one before has sent is known, or its lease is over. */
const untaken = (seen: Reminder | undefined): Clause<Attribute> =>
  seen?.firingUntil === undefined ? { isAbsent: 'firingUntil' } : is('firingUntil', seen.firingUntil);

/** Sets or moves it. This write is the commit: until it is done, the schedule of this revision sends nothing. */
export const put = (change: Change, seen: Reminder | undefined, when: When, now: number): ReminderWrite => ({
  pk: change.caller,
  sk: change.key,
  when: [[...asSeen(seen), untaken(seen)]],
  set: {
    ...changed(change, seen, now),
    state: 'Active',
    ...when,
    expiresAt: seconds(when.dueAt) + keptSeconds,
  },
  remove: [
    ...(['firingUntil', 'firedAt'] as const),
    ...(['notAfter', 'timeZoneData'] as const).filter((name) => when[name] === undefined),
  ],
});

export const cancel = (change: Change, seen: Reminder, now: number): ReminderWrite => ({
  pk: change.caller,
  sk: change.key,
  when: [[...asSeen(seen), untaken(seen)]],
  set: { ...changed(change, seen, now), state: 'Cancelled' },
  remove: [],
});

/**
 * A cancel where there is nothing leaves a mark: a `PUT` whose answer was lost may still be on its way, and must find
 * that something has changed.
 */
export const mark = (change: Change, now: number): ReminderWrite => ({
  pk: change.caller,
  sk: change.key,
  when: [asSeen(undefined)],
  set: { ...changed(change, undefined, now), state: 'Cancelled', expiresAt: seconds(now) + markKeptSeconds },
  remove: [],
});

/**
 * A firing takes its own revision before anything is claimed: whoever writes first, it or a change, wins. The same firing
 * may take it again when it is delivered again; it never shortens what another delivery of it holds.
 */
export const take = (firing: Firing, firingUntil: number, now: number): ReminderWrite => {
  const { caller, key, revision, nonce, dueAt } = firing;
  const mine = [is('revision', revision), is('nonce', nonce), is('state', 'Active')];
  // Its text is known by the instant that was told: who edits the one in the schedule makes no other text of it.
  if (dueAt !== undefined) mine.push(is('dueAt', dueAt));
  return {
    pk: caller,
    sk: key,
    when: [
      [...mine, { isAbsent: 'firingUntil' }],
      [...mine, { name: 'firingUntil', isBelow: firingUntil }],
    ],
    set: { firingUntil, firedAt: now },
    remove: [],
  };
};
