import type { Deliver } from './deliver.ts';
import type { Opened } from './middleware/internal.ts';
import type { Outcome } from './outcome.ts';

/**
 * Delivers all messages of one event at once; outcomes in the order of the entries.
 * Waits for every one before a bug in one is thrown: what still ran would wake with the next invocation and send.
 */
export const makeDeliverAll =
  (deliver: Deliver) =>
  async (opened: unknown): Promise<Outcome[]> => {
    const { entries, secrets, deadlines } = opened as Opened;
    const settled = await Promise.allSettled(
      entries.map(async (entry) => ('outcome' in entry ? entry.outcome : deliver(entry.delivery, secrets, deadlines))),
    );
    return settled.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  };
