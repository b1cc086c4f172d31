/** What happened in this sandbox: texts that HotTask accepted, calls and their outcomes. In memory, newest kept. */

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
  Entrance: 'http-api' | 'direct';
  ToPhoneNumber: string | null;
  Message: string | null;
  IdempotencyKey: string | null;
  /** HTTP status; null for a direct call. */
  Status: number | null;
  State: string;
  /** Our answer's text. */
  Text: string;
  SessionID: unknown;
  /** How long it took, in milliseconds. */
  Ms: number;
}

type Entry = { event: 'message'; data: Accepted } | { event: 'call'; data: Call };
type Listener = (event: string, data: unknown) => void;

const kept = 100_000;
const shownAtFirst = 500;

export const makeJournal = () => {
  const messages: { id: number; data: Accepted }[] = [];
  const calls: Call[] = [];
  const listeners = new Set<Listener>();
  let lastId = 0;

  const tell = (entry: Entry | { event: 'cleared'; data: object }) => {
    for (const listener of listeners) listener(entry.event, entry.data);
  };

  return {
    accepted: (data: Accepted) => {
      lastId += 1;
      messages.push({ id: lastId, data });
      if (messages.length > kept) messages.shift();
      tell({ event: 'message', data });
    },
    called: (call: Omit<Call, 'Id'>) => {
      lastId += 1;
      const data = { Id: lastId, ...call };
      calls.push(data);
      if (calls.length > kept) calls.shift();
      tell({ event: 'call', data });
    },
    clear: () => {
      messages.length = 0;
      calls.length = 0;
      tell({ event: 'cleared', data: {} });
    },
    /** Newest first, from the message before `before`; `Next` goes on from there, null at the end. */
    page: (limit: number, before: number) => {
      const older = messages
        .filter(({ id }) => id < before)
        .slice(-limit - 1)
        .reverse();
      const shown = older.slice(0, limit);
      return { Messages: shown.map(({ data }) => data), Next: older.length > limit ? String(shown.at(-1)?.id) : null };
    },
    /** Tells what is known, then what comes. Gives the function that ends it. */
    follow: (listener: Listener) => {
      listener('snapshot', {
        Messages: messages
          .slice(-shownAtFirst)
          .reverse()
          .map(({ data }) => data),
        Calls: calls.slice(-shownAtFirst).reverse(),
      });
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

export type Journal = ReturnType<typeof makeJournal>;
