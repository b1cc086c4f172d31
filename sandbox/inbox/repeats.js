/** The calls that asked again with the key of a text. They hang below it, since they sent nothing: nobody got two texts. */
import { element } from './element.js';
import { moment } from './moment.js';
import { explain } from './states.js';

/** One line for each kind of answer, however often it was heard. */
export const repeatLines = (repeats) => {
  if (repeats.length === 0) return '';
  const kinds = Map.groupBy(repeats, ({ State }) => State);
  return element('ul', { class: 'repeats', 'aria-label': 'Asked again with the same key' }, ...[...kinds].map(line));
};

const line = ([state, calls]) =>
  element(
    'li',
    {},
    element('span', { class: 'chip quiet' }, wordOf(calls[0]), calls.length > 1 ? ` ×${calls.length}` : ''),
    element('span', {}, explain(state).again),
    moment(calls.at(-1).At),
  );

export const wordOf = ({ State, Replayed }) => (Replayed ? 'Replayed' : State);
