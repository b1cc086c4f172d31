/** One entry a text, from what HotTask accepted (messages) and from what callers were told (calls). Pure. */

/** Older entries are let go, so that a page left open for days stays quick. */
const keepAtMost = 1_000;
const e164 = /^\+[1-9]\d{6,14}$/;

/** The conversation of calls without a number that can be read. */
export const noNumber = 'No number';
export const conversationOf = (number) => (e164.test(number ?? '') ? number : noNumber);

/** An entry: {conversation, text, at, givenNumber, message?, call?, repeats}. `repeats` counts later calls that heard the same answer. */
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
    return { entry, isNew: true, dropped: all.length > keepAtMost ? dropOldest() : undefined };
  };

  const dropOldest = () => {
    const oldest = all.shift();
    const siblings = conversations.get(oldest.conversation);
    siblings.splice(siblings.indexOf(oldest), 1);
    if (siblings.length === 0) conversations.delete(oldest.conversation);
    return oldest;
  };

  const addMessage = (message) => {
    const conversation = conversationOf(message.ToPhoneNumber);
    const told = newest(conversation, (entry) => !entry.message && isSessionOf(entry.call, message));
    if (told) return joined(told, { message });
    return add({ conversation, text: message.Message, at: message.At, message, repeats: 0 });
  };

  const addCall = (call) => {
    const conversation = conversationOf(call.ToPhoneNumber);
    const accepted = newest(conversation, (entry) => !entry.call && isSessionOf(call, entry.message));
    if (accepted) return joined(accepted, { call });
    const first = newest(conversation, (entry) => isSessionOf(entry.call, call));
    if (first) return joined(first, { repeats: first.repeats + 1 });
    return add({ conversation, text: call.Message, at: call.At, givenNumber: call.ToPhoneNumber, call, repeats: 0 });
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

  return { conversations, addMessage, addCall, clear, replace };
};

const joined = (entry, what) => ({ entry: Object.assign(entry, what), isNew: false });

/** Only a Sent names its session. */
const isSessionOf = (call, { SessionID }) => call?.State === 'Sent' && String(call.SessionID) === String(SessionID);

const byTime = (a, b) => Date.parse(a.at) - Date.parse(b.at);

/** The state to show: what the caller was told, else what HotTask has. */
export const stateOf = ({ call }) => call?.State ?? 'Accepted';
