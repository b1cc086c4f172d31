/** The dialog that moves a reminder: it asks for time, zone and lateness alone, so that number and text stay as they are. */
import { chip } from './chip.js';
import { byId } from './element.js';
import { moveReminder, problemOf } from './reminder-request.js';
import { whenWords, zonesWords } from './reminder-words.js';
import { buttonOf } from './reminders.js';

const field = (name) => byId(`move-${name}`);

/** The reminder that the dialog was filled from. */
let moving;
let isAsking = false;

/** `onMoved` hears the answer of one that was moved. */
export const startMove = ({ onMoved }) => {
  byId('move').addEventListener('close', () => {
    // The button that opened it may be gone: its line is drawn anew when the reminder changes.
    if (!document.activeElement.closest('.reminder')) buttonOf(lineOf(moving.Key)).focus();
  });
  field('close').addEventListener('click', () => byId('move').close());
  field('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const told = await submit();
    if (!told) return;
    byId('move').close();
    byId('reminder-news').textContent = newsOf(told, moving);
    onMoved(told);
  });
};

export const openMove = (reminder) => {
  moving = reminder;
  const { Key, TimeZone, LateBySeconds } = reminder;
  field('title').textContent = `Move ${Key}`;
  const { date, time } = wallOf(reminder);
  field('date').value = date;
  field('time').value = time;
  field('zone').value = TimeZone;
  field('late').value = LateBySeconds;
  field('problem').replaceChildren();
  byId('move').showModal();
};

const lineOf = (key) => document.querySelector(`.reminder[data-key="${CSS.escape(key)}"]`);

/** As the inputs have them: seconds only where there are any. */
const wallOf = ({ At }) => {
  const [date, time] = At.split('T');
  return { date, time: time.replace(/^(\d\d:\d\d):00$/, '$1') };
};

/** What differs from what is set: all else is left as it is, and its time found by the same time zones. */
const changes = () => {
  const { date, time } = wallOf(moving);
  const [At, TimeZone] = [`${field('date').value}T${field('time').value}`, field('zone').value];
  const LateBySeconds = Number(field('late').value);
  return {
    ...(At !== `${date}T${time}` && { At }),
    ...(TimeZone !== moving.TimeZone && { TimeZone }),
    ...(LateBySeconds !== moving.LateBySeconds && { LateBySeconds }),
  };
};

/** Without it the API could only speak of fields that stand under other names here. */
const missing = (to) => {
  if (field('date').value === '') return 'Choose a date.';
  if (field('time').value === '') return 'Choose a time.';
  return Object.keys(to).length === 0 ? 'Choose another time, zone or lateness: it is set to these.' : undefined;
};

/** The answer where it was moved. */
const submit = async () => {
  if (isAsking) return undefined;
  isAsking = true;
  const button = field('submit');
  button.setAttribute('aria-disabled', 'true');
  field('problem').replaceChildren();
  const to = changes();
  const problem = missing(to);
  const answer = problem ? { problem } : await moveReminder(moving.Key, to);
  button.removeAttribute('aria-disabled');
  isAsking = false;
  showProblem(answer);
  return answer.isFine ? answer.body : undefined;
};

/** The API's sentence speaks of the state that it answers with. */
const showProblem = (answer) => {
  const problem = problemOf(answer);
  if (problem === undefined) return;
  const { State } = answer.body ?? {};
  field('problem').replaceChildren(...(State ? [chip(State), ' '] : []), problem);
};

const newsOf = (told, before) => {
  const zones =
    told.TimeZoneData === before.TimeZoneData
      ? ''
      : ` Its time is by the time zones of ${zonesWords(told)}, before by those of ${zonesWords(before)}.`;
  return `${told.Key} is moved: it goes out ${whenWords(told)}. Number and text are as they were.${zones}`;
};
