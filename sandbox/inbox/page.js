/** The inbox: what the stream tells becomes entries, and each entry a line in the list and a bubble in the thread. */

import { showChaos, startChaos } from './chaos.js';
import { clockMoved, startClock } from './clock-form.js';
import { makeConversations } from './conversations.js';
import { startDeclared } from './declared.js';
import { byId } from './element.js';
import { conversationOf, makeEntries } from './entries.js';
import { keyOf, makeLedger } from './ledger.js';
import { showLegend } from './legend.js';
import { tellNews } from './news.js';
import { showQueues } from './queues.js';
import { editReminder, retimeReminderForm, startReminderForm } from './reminder-form.js';
import { startReminders } from './reminders.js';
import { startSendForm } from './send-form.js';
import { startStream } from './stream.js';
import { makeThread } from './thread.js';
import { goTo, startViews } from './views.js';

const entries = makeEntries();
const ledger = makeLedger({ onChange: (key) => entries.ofKey(key).forEach(thread.refresh) });
const thread = makeThread(ledger);
const list = makeConversations({
  onChoose: (number) => {
    isChosenByReader = true;
    open(number);
    byId('texts').scrollIntoView({ block: 'nearest' });
  },
});

/** The number on show. Until the reader has chosen one, the newest text's. */
let chosen;
let isChosenByReader = false;
/** The number that the form has just texted, if it has no conversation yet. */
let awaited;

const open = (number) => {
  chosen = number;
  awaited = undefined;
  list.choose(number, entries.conversations.get(number)?.at(-1));
  thread.show(number, entries.conversations.get(number));
};

const show = ({ entry, isNew, dropped, repeat }) => {
  const { conversation } = entry;
  dropped.forEach(forget);
  const isFollowed = isNew && conversation !== chosen && (conversation === awaited || !isChosenByReader);
  const isOnShow = conversation === chosen || isFollowed;
  const siblings = entries.conversations.get(conversation);
  list.put(conversation, siblings.at(-1), { isNew, isUnread: isNew && !isOnShow });
  if (isFollowed) open(conversation);
  else if (isOnShow) thread.put(entry, siblings);
  tellNews(entry, repeat);
};

const forget = (entry) => {
  if (!entries.conversations.has(entry.conversation)) list.drop(entry.conversation);
  if (entry.conversation === chosen) thread.drop(entry);
};

const showAll = (snapshot) => {
  if (snapshot.AheadMs !== undefined) showClock(snapshot.AheadMs, snapshot.ClockTo);
  if (snapshot.Queues) showQueues(snapshot);
  if (snapshot.Chaos) showChaos(snapshot.Chaos);
  ledger.replace(snapshot.Ledger);
  entries.replace(snapshot);
  showWhatStays(snapshot.LedgerKeys);
  list.clear();
  const oldestFirst = [...entries.conversations].sort((a, b) => timeOf(a) - timeOf(b));
  for (const [number, siblings] of oldestFirst) list.put(number, siblings.at(-1), { isNew: true });
  const isStillThere = entries.conversations.has(chosen);
  isChosenByReader &&= isStillThere;
  open(isStillThere ? chosen : oldestFirst.at(-1)?.[0]);
};

/** Clearing empties this page, not the ledger: without a word on it, the next replay would be a riddle. */
const showWhatStays = (keys) => {
  byId('still-known').hidden = keys === 0;
  byId('still-known').textContent =
    `The ledger still knows ${keys} ${keys === 1 ? 'key' : 'keys'} of before: what went out under one of them never goes out again.`;
};

const showClock = (aheadMs, to) => {
  clockMoved(aheadMs, to);
  retimeReminderForm();
  lookAtReminders();
  lookAtDeclared();
};

/** Shows what a reminder has become, in the inbox. False where it is not on this page. */
const showText = ({ IdempotencyKey }) => {
  const [entry] = entries.ofKey(keyOf({ Scope: 'reminder', IdempotencyKey }));
  if (!entry) return false;
  goTo('inbox');
  isChosenByReader = true;
  open(entry.conversation);
  thread.reveal(entry);
  return true;
};

const timeOf = ([, siblings]) => Date.parse(siblings.at(-1).at);

showLegend();
startChaos();
startViews();
startClock();
const lookAtDeclared = startDeclared();
const lookAtReminders = startReminders({ onEdit: editReminder, onText: showText });
startReminderForm({ onDone: lookAtReminders });
startSendForm({
  onSend: (number) => {
    isChosenByReader = true;
    const conversation = conversationOf(number);
    if (entries.conversations.has(conversation)) open(conversation);
    else awaited = conversation;
  },
});
// Without a sandbox there is nothing to clear, and the connection's state already says so.
byId('clear').addEventListener('click', () => fetch('/api/messages', { method: 'DELETE' }).catch(() => {}));
startStream({
  snapshot: showAll,
  message: (message) => show(entries.addMessage(message)),
  call: (call) => show(entries.addCall(call)),
  ledger: (item) => {
    ledger.put(item);
    if (item.Scope !== 'reminder') return;
    lookAtReminders();
    lookAtDeclared();
  },
  reminders: lookAtReminders,
  queues: showQueues,
  chaos: showChaos,
  clock: ({ AheadMs, To }) => {
    showClock(AheadMs, To);
    ledger.retime();
  },
  cleared: ({ LedgerKeys }) => showAll({ Messages: [], Calls: [], Ledger: [], LedgerKeys }),
});
