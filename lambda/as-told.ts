import type { Conclude } from './conclude.ts';
import type { Deadlines } from './deadlines.ts';
import type { Delivery } from './delivery.ts';
import type { Ledger } from './io/ledger.ts';
import type { Reminders } from './io/reminders.ts';
import { pkOfDelivery } from './ledger/identity.ts';
import type { Outcome } from './outcome.ts';
import { ledgerKeyOfReminder } from './reminders/reminder.ts';

interface Parts {
  reminders: Pick<Reminders, 'told'>;
  ledger: Pick<Ledger, 'look'>;
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
  ({ reminders, ledger, conclude }: Parts): AsTold =>
  async (delivery, deadlines) => {
    const { firing, requestId } = delivery;
    if (!firing || firing.dueAt !== undefined) return { delivery };
    const told = await reminders.told(firing, requestId, deadlines);
    if (told === 'unreachable') return { outcome: conclude({ at: 'reminder', problem: told }, delivery) };
    // Another revision is in its place: this one is not sent, whenever it was due.
    if (told === undefined) return { delivery };
    const { dueAt, hasFired } = told;
    const key = ledgerKeyOfReminder(firing.caller, firing.key, dueAt);
    // 0.6.0 may have sent it already, under the instant that Scheduler named: then it is known by that one.
    if (hasFired && key !== delivery.key) {
      const before = await ledger.look({ pk: pkOfDelivery(delivery), requestId }, deadlines);
      if (before === 'unreadable') return { outcome: conclude({ at: 'ledger' }, delivery) };
      if (before.item) return { delivery };
    }
    return { delivery: { ...delivery, key, sourceTime: dueAt, firing: { ...firing, dueAt } } };
  };
