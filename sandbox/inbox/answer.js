/** What came back to the form, in words and byte for byte. */
import { chip } from './chip.js';
import { parseKeepingDigits } from './digits.js';
import { element } from './element.js';
import { explain } from './states.js';

export const answerParts = (answer, tookMs) => {
  const { text, isReplayed } = answer;
  const { state, message } = read(answer);
  const { fate, happened, next, again } = explain(state);
  return {
    headline: [
      element('p', { class: 'outcome' }, chip(state), element('span', {}, facts(answer, tookMs))),
      element('p', {}, element('b', {}, `${fate}.`), ` ${isReplayed ? `Replayed: ${again}` : happened}`),
    ],
    rest: [
      element('p', {}, element('b', {}, 'To do: '), next),
      message && element('p', {}, element('b', {}, 'Answer: '), message),
      text && verbatim(text),
    ].filter(Boolean),
  };
};

const verbatim = (text) =>
  element(
    'section',
    { class: 'verbatim', tabindex: '0', 'aria-label': 'The answer as it came' },
    element('pre', {}, text),
  );

const facts = ({ status }, tookMs) => [status && `HTTP ${status}`, `${tookMs} ms`].filter(Boolean).join(' · ');

const read = ({ status, text, problem }) =>
  problem ? { state: 'No answer', message: problem } : readEnvelope(status, text);

export const stateOfAnswer = (answer) => read(answer).state;

/** HotTask's own answer to a Sent has no State; what else has none is not the function's. */
const readEnvelope = (status, text) => {
  try {
    const { State, Message } = parseKeepingDigits(text);
    return { state: State ?? (status === 200 ? 'Sent' : 'No state'), message: State && Message };
  } catch {
    return { state: status === 200 ? 'Sent' : 'No state' };
  }
};
