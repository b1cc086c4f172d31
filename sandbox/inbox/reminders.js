/** The list of reminders, kept up to date while it is on show. */
import { byId, element } from './element.js';
import { makeLook } from './look.js';
import { forgetAnswer } from './reminder-form.js';
import { reminderLine } from './reminder-line.js';
import { makePages } from './reminder-pages.js';
import { onView } from './views.js';

const states = ['Scheduled', 'InProgress', 'Sent', 'Refused', 'Unknown', 'NotSent', 'Expired', 'Cancelled'];

/** `onEdit` and `onText` as of reminder-line.js. Gives the function that says: something has changed. */
export const startReminders = ({ onEdit, onText }) => {
  const pages = makePages();
  const list = byId('reminder-lines');
  /** Key → what it was drawn from, and its line: one that somebody is at stays as it is. */
  let lines = new Map();

  const refresh = makeLook('reminders', async () => {
    const loaded = await pages.load();
    if (loaded) show(loaded);
    return Boolean(loaded);
  });

  const show = ({ problem, reminders = [], page, hasMore, isFull }) => {
    byId('reminders-problem').textContent = problem ?? '';
    // What was seen last is more than nothing.
    if (problem) {
      byId('reminders-about').textContent = '';
      return;
    }
    byId('no-reminders').hidden = reminders.length > 0;
    byId('no-reminders-why').textContent = why(hasMore);
    byId('reminders-about').textContent = about(reminders.length, page, hasMore, isFull);
    byId('pager').hidden = page === 1 && !hasMore;
    for (const id of ['page-first', 'page-before']) able(byId(id), page > 1);
    able(byId('page-next'), hasMore);
    byId('page-next').textContent = isFull ? 'Next page' : 'Look further';
    draw(reminders);
  };

  const draw = (reminders) => {
    lines = new Map(
      reminders.map((reminder) => {
        const from = JSON.stringify(reminder);
        const before = lines.get(reminder.Key);
        if (before?.from === from) return [reminder.Key, before];
        return [reminder.Key, { from, node: reminderLine(reminder, { onEdit, onText, onCancelled }) }];
      }),
    );
    const nodes = [...lines.values()].map(({ node }) => node);
    // Put in again, a line would lose the focus, and with it the first press of two.
    if (list.children.length === nodes.length && nodes.every((node, i) => node === list.children[i])) return;
    const held = list.contains(document.activeElement) && document.activeElement.closest('.reminder').dataset.key;
    const scroller = byId('reminder-list').querySelector('.scroller');
    const { scrollTop } = scroller;
    list.replaceChildren(...nodes);
    scroller.scrollTop = scrollTop;
    // A keyboard must not lose its place with the line that it has just dealt with.
    if (held && !list.contains(document.activeElement))
      (lines.get(held)?.node.querySelector('button') ?? byId('reminders-title')).focus({ preventScroll: true });
  };

  const onCancelled = (key) => {
    if (key !== undefined) {
      byId('reminder-news').textContent = `${key} is cancelled: nothing goes out.`;
      forgetAnswer(key);
    }
    refresh();
  };

  const turn = (how) => {
    how();
    // Until the answer is there, what stands here is another page.
    byId('reminders-about').textContent = 'Looking …';
    able(byId('page-next'), false);
    byId('reminder-list').querySelector('.scroller').scrollTop = 0;
    refresh();
  };

  byId('reminder-state').append(...states.map((state) => element('option', { value: state }, state)));
  byId('reminder-state').addEventListener('input', ({ target }) => turn(() => pages.show(target.value)));
  for (const [id, how] of [
    ['page-first', pages.first],
    ['page-before', pages.before],
    ['page-next', pages.after],
  ])
    byId(id).addEventListener('click', ({ target }) => {
      if (!target.getAttribute('aria-disabled')) turn(how);
    });
  onView(refresh);
  return refresh;
};

/** A button that is disabled at once would let go of the focus. */
const able = (button, isAble) => {
  if (isAble) button.removeAttribute('aria-disabled');
  else button.setAttribute('aria-disabled', 'true');
};

const about = (count, page, hasMore, isFull) => {
  const words = `${count} ${count === 1 ? 'reminder' : 'reminders'} by key`;
  if (page === 1 && !hasMore) return words;
  return `Page ${page}: ${words}${hasMore ? (isFull ? ', and more' : ', and more to look through') : ', the last'}`;
};

const why = (hasMore) =>
  hasMore
    ? 'Not among those that were looked through: there are more.'
    : 'Make one with the form, then move the clock: its text arrives in the inbox.';
