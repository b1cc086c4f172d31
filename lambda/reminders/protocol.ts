/**
 * The steps of setting, cancelling and firing a reminder, one question after the other; moving.ts has those of a move. Pure: each step yields what it
 * asks and is told what was heard, so that io/ runs it on the wire and the model in the tests through every answer.
 */
import type { Written } from '../conditional-write.ts';
import type { State } from '../outcome.ts';
import { type Firing, type Foreign, isGoingOut, type Reminder, type When } from './reminder.ts';
import { type Change, cancel, mark, nextRevision, put, type ReminderWrite, take } from './writes.ts';

/** One revision's schedule. Its name says which change made it, so that nobody deletes another's. */
export interface Revision {
  caller: string;
  key: string;
  revision: number;
  nonce: string;
}

/** What a step asks of the reminders table. */
export type TableAsk = { write: ReminderWrite } | { read: { caller: string; key: string } };

/** What a change asks beside it: of Scheduler, and of the ledger. */
export type Ask =
  | TableAsk
  | { create: Revision; when: When; message: object }
  /** The message that this revision's schedule holds: nothing else has it. */
  | { given: Revision }
  /** As best can be: a schedule of an old revision sends nothing. */
  | { drop: Revision }
  /** What became of the text that was due then. */
  | { sent: { caller: string; key: string; dueAt: number } };

export type Found = { reminder: Reminder | Foreign | undefined } | 'unreadable';
/**
 * As Scheduler answered. `taken`: a schedule of this name is there already, which is our own. `no such time`: it will never
 * take this time or zone.
 */
export type Created = 'done' | 'taken' | 'refused' | 'no such time' | 'lost';
/** The ledger's word; undefined where it has none. */
export type Sent = { state: State | undefined } | 'unreadable';

/**
 * The message of one revision, its fields as they were given. `gone`: there is no such schedule. `edited`: it fires another
 * thing than we wrote into it, or a message that the contract refuses.
 */
export type Given = { message: object } | 'gone' | 'edited' | 'unreadable';

/** Nothing is heard of a schedule that is dropped. */
export type Heard = Written | Found | Created | Given | Sent | undefined;

export type Steps<Result, Asked = Ask> = Generator<Asked, Result, Heard>;

/** Nothing was changed, or nobody knows, and why. */
export type Unchanged =
  /** A firing has taken it and may be sending. */
  | { problem: 'going out' }
  /** Somebody else changed it at the same moment. */
  | { problem: 'changed meanwhile' }
  /** Its text has this state already: there is nothing left to cancel or to move. */
  | { problem: 'fired'; state: State }
  /** Of a move alone: its schedule has fired, nothing was sent so far, and it is tried again. */
  | { problem: 'not sent' }
  /** Of a move alone: its time is over, and nothing was sent. */
  | { problem: 'expired' }
  /** Of a move alone: a sentence for each thing that is wrong with the new time. */
  | { problem: 'invalid'; problems: string[] }
  /** Of a move alone: without its schedule nothing has its number and text. */
  | { problem: 'schedule gone' | 'schedule edited' }
  | { problem: 'absent' }
  | { problem: 'foreign' }
  /** Scheduler knows no such time or zone: nothing was changed. */
  | { problem: 'no such time' }
  /** AWS could not be asked: certainly nothing was changed. */
  | { problem: 'unreachable' }
  /** AWS did not say whether it was written. */
  | { problem: 'unknown' };

/** `before`: what the change found, where there was something. */
export type Changed = { reminder: Reminder; before?: Reminder | undefined } | Unchanged;

/** What is set: when it goes out, and the message with its fields as they were given. */
export interface Wanted {
  when: When;
  message: object;
}

