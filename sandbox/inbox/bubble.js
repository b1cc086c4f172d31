/** One text as on a phone, and below it what became of it. */
import { chip } from './chip.js';
import { element } from './element.js';
import { noNumber, stateOf } from './entries.js';
import { ledgerLine } from './ledger-line.js';
import { moment } from './moment.js';
import { repeatLines } from './repeats.js';
import { resendButton } from './resend.js';
import { settleForm } from './settle.js';
import { explain } from './states.js';

/** `item`: what the ledger has under its key. */
export const bubble = (entry, item) => {
  const state = stateOf(entry);
  const { fate, happened, next, tone, answerSaysNext } = explain(state);
  const isNextSaid = Boolean(answerSaysNext && entry.call?.Text);
  const isSent = fate === 'Sent';
  return element(
    'li',
    { class: `entry ${isSent ? 'sent' : `unsent ${tone}`}` },
    element(
      'div',
      { class: 'bubble' },
      isSent ? '' : element('p', { class: 'fate' }, fate, chip(state)),
      element('p', { class: 'text', dir: 'auto' }, entry.text || 'No text that could be read'),
      isSent
        ? ''
        : element('div', { class: 'why' }, element('p', {}, happened), said(entry), isNextSaid ? '' : toDo(next)),
    ),
    isSent ? element('p', { class: 'outcome' }, chip(state), element('span', {}, happened)) : '',
    remark(entry),
    facts(entry),
    ledgerLine(entry, item),
    repeatLines(entry.repeats),
    resendButton(entry, item),
    settleForm(entry, item),
  );
};

const said = ({ call }) => (call?.Text ? element('p', {}, element('b', {}, 'Answer: '), call.Text) : '');
const toDo = (next) => element('p', {}, element('b', {}, 'To do: '), next);

const remark = ({ conversation, givenNumber, call }) => {
  const remarks = [
    conversation === noNumber && givenNumber && `ToPhoneNumber as given: ${givenNumber}`,
    call?.Replayed && call.State !== 'Sent' && `Replayed: ${explain(call.State).again}`,
  ].filter(Boolean);
  return remarks.length > 0 ? element('p', { class: 'remark' }, remarks.join(' ')) : '';
};

/** Envelope → how it is said. */
const wrapped = {
  event: ', an EventBridge event',
  'on-event': ', an event and a template',
  topic: ', an SNS notification',
  reminder: ', a reminder',
};

const facts = ({ at, call, message }) => {
  const session = call?.SessionID ?? message?.SessionID;
  const known = [
    call?.Entrance === 'direct' && 'direct call',
    call?.Entrance === 'queue' && `by the queue${wrapped[call.Envelope] ?? ''}`,
    call?.Parked && 'parked',
    call?.Status && `HTTP ${call.Status}`,
    typeof call?.Ms === 'number' && `${call.Ms} ms`,
    session && `SessionID ${session}`,
  ].filter(Boolean);
  return element('p', { class: 'facts' }, moment(at), ...known.map((fact) => element('span', {}, fact)));
};
