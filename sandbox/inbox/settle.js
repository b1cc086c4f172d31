/** "It was sent" or "It was not sent": a person's word on an Unknown, below its bubble. */
import { act } from './act.js';
import { element } from './element.js';
import { stateNow } from './ledger.js';

export const settleForm = ({ call }, item) => {
  if (!call?.Scope || !item || stateNow(item) !== 'Unknown' || call.Replayed) return '';
  const key = call.IdempotencyKey ?? call.RequestId;
  const why = element('input', {
    placeholder: 'How do you know? Such as: in its list',
    maxlength: '200',
    'aria-label': `How do you know, of ${key}`,
  });
  const problem = element('p', { class: 'problem', role: 'status' });
  const say = async (State) => {
    problem.textContent =
      (await act('/api/settle', { Scope: call.Scope, IdempotencyKey: key, State, Why: why.value })) ?? '';
  };
  const button = (State, words) => {
    const node = element(
      'button',
      { type: 'button', class: 'button small' },
      words,
      element('span', { class: 'unseen' }, `, ${key}`),
    );
    node.addEventListener('click', () => say(State));
    return node;
  };
  return element(
    'details',
    { class: 'settle' },
    element('summary', {}, 'Settle it: look in HotTask, then say what you found'),
    why,
    element('p', { class: 'actions' }, button('Sent', 'It was sent'), button('NotSent', 'It was not sent')),
    problem,
  );
};