/** Sets, whatever was there before: number, text and time are all new. */
export function* setting(change: Change, wanted: Wanted, now: () => number): Steps<Changed> {
  const found = yield* read(change);
  if (found === 'unreadable') return { problem: 'unreachable' };
  const seen = found.reminder;
  if (seen === 'foreign') return { problem: 'foreign' };
  if (seen && isGoingOut(seen, now())) {
    const gone = yield* goneOut(seen);
    if (gone?.problem === 'unreachable') return gone;
    // Unknown it may be sent still, by a delivery that has taken it already, if a person says that it was not.
    const isOver = gone?.problem === 'fired' && gone.state !== 'Unknown';
    if (!isOver) return { problem: 'going out' };
  }
  return yield* replacing(change, { ...wanted, seen }, now);
}

/** First the new schedule, then the commit, then the old schedule goes: nothing is half. */
export function* replacing(
  change: Change,
  { seen, when, message }: Wanted & { seen: Reminder | undefined },
  now: () => number,
): Steps<Changed> {
  const mine = { ...whose(change), revision: nextRevision(seen) };
  const created = (yield { create: mine, when, message }) as Created;
  if (created === 'no such time') return { problem: created };
  if (created === 'refused' || created === 'lost') {
    yield { drop: mine };
    return { problem: 'unreachable' };
  }
  const became: Reminder = { ...mine, state: 'Active', when, changedAt: now() };
  const written = (yield { write: put(change, seen, when, became.changedAt) }) as Written;
  const standing = written === 'done' ? 'mine' : yield* whatStands(change, written, now);
  if (standing === 'mine') {
    if (seen?.state === 'Active') yield { drop: revisionOf(seen) };
    return { reminder: became, before: seen };
  }
  // Perhaps it is written: then its schedule is the one that fires.
  if (standing.problem !== 'unknown') yield { drop: mine };
  return standing;
}

const mostLooks = 3;

/** After it was acknowledged nothing goes out: neither by a firing that comes, nor by a change that is still on its way. */
export function* cancelling(change: Change, now: () => number): Steps<Changed> {
  for (let looks = 1; looks <= mostLooks; looks += 1) {
    const found = yield* read(change);
    // A write that failed on its condition may be our own, whose first answer was lost.
    if (found === 'unreadable') return { problem: looks === 1 ? 'unreachable' : 'unknown' };
    const seen = found.reminder;
    if (seen === 'foreign') return { problem: 'foreign' };
    if (seen === undefined) {
      const marked = (yield { write: mark(change, now()) }) as Written;
      if (marked === 'done') return { problem: 'absent' };
      if (marked !== 'condition failed') return { problem: marked === 'lost' ? 'unknown' : 'unreachable' };
      continue;
    }
    if (seen.nonce === change.nonce) return { problem: 'absent' }; // our own mark
    const isActive = seen.state === 'Active';
    const gone = isActive ? yield* goneOut(seen) : undefined;
    if (gone) return gone;
    // Nobody knows yet of a text; until its lease is over the firing may send one.
    if (isActive && isGoingOut(seen, now())) return { problem: 'going out' };

    // Also of what is cancelled already: a change that has seen it so may be on its way.
    const changedAt = now();
    const written = (yield { write: cancel(change, seen, changedAt) }) as Written;
    const standing = written === 'done' ? 'mine' : yield* whatStands(change, written, now);
    if (standing === 'mine') {
      if (!seen.when) return { problem: 'absent' };
      if (isActive) yield { drop: revisionOf(seen) };
      return {
        reminder: { ...seen, revision: nextRevision(seen), nonce: change.nonce, state: 'Cancelled', changedAt },
      };
    }
    if (standing.problem !== 'changed meanwhile') return standing;
  }
  return { problem: 'changed meanwhile' };
}

/** What a firing that had taken it has made of it; undefined where nothing was sent. */
export function* goneOut({ caller, key, when, firedAt }: Reminder): Steps<Unchanged | undefined> {
  if (firedAt === undefined || when === undefined) return undefined;
  const sent = (yield { sent: { caller, key, dueAt: when.dueAt } }) as Sent;
  if (sent === 'unreadable') return { problem: 'unreachable' };
  if (sent.state === undefined || sent.state === 'NotSent') return undefined;
  return sent.state === 'InProgress' ? { problem: 'going out' } : { problem: 'fired', state: sent.state };
}

