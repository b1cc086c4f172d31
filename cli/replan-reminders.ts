/** All callers' reminders by the time zones of today: what would move, or is moved by the product's own steps. Prints nothing. */
import { randomBytes, randomUUID } from 'node:crypto';
import { moving } from '../lambda/reminders/moving.ts';
import type { Unchanged } from '../lambda/reminders/protocol.ts';
import type { Reminder, When } from '../lambda/reminders/reminder.ts';
import { replanOf, type Stays } from '../lambda/reminders/replan.ts';
import { inLanes } from './in-lanes.ts';
import type { ReminderDesk } from './reminder-desk.ts';

export interface Moved {
  caller: string;
  key: string;
  from: When;
  to: When;
  /** No clock there shows its time any more: it goes out at the next minute that exists. */
  isLeftOut: boolean;
}

export interface Replanned {
  /** Those that were still to go out. */
  looked: number;
  /** Another instant. Of a dry run: what would move. */
  moved: Moved[];
  /** The same instant, in a schedule that does not ask Scheduler's own table any more. */
  rescheduled: number;
  /** Why others stay as they are, though their time was found by another table. */
  stays: { caller: string; key: string; why: Exclude<Stays, 'same'> }[];
  /** Fired, cancelled or changed by somebody since it was looked at, or it may be changed: nothing more is to be done now, or the same command again. */
  failed: { caller: string; key: string; why: Unchanged['problem'] }[];
  /** AWS's name for the error → how many old schedules could not be deleted. Each fires, and sends nothing. */
  undropped: ReadonlyMap<string, number>;
  isStopped: boolean;
}

interface Asked {
  /** Else it only says what it would do. */
  doesIt: boolean;
  onLooked: (count: number) => void;
  isStopped: () => boolean;
}

type Timed = Reminder & { when: When };

/** Run again after it was stopped or killed, it goes on with what is left: what it has moved is by the table of today. Rejects with what AWS's SDK threw where it refused. */
export const replanReminders = async (
  desk: ReminderDesk,
  { doesIt, onLooked, isStopped }: Asked,
): Promise<Replanned> => {
  const all: Replanned = {
    ...{ looked: 0, rescheduled: 0, isStopped: false },
    moved: [],
    stays: [],
    failed: [],
    undropped: desk.undropped,
  };

  const count = ({ caller, key, when: from }: Timed, to: When, isLeftOut: boolean): void => {
    if (to.dueAt === from.dueAt) all.rescheduled += 1;
    else all.moved.push({ caller, key, from, to, isLeftOut });
  };
  const replan = async (reminder: Timed): Promise<void> => {
    const { caller, key } = reminder;
    const planned = replanOf(reminder.when, desk.now());
    if ('stays' in planned) {
      if (planned.stays !== 'same') all.stays.push({ caller, key, why: planned.stays });
    } else if (!doesIt) {
      count(reminder, planned.to, planned.isLeftOut);
    } else {
      const change = { caller, key, nonce: randomBytes(8).toString('hex'), requestId: randomUUID() };
      const became = await desk.play(moving(change, { whenFrom: (seen) => whenFrom(seen, desk.now()), now: desk.now }));
      if (!('problem' in became))
        count({ ...reminder, ...(became.before as Timed) }, became.reminder.when as When, planned.isLeftOut);
      // Another run of this has moved it meanwhile.
      else if (became.problem === 'invalid' && became.problems[0] === 'same') return;
      else if (became.problem === 'invalid') all.stays.push({ caller, key, why: 'near' });
      else all.failed.push({ caller, key, why: became.problem });
    }
  };

  for await (const reminders of desk.toGoOut()) {
    const isDone = await inLanes(reminders, {
      isStopped,
      each: async (reminder) => {
        await replan(reminder);
        all.looked += 1;
        onLooked(all.looked);
      },
    });
    if (isDone) continue;
    all.isStopped = true;
    break;
  }
  return all;
};

const whenFrom = (seen: When, now: number): When | { problems: string[] } => {
  const planned = replanOf(seen, now);
  return 'to' in planned ? planned.to : { problems: [planned.stays] };
};
