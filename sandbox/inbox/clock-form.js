/** The sandbox's clock: what it shows, and the ways to move it forward. */
import { act, ask } from './act.js';
import { moveClock, now } from './clock.js';
import { byId } from './element.js';
import { isOnShow } from './views.js';
import { localInput } from './zones.js';

const dayMs = 24 * 3_600_000;
const face = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const minute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** From when to when it is moving, epoch ms; `to` is not known at once of a jump to the next reminder. */
let jump;

/** The stream says where the clock stands and, in ISO, where it is going: `to` is null once it only runs. */
export const clockMoved = (aheadMs, to) => {
  moveClock(aheadMs);
  offerTime();
  if (to) begin({ from: jump?.from ?? now(), to: Date.parse(to), isOurs: jump?.isOurs });
  // What this page has asked for ends with its answer, which says why where it could not be.
  else if (jump && !jump.isOurs) end();
  showClock();
};

export const startClock = () => {
  setInterval(() => isOnShow('reminders') && showClock(), 1_000);
  for (const button of document.querySelectorAll('[data-jump]'))
    button.addEventListener('click', () => move(jumps[button.dataset.jump]()));
  byId('jump-stop').addEventListener('click', async () => tell((await act('/api/clock', undefined, 'DELETE')) ?? ''));
  byId('clock-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const to = new Date(byId('clock-to').value);
    if (Number.isNaN(to.getTime())) tell('Choose a date and a time to jump to, up to the year 2199.');
    else if (to < now()) tell('Choose a later time: the clock goes forward only.');
    else move({ To: to.toISOString() });
  });
  showClock();
};

/** A day from now, unless somebody has chosen another time. */
const offerTime = () => {
  const time = localInput(now() + dayMs);
  if (byId('clock-to').value === offered) byId('clock-to').value = time;
  offered = byId('clock-to').value === time ? time : offered;
};

let offered = '';

const jumps = {
  next: () => ({ To: 'next' }),
  hour: () => ({ AdvanceSeconds: 3_600 }),
  day: () => ({ AdvanceSeconds: 24 * 3_600 }),
  month: () => ({ To: new Date(nextMonth(now())).toISOString() }),
};

/** The same day of the next month, or its last. */
const nextMonth = (ms) => {
  const to = new Date(ms);
  to.setMonth(to.getMonth() + 1);
  if (to.getDate() !== new Date(ms).getDate()) to.setDate(0);
  return to.getTime();
};

const move = async (how) => {
  if (jump) return;
  const to = how.AdvanceSeconds === undefined ? Date.parse(how.To) : now() + how.AdvanceSeconds * 1_000;
  byId('clock-news').textContent = 'The clock is moving';
  tell('');
  begin({ from: now(), to: to || undefined, isOurs: true });
  const { problem, told } = await ask('/api/clock', how);
  // The stream may tell of it later than the answer.
  if (told) moveClock(Date.parse(told.Now) - Date.now());
  end();
  tell(problem ?? '');
  byId('clock-news').textContent = problem ? '' : `The clock shows ${face.format(now())}`;
};

const tell = (problem) => {
  byId('clock-problem').textContent = problem;
};

const begin = (what) => {
  jump = what;
  byId('jump').hidden = false;
  able(false);
  showClock();
};

const end = () => {
  jump = undefined;
  // Hidden, the button that stops it would let go of the focus.
  if (document.activeElement === byId('jump-stop')) byId('clock-title').focus();
  byId('jump').hidden = true;
  able(true);
  showClock();
};

/** Disabled at once, the button that was pressed would let go of the focus. */
const able = (isAble) => {
  for (const button of byId('clock').querySelectorAll('button:not(#jump-stop)'))
    if (isAble) button.removeAttribute('aria-disabled');
    else button.setAttribute('aria-disabled', 'true');
};

/** What it shows now. */
const showClock = () => {
  byId('clock-face').textContent = face.format(now());
  byId('clock-face').dateTime = new Date(now()).toISOString();
  byId('clock-ahead').textContent = ahead(now() - Date.now());
  if (!jump) return;
  byId('jump-at').textContent =
    `It is ${minute.format(now())}${jump.to ? `, on the way to ${minute.format(jump.to)}` : ''}.`;
  if (jump.to) byId('jump-progress').value = Math.min(1, (now() - jump.from) / (jump.to - jump.from));
  else byId('jump-progress').removeAttribute('value');
};

const parts = [
  [dayMs, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
];

/** "3 days, 2 hours ahead of this machine" */
const ahead = (ms) => {
  let left = Math.round(ms / 1_000) * 1_000;
  const words = parts.flatMap(([length, name]) => {
    const count = Math.floor(left / length);
    left -= count * length;
    return count > 0 ? [`${count} ${name}${count === 1 ? '' : 's'}`] : [];
  });
  return words.length === 0 ? 'As on this machine.' : `${words.join(', ')} ahead of this machine.`;
};
