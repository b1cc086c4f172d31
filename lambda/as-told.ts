import type { Conclude } from './conclude.ts';
import type { Deadlines } from './deadlines.ts';
import type { Delivery } from './delivery.ts';
import type { Reminders } from './io/reminders.ts';
import type { Outcome } from './outcome.ts';
import { ledgerKeyOfReminder } from './reminders/reminder.ts';

interface Parts {
  reminders: Pick<Reminders, 'told'>;
  conclude: Conclude;
}

export type AsTold = (
  delivery: Delivery,
  deadlines: Deadlines,
) => Promise<{ delivery: Delivery } | { outcome: Outcome }>;

/**
 * Gives a caller's reminder the instant that its caller was told, under which the ledger keeps its text. What 0.6.0 set says
 * only when Scheduler fired it, by a table of zones that may not be ours: of that one the item is read. All others pass.
 */
export const makeAsTold =
  ({ reminders, conclude }: Parts): AsTold =>
  async (delivery, deadlines) => {
    const { firing, requestId } = delivery;
    if (!firing || firing.dueAt !== undefined) return { delivery };
    const told = await reminders.told(firing, requestId, deadlines);
    if (told === 'unreachable') return { outcome: conclude({ at: 'reminder', problem: told }, delivery) };
    // Another revision is in its place: this one is not sent, whenever it was due.
    if (told === undefined) return { delivery };
    const key = ledgerKeyOfReminder(firing.caller, firing.key, told);
    return { delivery: { ...delivery, key, sourceTime: told, firing: { ...firing, dueAt: told } } };
  };
