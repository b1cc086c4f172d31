/** The reminders that the stage declares, each with when it goes out next. They are asked for again as the clock moves. */
import { ask } from './act.js';
import { byId, element } from './element.js';
import { makeLook } from './look.js';
import { onView } from './views.js';
import { wallWords } from './zones.js';

/** Gives the function that says: something has changed. */
export const startDeclared = () => {
  const look = makeLook('reminders', async () => {
    const { problem, told } = await ask('/api/declared', undefined, 'GET');
    // What was seen last is more than nothing.
    if (!problem) show(told);
  });
  onView(look);
  return look;
};

let shown = '';

const show = (told) => {
  const from = JSON.stringify(told);
  if (from === shown) return;
  shown = from;
  const { Stage, Reminders } = told;
  byId('no-stage').hidden = Stage !== null;
  byId('declared-about').hidden = Stage === null;
  byId('declared-about').textContent =
    Reminders.length > 0
      ? `By the stage ${Stage}, in cdk.json. The jumps of the clock fire them too.`
      : `The stage ${Stage} declares none, in cdk.json.`;
  byId('declared-lines').replaceChildren(...Reminders.map(line));
};

const line = ({ Name, Schedule, TimeZone, Never, LeftOutAt, ...next }) =>
  element(
    'li',
    { class: 'declared', 'data-name': Name },
    element('b', { class: 'key' }, Name),
    element('code', {}, Schedule),
    element(
      'span',
      { class: 'detail' },
      TimeZone === null ? 'in no zone: a rate counts from the start' : `in ${TimeZone}`,
    ),
    ...(next.NextDueAt === null ? never(Never) : nextTimes(next, TimeZone)),
    next.NextDueAt !== null && LeftOutAt !== null
      ? element('span', { class: 'detail' }, `none at ${wallWords(LeftOutAt)}: the clock is put forward there`)
      : '',
  );

const nextTimes = ({ NextAt, NextDueAt }, zone) => {
  const utc = `${wallWords(NextDueAt.slice(0, 19))} UTC`;
  const words = zone === null ? utc : wallWords(NextAt);
  return [
    element('span', { class: 'next' }, 'Next: ', element('time', { datetime: NextDueAt, title: NextDueAt }, words)),
    zone === null ? '' : element('span', { class: 'detail' }, utc),
  ];
};

const never = (why) => [
  element('span', { class: 'next' }, 'Goes out no more.'),
  why === null ? '' : element('span', { class: 'detail' }, `Its schedule ${why}.`),
];
