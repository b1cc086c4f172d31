/** What the ledger says of each key. A lease ends without an event, so a timer here turns it into Unknown. */

import { now } from './clock.js';

/** Older ones are let go, so that a page left open for days stays quick. */
const keepAtMost = 5_000;
/** A longer timer would fire at once: https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timers */
const longestTimerMs = 2 ** 31 - 1;

/** One key of one caller. Where a call gave none, its request id stands in the ledger. */
export const keyOf = ({ Scope, IdempotencyKey, RequestId }) =>
  Scope ? JSON.stringify([Scope, IdempotencyKey ?? RequestId]) : undefined;

/** `onChange` hears the key whose item, or whose state, has changed. */
export const makeLedger = ({ onChange }) => {
  /** Key → item. */
  const items = new Map();
  /** Key → the timer that waits for the end of its lease. */
  const timers = new Map();

  const forget = (key) => {
    clearTimeout(timers.get(key));
    timers.delete(key);
    items.delete(key);
  };

  const keep = (item) => {
    const key = keyOf(item);
    forget(key);
    if (item.State === null) return key;
    items.set(key, item);
    if (stateNow(item) === 'InProgress')
      timers.set(
        key,
        setTimeout(() => put(item), timeLeft(item)),
      );
    if (items.size > keepAtMost) forget(items.keys().next().value);
    return key;
  };

  const put = (item) => onChange(keep(item));

  return {
    put,
    /** The clock was moved: some leases may be over. */
    retime: () => [...items.values()].forEach(put),
    replace: (all) => {
      for (const key of [...items.keys()]) forget(key);
      for (const item of all) keep(item);
    },
    /** The item of this call's key, as long as the table has one. */
    find: (call) => call && items.get(keyOf(call)),
  };
};

const timeLeft = ({ LeaseUntil }) => Math.min(Date.parse(LeaseUntil) - now() + 1, longestTimerMs);

/** What a caller with this key is told at this moment. */
export const stateNow = ({ State, StoredState, LeaseUntil }) => {
  if (StoredState !== 'Sending') return State;
  return Date.parse(LeaseUntil) > now() ? 'InProgress' : 'Unknown';
};
