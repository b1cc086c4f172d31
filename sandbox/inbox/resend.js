/** "Send again with the same key": one click shows what a caller hears who lost the answer and asks again. */
import { element } from './element.js';
import { requestOf, send } from './request.js';

/** The page calls with this caller's key: another's is another key. */
const ourScope = 'http:sandbox';
/** After these the key is another message's, or says nothing of this one. */
const beside = ['KeyReused', 'Invalid', 'Unauthorized'];

export const resendButton = ({ call }, item) => {
  const isOurs = call?.Scope === ourScope && call.IdempotencyKey && item && !beside.includes(call.State);
  if (!isOurs) return '';
  const button = element('button', { type: 'button', class: 'button slight' }, ...label(call));
  button.addEventListener('click', () => resend(button, call));
  return button;
};

/** What becomes of it comes by the stream, as for every call. */
const resend = async (button, call) => {
  if (button.getAttribute('aria-disabled')) return;
  button.setAttribute('aria-disabled', 'true');
  button.textContent = 'Sending …';
  const { problem } = await send(requestOf(asFields(call)));
  button.removeAttribute('aria-disabled');
  if (problem) button.textContent = `${problem} Send again with the same key`;
  else button.replaceChildren(...label(call));
};

/** Among many such buttons a screen reader tells them apart by their keys. */
const label = ({ IdempotencyKey }) => [
  'Send again with the same key',
  element('span', { class: 'unseen' }, `, ${IdempotencyKey}`),
];

const asFields = ({ SerialNumber, ToPhoneNumber, Message, IdempotencyKey, NotAfter }) => ({
  serial: SerialNumber ?? undefined,
  number: ToPhoneNumber,
  text: Message,
  key: IdempotencyKey,
  notAfter: NotAfter,
});
