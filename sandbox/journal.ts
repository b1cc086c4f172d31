/** What happened in this sandbox: texts that HotTask accepted, calls and their outcomes, the ledger's keys. In memory, newest kept. */
import { pkOf } from '../lambda/ledger/identity.ts';
import type { ChaosTold } from './chaos/chaos.ts';
import { accountOf, type LedgerAccount, type RawItem } from './ledger-account.ts';
import type { Counts, Parked } from './queues.ts';

/** A text that HotTask accepted. */
export interface Accepted {
  SerialNumber: string;
  ToPhoneNumber: string;
  Message: string;
  /** A raw JSON number: it has more digits than a JavaScript number keeps. */
  SessionID: unknown;
  At: string;
}

/** One call of the send function, with what became of it. */
export interface Call {
  Id: number;
  At: string;
  Entrance: 'http-api' | 'direct' | 'queue';
  /** How a record of the queue was wrapped; null for all else. */
  Envelope: string | null;
  SerialNumber: string | null;
  ToPhoneNumber: string | null;
  Message: string | null;
  NotAfter: string | null;
  IdempotencyKey: string | null;
  /** Whose key it is, as the ledger has it; null for a stranger's. */
  Scope: string | null;
  /** The ledger's pk, where scope and key do not lead to it by themselves. */
  LedgerKey: string | null;
  /** It stands for the key where none was given. */
  RequestId: string;
  /** HTTP status; null for a direct call. */
  Status: number | null;
  /** `UnderWay` for one that takes long; it is told again when it ends. */
  State: string;
  /** It waits for a person. */
  Parked: boolean;
  /** Our answer's text; of a record that is parked, why. */
  Text: string;
  SessionID: unknown;
  /** It heard what became of an earlier call with its key; nothing was posted for it. */
  Replayed: boolean;
  /** How long it took, in milliseconds; null while it is under way. */
  Ms: number | null;
}

type Entry =
  | { event: 'message'; data: Accepted }
  | { event: 'call'; data: Call }
  | { event: 'ledger'; data: LedgerAccount }
  | { event: 'queues'; data: QueuesTold }
  | { event: 'chaos'; data: ChaosTold }
  | { event: 'clock'; data: ClockTold }
  | { event: 'reminders'; data: { Changes: number } }
  | { event: 'cleared'; data: { LedgerKeys: number } };

export interface ClockTold {
  /** How far the sandbox's clock is ahead of this machine's. */
  AheadMs: number;
  /** Where it is going, step by step; null where it only runs. */
  To: string | null;
}

/** The queues as they stand, and what waits for a person. */
export interface QueuesTold {
  Queues: Counts;
  /** The newest first, at most 500. */
  Parked: Parked[];
}

type Listener = (event: string, data: unknown) => void;

const kept = 100_000;
const shownAtFirst = 500;
/** So often at most it is told that reminders have changed. */
const remindersEveryMs = 250;

