/** The form: makes a reminder, or makes one again that is over, and keeps what was typed. */
import { chip } from './chip.js';
import { now } from './clock.js';
import { byId, element } from './element.js';
import { problemOf, putReminder } from './reminder-request.js';
import { whenWords } from './reminder-words.js';
import { offerZones, ownZone, wallIn, wallWords } from './zones.js';

const dayMs = 24 * 3_600_000;
const field = (name) => byId(`reminder-${name}`);

/** `onDone` hears that a reminder was made. */
export const startReminderForm = ({ onDone }) => {
  offerZones();
  beginNew();
  field('zone').value = ownZone;
  field('time').value = '09:00';
  field('number').value = '+12025550123';
  field('text').value = 'See you tomorrow at ten.';
  field('zone').addEventListener('input', showZone);
  field('new').addEventListener('click', () => {
    beginNew();
    field('key').focus();
  });
  field('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    if (await submit()) onDone();
  });
};

/** The clock of the sandbox was moved, or is known now: tomorrow is another day, unless somebody has chosen one. */
export const retimeReminderForm = () => {
  const tomorrow = wallIn(ownZone, now() + dayMs).slice(0, 10);
  if (field('date').value === offered) field('date').value = tomorrow;
  offered = tomorrow;
  showZone();
};

let offered = '';

/** Fills in what is known of a reminder; number and text the table does not hold. */
export const makeAgain = ({ Key, At, TimeZone, LateBySeconds }) => {
  begin(`Make ${Key} again`, 'Make it again');
  field('key').value = Key;
  field('key').readOnly = true;
  const [date, time] = At.split('T');
  field('date').value = date;
  field('time').value = time.replace(/^(\d\d:\d\d):00$/, '$1');
  field('zone').value = TimeZone;
  field('late').value = LateBySeconds;
  field('number').value = '';
  field('text').value = '';
  byId('again-about').hidden = false;
  field('new').hidden = false;
  field('answer').hidden = true;
  showZone();
  field('date').focus();
};

const beginNew = () => {
  begin('Make a reminder', 'Make the reminder');
  const digits = crypto.getRandomValues(new Uint32Array(2));
  field('key').value = `try-${[...digits]
    .map((n) => n.toString(36))
    .join('')
    .slice(0, 8)}`;
  field('key').readOnly = false;
  field('late').value = 300;
  byId('again-about').hidden = true;
  field('new').hidden = true;
};

const begin = (title, word) => {
  field('title').textContent = title;
  field('submit').textContent = word;
  field('submit').dataset.word = word;
};

const showZone = () => {
  const there = wallIn(field('zone').value, now());
  byId('reminder-zone-about').textContent = there
    ? `There it is ${wallWords(there)} now.`
    : 'A name such as Europe/Berlin.';
};

const read = () => {
  const [date, time, late, serial] = ['date', 'time', 'late', 'serial'].map((name) => field(name).value);
  return {
    At: `${date}T${time}`,
    TimeZone: field('zone').value,
    ...(late && { LateBySeconds: Number(late) }),
    Message: {
      ...(serial && { SerialNumber: serial }),
      ToPhoneNumber: field('number').value,
      Message: field('text').value,
      ...(field('dry-run').checked && { DryRun: true }),
    },
  };
};

/** Of a reminder that is cancelled the answer says what is no longer so. */
export const forgetAnswer = (key) => {
  if (field('answer').dataset.key === key) field('answer').hidden = true;
};

/** Without it the API could only speak of fields that stand under other names here. */
const missingField = () => {
  if (field('key').value === '') return 'Give it a key, such as appt-42.24h.';
  if (field('date').value === '') return 'Choose a date.';
  return field('time').value === '' ? 'Choose a time.' : undefined;
};

let isAsking = false;

/** True where it was done. */
const submit = async () => {
  if (isAsking) return false;
  isAsking = true;
  const button = field('submit');
  button.setAttribute('aria-disabled', 'true');
  button.textContent = 'Asking …';
  const key = field('key').value;
  const missing = missingField();
  const answer = missing ? { problem: missing } : await putReminder(key, read());
  button.removeAttribute('aria-disabled');
  button.textContent = button.dataset.word;
  isAsking = false;
  showAnswer(answer, key);
  const isDone = Boolean(answer.isFine) && answer.body.State !== 'DryRun';
  if (isDone) beginNew();
  return isDone;
};

const showAnswer = (answer, key) => {
  const { status, text, body } = answer;
  const problem = problemOf(answer);
  field('answer').hidden = false;
  field('answer').dataset.key = key;
  field('headline').replaceChildren(
    element(
      'p',
      { class: 'outcome' },
      body?.State ? chip(body.State) : '',
      element('span', {}, status ? `HTTP ${status}` : ''),
    ),
    element('p', {}, problem ?? done(key, body, status === 200)),
  );
  field('rest').replaceChildren(
    ...(text
      ? [
          element(
            'section',
            { class: 'verbatim', tabindex: '0', 'aria-label': 'The answer as it came' },
            element('pre', {}, text),
          ),
        ]
      : []),
  );
  field('headline').scrollIntoView({ block: 'nearest' });
};

const done = (key, told, isReplaced) => {
  if (told.State === 'DryRun') return told.Message ?? 'Checked, and nothing was made.';
  return `${key} ${isReplaced ? 'is set again: it goes' : 'goes'} out ${whenWords(told)}.`;
};
