/** The steps of moving a reminder: it gets another time, and keeps its number and text. */
import { clockSkewMs } from '../wiring.ts';
import {
  type Changed,
  type Given,
  goneOut,
  read,
  replacing,
  revisionOf,
  type Steps,
  type Unchanged,
} from './protocol.ts';
import type { Reminder, When } from './reminder.ts';
import { stateOfReminder } from './standing.ts';
import type { Change } from './writes.ts';

export interface Moving {
  /** The new time, from the one that is set now; or a sentence for each reason why there is none. */
  whenFrom: (seen: When) => When | { problems: string[] };
  now: () => number;
}

/** Its message is read from the schedule of the revision that is replaced, and the commit fails where that is replaced by another. */
export function* moving(change: Change, { whenFrom, now }: Moving): Steps<Changed> {
  const found = yield* read(change);
  if (found === 'unreadable') return { problem: 'unreachable' };
  const seen = found.reminder;
  if (seen === 'foreign') return { problem: 'foreign' };
  if (!hasTime(seen)) return { problem: 'absent' };
  const gone = seen.state === 'Active' ? yield* goneOut(seen) : undefined;
  const problem = gone ?? tooLateFor(seen, now());
  if (problem) return problem;

  const when = whenFrom(seen.when);
  if ('problems' in when) return { problem: 'invalid', ...when };
  const given = (yield { given: revisionOf(seen) }) as Given;
  if (given === 'unreadable') return { problem: 'unreachable' };
  if (given === 'edited') return { problem: 'schedule edited' };
  if (given === 'gone') return yield* whyGone(change, seen, now);
  return yield* replacing(change, { seen, when, message: given.message }, now);
}

type Timed = Reminder & { when: When };
const hasTime = (reminder: Reminder | undefined): reminder is Timed => reminder?.when !== undefined;

/** Of what was not sent so far: why there is nothing left to move. */
const tooLateFor = (seen: Timed, now: number): Unchanged | undefined => {
  switch (stateOfReminder(seen, undefined, now)) {
    case 'Scheduled':
      return undefined;
    case 'Cancelled':
      return { problem: 'fired', state: 'Cancelled' };
    case 'InProgress':
      return { problem: 'going out' };
    case 'Expired':
      return { problem: 'expired' };
    default:
      return { problem: 'not sent' };
  }
};

/** Its schedule is not there: another change has dropped it since, it has fired, or a person deleted it. */
function* whyGone(change: Change, { revision, nonce, when }: Timed, now: () => number): Steps<Unchanged> {
  const found = yield* read(change);
  if (found === 'unreadable') return { problem: 'unreachable' };
  const { reminder } = found;
  if (reminder === 'foreign') return { problem: 'foreign' };
  if (reminder?.revision !== revision || reminder.nonce !== nonce) return { problem: 'changed meanwhile' };
  const hasFired = reminder.firedAt !== undefined || now() >= when.dueAt - clockSkewMs;
  return { problem: hasFired ? 'going out' : 'schedule gone' };
}
