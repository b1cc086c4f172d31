/** The form: shows its request as curl while one types, sends it, and keeps what was typed. */
import { answerParts, stateOfAnswer } from './answer.js';
import { offerCopy } from './copy.js';
import { curlLine } from './curl.js';
import { byId, element } from './element.js';
import { keyAfter, keyForEdited, keyWasUsed, renewKey } from './form-key.js';
import { requestOf, send } from './request.js';
import { testNumbers } from './test-numbers.js';

const longestText = 1600;
const count = new Intl.NumberFormat();

/** `onSend` hears the number of each text before it leaves. */
export const startSendForm = ({ onSend }) => {
  const form = byId('form');
  offerTestNumbers();
  offerCopy();
  renewKey();
  form.addEventListener('input', ({ target }) => {
    keyForEdited(target);
    showRequest();
  });
  byId('new-key').addEventListener('click', () => {
    renewKey();
    showRequest();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onSend(byId('number').value);
    submit();
  });
  showRequest();
};

const read = () =>
  requestOf({
    serial: byId('serial').value,
    number: byId('number').value,
    text: byId('text').value,
    key: byId('key').value,
    notAfter: byId('not-after').value,
    isDryRun: byId('dry-run').checked,
  });

const showRequest = () => {
  byId('curl').textContent = curlLine(read());
  byId('length').textContent = `${count.format(byId('text').value.length)} of ${count.format(longestText)} characters`;
};

const offerTestNumbers = () => {
  const select = byId('test-number');
  select.append(
    ...testNumbers.map(({ state, numbers }) =>
      element(
        'optgroup',
        { label: state },
        ...Object.entries(numbers).map(([number, what]) => element('option', { value: number }, `${what} – ${number}`)),
      ),
    ),
  );
  select.addEventListener('input', () => {
    if (select.value) byId('number').value = select.value;
  });
  byId('number').addEventListener('input', () => {
    select.value = '';
  });
};

let isSending = false;

const submit = async () => {
  if (isSending) return;
  isSending = true;
  const button = byId('submit');
  button.setAttribute('aria-disabled', 'true');
  button.textContent = 'Sending …';
  const began = performance.now();
  const request = read();
  keyWasUsed();
  const answer = await send(request);
  keyAfter(stateOfAnswer(answer));
  showRequest();
  showAnswer(answer, Math.round(performance.now() - began));
  button.removeAttribute('aria-disabled');
  button.textContent = 'Send text';
  isSending = false;
};

const showAnswer = (answer, tookMs) => {
  const { headline, rest } = answerParts(answer, tookMs);
  byId('answer').hidden = false;
  byId('answer-headline').replaceChildren(...headline);
  byId('answer-rest').replaceChildren(...rest);
};
