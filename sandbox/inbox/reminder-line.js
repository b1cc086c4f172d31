/** One reminder of the list: its key, its state, when it goes out there and here, and what can be done with it. */
import { chip } from './chip.js';
import { element } from './element.js';
import { cancelReminder, problemOf } from './reminder-request.js';
import { notAsAsked, zonesWords } from './reminder-words.js';
import { twice } from './twice.js';
import { ownWords, ownZone, wallWords } from './zones.js';

const isMovable = ({ State }) => State === 'Scheduled';
const isCancellable = ({ State }) => State === 'Scheduled' || State === 'NotSent';

/** `onMove` hears the reminder that is to be moved, `onAgain` the one that is to be made again; `onText` the one whose text is wanted; `onCancelled` the key of one that was cancelled, or that one could not be. */
export const reminderLine = (reminder, { onMove, onAgain, onText, onCancelled }) => {
  const { Key, State, FiredAt } = reminder;
  const problem = element('p', { class: 'problem', role: 'status' });
  const cancel = async () => {
    problem.textContent = '';
    const why = problemOf(await cancelReminder(Key));
    problem.textContent = why ?? '';
    onCancelled(why === undefined ? Key : undefined);
  };
  return element(
    'li',
    { class: 'reminder', 'data-key': Key },
    element('p', { class: 'marks' }, element('b', { class: 'key' }, Key), chip(State)),
    times(reminder),
    element(
      'p',
      { class: 'actions' },
      FiredAt ? button('See its text', Key, () => show(problem, onText(reminder))) : '',
      State === 'InProgress' ? '' : another(reminder, { onMove, onAgain }),
      isCancellable(reminder) ? twice(button('Cancel', Key, cancel), 'Cancel it for good') : '',
    ),
    problem,
  );
};

const another = (reminder, { onMove, onAgain }) =>
  isMovable(reminder)
    ? button('Move', reminder.Key, () => onMove(reminder))
    : button('Make again', reminder.Key, () => onAgain(reminder));

const show = (problem, isFound) => {
  problem.textContent = isFound ? '' : 'Its text is not on this page any more.';
};

/** Where it hangs, and what the reader's own clock shows then. */
const times = ({ At, TimeZone, DueAt, GoesOutAt, TimeZoneData, LateBySeconds, Revision }) =>
  element(
    'p',
    { class: 'when' },
    element('time', { datetime: DueAt, title: DueAt }, wallWords(GoesOutAt ?? At)),
    element('span', {}, ` in ${TimeZone}`),
    GoesOutAt === undefined ? '' : element('span', { class: 'changed' }, notAsAsked(At)),
    TimeZone === ownZone ? '' : element('span', { class: 'yours' }, `your time: ${ownWords(DueAt)}`),
    element(
      'span',
      { class: 'facts' },
      `at most ${LateBySeconds} s late · revision ${Revision} · zones: ${zonesWords({ TimeZoneData })}`,
    ),
  );

const button = (word, key, doIt) => {
  const node = element(
    'button',
    { type: 'button', class: 'button small' },
    word,
    element('span', { class: 'unseen' }, ` ${key}`),
  );
  node.addEventListener('click', async () => {
    if (node.getAttribute('aria-disabled')) return;
    node.setAttribute('aria-disabled', 'true');
    await doIt();
    node.removeAttribute('aria-disabled');
  });
  return node;
};
