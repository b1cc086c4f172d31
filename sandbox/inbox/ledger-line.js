/** The line below a text that says what the ledger has under its key: "key appt-42 · ledger: Sent · 1 claim". */
import { element } from './element.js';
import { stateNow } from './ledger.js';
import { moment } from './moment.js';
import { explain } from './states.js';

export const ledgerLine = ({ call }, item) => {
  if (!call?.Scope || call.State === 'DryRun') return '';
  const said = call.IdempotencyKey ? ofKey(call, item) : withoutKey(item);
  return said.length > 0 ? element('p', { class: 'ledger' }, ...said) : '';
};

const ofKey = (call, item) => [
  'key ',
  element('b', {}, call.IdempotencyKey),
  ' · ',
  ...(item ? standing(call, item) : ['not in the ledger: nothing was claimed']),
];

/** Under the id of its event it stands in the ledger too, which matters only as long as it is under way. */
const withoutKey = (item) => {
  if (!item) return [];
  return ['no key · ', ...(isUnderWay(item) ? words(item) : ['the same call again would be a second text'])];
};

const isUnderWay = (item) => stateNow(item) === 'InProgress';

const standing = (call, item) => {
  const isAnothers = call.State === 'KeyReused';
  const hasMoved = !isAnothers && call.State !== 'UnderWay' && call.State !== stateNow(item);
  return [
    hasMoved ? 'ledger now: ' : 'ledger: ',
    isAnothers ? "another message's, " : '',
    ...words(item),
    ` · ${item.Attempts} ${item.Attempts === 1 ? 'claim' : 'claims'}`,
  ];
};

const words = (item) => {
  if (item.SettledBy) return [element('b', {}, settledWords(item))];
  if (isUnderWay(item)) return ['under way, at most until ', moment(item.LeaseUntil)];
  const state = stateNow(item);
  return [explain(state).inLedger ?? state];
};

const settledWords = (item) => {
  const what = explain(stateNow(item)).fate.toLowerCase();
  return `settled as ${what} by ${item.SettledBy}${item.Why ? `: ${item.Why}` : ''}`;
};
