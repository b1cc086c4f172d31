/**
 * Runs the send function for an entrance and tells the journal: what takes long at once, and what was heard at the end.
 * When a call came it tells by the clock that can be moved, how long it took by this machine's.
 */
import type { Invoke, Result } from './function.ts';
import type { Call, Journal } from './journal.ts';

/** What was asked for, and by whom. */
export type Asked = Omit<Call, 'Id' | 'At' | 'Ms' | 'Replayed' | 'Envelope' | 'LedgerKey' | 'Parked' | keyof Heard>;

/** What the caller heard. */
export type Heard = Pick<Call, 'Status' | 'State' | 'Text' | 'SessionID'>;

export type RecordCall = (event: unknown, asked: Asked, hear: (result: Result) => Heard) => Promise<Result>;

/** Nearly every call ends sooner; one that HotTask keeps waiting is on the page meanwhile. */
export const longMs = 500;
const ofNoQueue = { Envelope: null, LedgerKey: null, Parked: false };
export const underWay: Heard = { Status: null, State: 'UnderWay', Text: '', SessionID: null };

export const makeRecord =
  (invoke: Invoke, journal: Journal, now: () => number): RecordCall =>
  async (event, asked, hear) => {
    const began = Date.now();
    const call = { ...asked, ...ofNoQueue, At: new Date(now()).toISOString() };
    const timer = setTimeout(() => journal.called({ ...call, ...underWay, Ms: null }), longMs);
    const result = await invoke(event, asked.RequestId);
    clearTimeout(timer);
    journal.called({ ...call, ...hear(result), Ms: Date.now() - began });
    return result;
  };
