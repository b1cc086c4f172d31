/** All states in words, for whoever wants to read them before they happen. */
import { chip } from './chip.js';
import { byId, element } from './element.js';
import { states } from './states.js';

export const showLegend = () =>
  byId('legend').append(
    ...Object.entries(states).flatMap(([state, { fate, happened, next }]) => [
      element('dt', {}, chip(state), fate === state ? '' : ` ${fate}`),
      element('dd', {}, happened, ' ', element('span', { class: 'next' }, `To do: ${next}`)),
    ]),
  );
