/** The handler: all that one event holds, at once, each to its own end. */
import type { AsTold } from './as-told.ts';
import type { Deliver } from './deliver.ts';
import type { Entry, Result } from './entrances/entrance.ts';
import type { Ledger } from './io/ledger.ts';
import type { Park } from './io/parked.ts';
import { pkOfDelivery } from './ledger/identity.ts';
import type { Opened } from './middleware/internal.ts';
import type { Outcome } from './outcome.ts';
import { parkedRecord } from './parking.ts';

interface Parts {
  asTold: AsTold;
  deliver: Deliver;
  ledger: Ledger;
  park: Park;
}

/**
 * Results in the order of the entries. Waits for every one, whatever becomes of another: what still ran would wake with
 * the next invocation and send. A bug in one is that one's result.
 */
export const makeDeliverAll =
  ({ asTold, deliver, ledger, park }: Parts) =>
  async (opened: unknown): Promise<Result[]> => {
    const { entries, requestIds, secrets, deadlines, placeOf } = opened as Opened;
    const inTurn = makeTurns();

    const told = async (entry: Exclude<Entry, { bug: unknown } | { inquiry: unknown }>) =>
      'delivery' in entry ? { ...(await asTold(entry.delivery, deadlines)), arrived: entry.arrived } : entry;

    const resultOf = async (arrived: Entry, requestId: string): Promise<Result> => {
      if ('bug' in arrived) return arrived;
      if ('inquiry' in arrived) return { found: await ledger.look(arrived.inquiry, deadlines) };
      const entry = await told(arrived);
      const outcome =
        'delivery' in entry
          ? await inTurn(pkOfDelivery(entry.delivery), () => deliver(entry.delivery, secrets, deadlines))
          : entry.outcome;
      const place = placeOf(outcome, entry.arrived);
      if (!entry.arrived || place !== 'parked') return { outcome, place, isParked: false };
      const record = parkedRecord({ ...entry.arrived, ledgerKey: ledgerKeyOf(entry, outcome) }, outcome);
      return { outcome, place, isParked: await park(record, requestId, deadlines) };
    };

    return Promise.all(
      entries.map((entry, at) => resultOf(entry, requestIds[at] as string).catch((bug): Result => ({ bug }))),
    );
  };

/**
 * Only where the ledger holds this very message: who comes back by its pk is not compared any more, and another message
 * that has the same key would then hear what became of that one, and be gone.
 */
const ledgerKeyOf = (entry: Extract<Entry, { arrived?: unknown }>, { state }: Outcome): string | undefined =>
  'delivery' in entry && (state === 'Unknown' || state === 'Refused')
    ? pkOfDelivery(entry.delivery)
    : entry.arrived?.ledgerKey;

/** Two records with one key are one message: the second hears what became of the first. */
const makeTurns = () => {
  const last = new Map<string, Promise<unknown>>();
  return <T>(name: string, run: () => Promise<T>): Promise<T> => {
    const turn = (last.get(name) ?? Promise.resolve()).then(run, run);
    last.set(name, turn);
    return turn;
  };
};
