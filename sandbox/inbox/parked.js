/** One record that waits for a person: what it is, why it waits, and what can be done with it. */
import { act } from './act.js';
import { chip } from './chip.js';
import { element } from './element.js';
import { moment } from './moment.js';
import { twice } from './twice.js';

const envelopes = {
  event: 'EventBridge event',
  'on-event': 'event and template',
  topic: 'SNS notification',
  reminder: 'reminder',
  plain: 'message',
};

export const parkedLine = (record) => {
  const { Id, SentAt, Body, Attributes } = record;
  const { State, Reason, Envelope } = Attributes;
  const problem = element('p', { class: 'problem', role: 'status' });
  return element(
    'li',
    { class: 'parked' },
    element('p', { class: 'marks' }, State ? chip(State) : element('b', {}, 'Undelivered'), moment(SentAt)),
    element('p', { class: 'reason' }, Reason ?? 'AWS could not bring it to the function.'),
    element(
      'details',
      {},
      element('summary', {}, `Read the ${envelopes[Envelope] ?? 'record'}`),
      element('pre', {}, readable(Body)),
    ),
    element(
      'p',
      { class: 'actions' },
      button('Replay', Id, () => act('/api/parked/replay', { Ids: [Id] }), problem),
      twice(
        button('Drop', Id, () => act('/api/parked/drop', { Ids: [Id] }), problem),
        'Drop it for good',
      ),
    ),
    problem,
  );
};

/** Its line goes with the next word of the stream; until then it says that something is being done. */
const button = (word, id, doIt, problem) => {
  const node = element(
    'button',
    { type: 'button', class: 'button small' },
    word,
    element('span', { class: 'unseen' }, ` ${id}`),
  );
  node.addEventListener('click', async () => {
    if (node.getAttribute('aria-disabled')) return;
    node.setAttribute('aria-disabled', 'true');
    problem.textContent = '';
    problem.textContent = (await doIt()) ?? '';
    node.removeAttribute('aria-disabled');
  });
  return node;
};

const readable = (body) => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
};