/** `now`: by which leases are read, in epoch ms. */
export const makeJournal = (now: () => number) => {
  const messages: { id: number; data: Accepted }[] = [];
  const calls: Call[] = [];
  /** RequestId → the call. */
  const underWay = new Map<string, Call>();
  /** pk → the item as it stands, in the order in which the keys came. */
  const ledger = new Map<string, { id: number; raw: RawItem }>();
  const listeners = new Set<Listener>();
  let lastId = 0;
  let clock: ClockTold = { AheadMs: 0, To: null };
  let queues: QueuesTold = { Queues: {}, Parked: [] };
  let chaos: ChaosTold = { Fault: null };
  let reminderChanges = 0;

  const tell = (entry: Entry) => {
    for (const listener of listeners) listener(entry.event, entry.data);
  };

  const itemOf = ({ Scope, IdempotencyKey, RequestId, LedgerKey }: Omit<Call, 'Id' | 'Replayed'>) => {
    const pk = LedgerKey ?? (Scope === null ? undefined : pkOf(Scope, IdempotencyKey ?? RequestId));
    const found = pk === undefined ? undefined : ledger.get(pk);
    return found && accountOf(found.raw, now());
  };

  return {
    accepted: (data: Accepted) => {
      lastId += 1;
      messages.push({ id: lastId, data });
      if (messages.length > kept) messages.shift();
      tell({ event: 'message', data });
    },
    called: (call: Omit<Call, 'Id' | 'Replayed'>) => {
      const item = itemOf(call);
      const told = { ...call, ...ofRecord(call, item), Replayed: isReplayed(call, item) };
      const known = underWay.get(call.RequestId);
      lastId += 1;
      const data = known ? Object.assign(known, told) : { Id: lastId, ...told };
      if (!known) calls.push(data);
      if (calls.length > kept) calls.shift();
      if (call.State === 'UnderWay') underWay.set(call.RequestId, data);
      else underWay.delete(call.RequestId);
      // Who follows may not know it: a replay changes nothing in the ledger, and the key may be an old one.
      if (item) tell({ event: 'ledger', data: item });
      tell({ event: 'call', data });
    },
    /** `raw`: undefined where the item is gone. */
    ledgerChanged: (pk: string, raw: RawItem | undefined) => {
      const before = ledger.get(pk);
      if (raw) {
        lastId += 1;
        ledger.set(pk, { id: before?.id ?? lastId, raw });
        tell({ event: 'ledger', data: accountOf(raw, now()) });
      } else if (before) {
        ledger.delete(pk);
        tell({ event: 'ledger', data: { ...accountOf(before.raw, now()), State: null } });
      }
    },
    clockMoved: (told: ClockTold) => {
      clock = told;
      tell({ event: 'clock', data: clock });
    },
    queuesChanged: (told: QueuesTold) => {
      queues = told;
      tell({ event: 'queues', data: queues });
    },
    /** Which one the page asks by itself: a burst of writes is told once. */
    reminderChanged: () => {
      reminderChanges += 1;
      if (reminderChanges > 1) return;
      setTimeout(() => {
        const Changes = reminderChanges;
        reminderChanges = 0;
        tell({ event: 'reminders', data: { Changes } });
      }, remindersEveryMs);
    },
    chaosChanged: (told: ChaosTold) => {
      chaos = told;
      tell({ event: 'chaos', data: chaos });
    },
    /** Forgets texts and calls. The ledger is a table of its own, and what was sent stays sent. */
    clear: () => {
      messages.length = 0;
      calls.length = 0;
      underWay.clear();
      tell({ event: 'cleared', data: { LedgerKeys: ledger.size } });
    },
    messagesPage: (limit: number, before: number) => {
      const { shown, Next } = pageOf(messages, limit, before);
      return { Messages: shown.map(({ data }) => data), Next };
    },
    ledgerPage: (limit: number, before: number) => {
      const { shown, Next } = pageOf([...ledger.values()], limit, before);
      return { Items: shown.map(({ raw }) => accountOf(raw, now())), Next };
    },
    /** Tells what is known, then what comes. Gives the function that ends it. */
    follow: (listener: Listener) => {
      const shownCalls = calls.slice(-shownAtFirst).reverse();
      listener('snapshot', {
        Messages: messages
          .slice(-shownAtFirst)
          .reverse()
          .map(({ data }) => data),
        Calls: shownCalls,
        Ledger: shownCalls.map(itemOf).filter((item) => item !== undefined),
        LedgerKeys: ledger.size,
        ...queues,
        Chaos: chaos,
        AheadMs: clock.AheadMs,
        ClockTo: clock.To,
      });
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** Newest first, from the one before `before`; `Next` goes on from there, null at the end. */
const pageOf = <Numbered extends { id: number }>(all: Numbered[], limit: number, before: number) => {
  const older = all
    .filter(({ id }) => id < before)
    .slice(-limit - 1)
    .reverse();
  const shown = older.slice(0, limit);
  return { shown, Next: older.length > limit ? String(shown.at(-1)?.id) : null };
};

/** A record of the queue says neither whose key it is when it comes back, nor what HotTask answered: the ledger does. */
const ofRecord = ({ LedgerKey, State }: Pick<Call, 'LedgerKey' | 'State'>, item: LedgerAccount | undefined) =>
  LedgerKey === null || item === undefined
    ? {}
    : {
        Scope: item.Scope,
        IdempotencyKey: item.IdempotencyKey,
        SessionID: State === 'Sent' ? item.SessionID : null,
      };

const afterPost = ['Sent', 'Refused', 'Unknown'];

/** Its answer speaks of a POST, and somebody else's claim was the last: it posted nothing itself. */
const isReplayed = ({ State, RequestId }: Pick<Call, 'State' | 'RequestId'>, item: LedgerAccount | undefined) =>
  item !== undefined && item.RequestId !== RequestId && afterPost.includes(State);

export type Journal = ReturnType<typeof makeJournal>;
