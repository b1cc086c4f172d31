/** One reminder as its caller is told of it: no number, no text. Instants in ISO 8601. */
import { ledgerKeyOfReminder } from './reminder.ts';
import { shownAt } from './wall-clock.ts';
import type { Standing } from './wish.ts';

export const toldOf = ({ reminder, state }: Standing) => {
  const { caller, key, revision, changedAt, firedAt, when } = reminder;
  const shown = shownAt(when.timeZone, when.dueAt);
  return {
    Key: key,
    Revision: revision,
    State: state,
    At: when.at,
    TimeZone: when.timeZone,
    DueAt: iso(when.dueAt),
    /** What the clock shows then by the table of today, where it is not what was asked for. */
    ...(shown === undefined || shown === when.at ? {} : { GoesOutAt: shown }),
    /** Null where 0.6.0 set it: by Node's own table, whose age it did not note. */
    TimeZoneData: when.timeZoneData ?? null,
    LateBySeconds: when.lateBySeconds,
    ChangedAt: iso(changedAt),
    ...(firedAt === undefined ? {} : { FiredAt: iso(firedAt) }),
    /** Under which its text stands in the ledger, in the scope `reminder`. */
    IdempotencyKey: ledgerKeyOfReminder(caller, key, when.dueAt),
  };
};

const iso = (ms: number): string => new Date(ms).toISOString();
