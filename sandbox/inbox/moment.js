import { element } from './element.js';

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A time in the reader's own manner, the exact instant behind it. */
export const moment = (iso) => {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  return element('time', { datetime: iso, title: iso }, (isToday ? clock : day).format(at));
};
