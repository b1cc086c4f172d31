/** The page's own calls of the reminders API, as the sandbox's one caller. Each answers {status, body} or {problem}; none throws. */
import { parseKeepingDigits } from './digits.js';

const headers = { Authorization: 'sandbox-key', 'Content-Type': 'application/json' };

const call = async (path, method, body) => {
  try {
    const response = await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, isFine: response.ok, text, body: parsed(text) };
  } catch {
    return { problem: 'The sandbox does not answer: is it still running?' };
  }
};

const parsed = (text) => {
  try {
    return parseKeepingDigits(text);
  } catch {
    return {};
  }
};

/** `next`: where an earlier page said that it goes on, in the same order. */
export const listReminders = ({ state, sort, limit, next }) =>
  call(
    `/reminders?${new URLSearchParams({ Sort: sort, Limit: limit, ...(state && { State: state }), ...(next && { Next: next }) })}`,
  );

/** A path of dots alone would lead elsewhere. */
const dots = 'The key must not be . or .. alone: give it another, such as appt-42.24h.';

export const putReminder = (key, body) =>
  /^\.{1,2}$/.test(key) ? { problem: dots } : call(`/reminders/${encodeURIComponent(key)}`, 'PUT', body);

/** `to`: At, TimeZone, LateBySeconds; what is not among them stays. */
export const moveReminder = (key, to) => call(`/reminders/${encodeURIComponent(key)}`, 'PATCH', to);

export const cancelReminder = (key) => call(`/reminders/${encodeURIComponent(key)}`, 'DELETE');

/** What the API says against it, in its own words. */
export const problemOf = ({ problem, isFine, status, body }) => {
  if (problem) return problem;
  return isFine ? undefined : (body.Message ?? body.message ?? `It answered HTTP ${status} without a word.`);
};