/** Why a change was not acknowledged, or that it is ours all the same: an answer was lost and the request repeated. */
function* whatStands(change: Change, written: Written, now: () => number): Steps<'mine' | Unchanged> {
  if (written === 'refused') return { problem: 'unreachable' };
  const found = yield* read(change);
  if (found === 'unreadable') return { problem: 'unknown' };
  const { reminder } = found;
  if (reminder === 'foreign') return { problem: 'foreign' };
  if (reminder?.nonce === change.nonce) return 'mine';
  // It may be on its way still; what it conditions on stands unchanged.
  if (written === 'lost') return { problem: 'unknown' };
  return reminder && isGoingOut(reminder, now()) ? { problem: 'going out' } : { problem: 'changed meanwhile' };
}

/** `mine`: it may send. `not yet`: no change has committed this revision so far. `edited`: it names another instant than was told. */
export type Taken = 'mine' | 'cancelled' | 'moved' | 'not yet' | 'edited' | 'unreachable';

/** Before the ledger's claim. `until`: the lease of this invocation, epoch ms. */
export function* taking(firing: Firing, until: number, now: () => number): Steps<Taken, TableAsk> {
  const written = (yield { write: take(firing, until, now()) }) as Written;
  if (written === 'done') return 'mine';
  if (written !== 'condition failed') return 'unreachable';
  const found = yield* read(firing);
  return found === 'unreadable' ? 'unreachable' : standingOfFiring(found.reminder, firing, until);
}

/** Takes nothing. `mine`: it would be sent, or is being sent. */
export function* looking(firing: Firing): Steps<Taken, TableAsk> {
  const found = yield* read(firing);
  return found === 'unreadable' ? 'unreachable' : standingOfFiring(found.reminder, firing, 0);
}

/** The instant that the caller of a revision was told, in epoch ms. `hasFired`: a firing has taken it before. */
export interface ToldInstant {
  dueAt: number;
  hasFired: boolean;
}

/** Of a firing whose schedule does not say it; undefined where another revision is in its place. */
export function* telling(firing: Firing): Steps<ToldInstant | undefined | 'unreachable', TableAsk> {
  const found = yield* read(firing);
  if (found === 'unreadable' || found.reminder === 'foreign') return 'unreachable';
  const { reminder } = found;
  const isItsOwn = reminder?.revision === firing.revision && reminder.nonce === firing.nonce;
  return isItsOwn && reminder.when
    ? { dueAt: reminder.when.dueAt, hasFired: reminder.firedAt !== undefined }
    : undefined;
}

/** What the item means for a firing that could not take it, or is looked at only: then nothing holds it for too short (0). */
export const standingOfFiring = (item: Reminder | Foreign | undefined, firing: Firing, until: number): Taken => {
  if (item === 'foreign') return 'unreachable';
  if (item === undefined || item.revision < firing.revision) return 'not yet';
  if (item.state === 'Cancelled') return 'cancelled';
  if (item.revision > firing.revision || item.nonce !== firing.nonce) return 'moved';
  if (firing.dueAt !== undefined && item.when?.dueAt !== firing.dueAt) return 'edited';
  // Another delivery of this firing holds it for as long as we need it; or our own answer was lost.
  return (item.firingUntil ?? 0) >= until ? 'mine' : 'unreachable';
};

const whose = ({ caller, key, nonce }: Change) => ({ caller, key, nonce });
export const revisionOf = ({ caller, key, revision, nonce }: Reminder): Revision => ({ caller, key, revision, nonce });

export function* read({ caller, key }: { caller: string; key: string }): Steps<Found, TableAsk> {
  return (yield { read: { caller, key } }) as Found;
}
