/** One entry a text, from what HotTask accepted (messages) and from what callers were told (calls). Pure. */
import { keyOf } from './ledger.js';

/** Older entries are let go, so that a page left open for days stays quick. */
const keepAtMost = 1_000;
const e164 = /^\+[1-9]\d{6,14}$/;

/** The conversation of calls without a number that can be read. */
export const noNumber = 'No number';
export const conversationOf = (number) => (e164.test(number ?? '') ? number : noNumber);

/**
 * An entry: {conversation, text, at, givenNumber, message?, call?, key?, repeats}. `repeats` are the calls that asked
 * again with its key and sent nothing: they never become an entry beside it, which would look like a second text.
 */
export const makeEntries = () => {
  /** Conversation → its entries, oldest first. */
  const conversations = new Map();
  /** All of them, in the order they came. */
  let all = [];

  const newest = (conversation, fits) => conversations.get(conversation)?.findLast(fits);

  const add = (entry) => {
    all.push(entry);
    const siblings = conversations.get(entry.conversation);
    if (siblings) siblings.push(entry);
    else conversations.set(entry.conversation, [entry]);
    return { entry, isNew: true, dropped: all.length > keepAtMost ? [drop(all[0])] : [] };
  };

  const drop = (entry) => {
    all.splice(all.indexOf(entry), 1);
    const siblings = conversations.get(entry.conversation);
    siblings.splice(siblings.indexOf(entry), 1);
    if (siblings.length === 0) conversations.delete(entry.conversation);
    return entry;
  };

  /** Whose answer a repeat has heard: of several under way nobody knows yet who has claimed. */
  const claimantOf = (key, conversation, begun) => {
    const fits = (entry) => entry !== begun && entry.key === key && hasClaimed(entry.call);
    return (
      newest(conversation, (entry) => fits(entry) && entry.call.State !== 'UnderWay') ?? newest(conversation, fits)
    );
  };

  const addMessage = (message) => {
    const conversation = conversationOf(message.ToPhoneNumber);
    const told = newest(
      conversation,
      ({ message: other, call }) => !other && !call.Replayed && isSessionOf(call, message),
    );
    if (told) return joined(told, { message });
    return add({ conversation, text: message.Message, at: message.At, message, repeats: [] });
  };

  const addCall = (call) => {
    const conversation = conversationOf(call.ToPhoneNumber);
    const key = keyOf(call);
    const begun = newest(conversation, (entry) => entry.call?.RequestId === call.RequestId);
    const first = isRepeat(call) && claimantOf(key, conversation, begun);
    if (first) {
      // Seen while it was under way, it was taken for a text of its own.
      const repeats = [...first.repeats, ...(begun?.repeats ?? []), call];
      return { ...joined(first, { repeats }), dropped: begun ? [drop(begun)] : [], repeat: call };
    }

    const accepted = newest(conversation, (entry) => !entry.call && isSessionOf(call, entry.message));
    const { entry, isNew, dropped } =
      joinedTo(accepted ?? begun, { call, key }) ??
      add({ conversation, text: call.Message, at: call.At, givenNumber: call.ToPhoneNumber, call, key, repeats: [] });
    if (isRepeat(call)) return { entry, isNew, dropped };
    // Those that asked meanwhile and were answered sooner, and the same call while it was under way.
    const merged = conversations.get(conversation).filter((other) => other !== entry && belongsTo(other, entry));
    entry.repeats.push(...merged.flatMap(({ call, repeats }) => [call, ...repeats]).filter(isRepeat));
    return { entry, isNew, dropped: [...dropped, ...merged.map(drop)] };
  };

  const clear = () => {
    conversations.clear();
    all = [];
  };

  const replace = ({ Messages, Calls }) => {
    clear();
    for (const message of Messages.toReversed()) addMessage(message);
    for (const call of Calls.toReversed()) addCall(call);
    all.sort(byTime);
    for (const entries of conversations.values()) entries.sort(byTime);
  };

  /** The entries under one key of the ledger. */
  const ofKey = (key) => all.filter((entry) => entry.key === key);

  return { conversations, addMessage, addCall, ofKey, clear, replace };
};

const joined = (entry, what) => ({ entry: Object.assign(entry, what), isNew: false, dropped: [] });
const joinedTo = (entry, what) => entry && joined(entry, what);

/** Its answer is about an earlier call with its key. */
const isRepeat = ({ Replayed, State }) => Replayed || State === 'InProgress';
const hasClaimed = ({ State }) => ['Sent', 'Refused', 'NotSent', 'Unknown', 'InProgress', 'UnderWay'].includes(State);

const belongsTo = ({ call, key }, first) => {
  if (!call) return false;
  return call.RequestId === first.call.RequestId || (isRepeat(call) && hasClaimed(first.call) && key === first.key);
};

/** Only a Sent names its session. */
const isSessionOf = (call, { SessionID }) => call?.State === 'Sent' && String(call.SessionID) === String(SessionID);

const byTime = (a, b) => Date.parse(a.at) - Date.parse(b.at);

/** The state to show: what the caller was told, else what HotTask has. A Sent that was only heard again is none. */
export const stateOf = ({ call }) => {
  if (call?.Replayed && call.State === 'Sent') return 'Replayed';
  return call?.State ?? 'Accepted';
};
