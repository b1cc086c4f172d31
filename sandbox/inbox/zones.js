/** Times in zones other than the reader's own. */
import { byId, element } from './element.js';

export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const manner = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
};
const wall = new Intl.DateTimeFormat(undefined, { ...manner, timeZone: 'UTC' });
const own = new Intl.DateTimeFormat(undefined, manner);

/** Wall-clock time such as 2027-03-01T09:00:00, in the reader's manner. */
export const wallWords = (at) => wall.format(new Date(`${at}Z`));

/** An instant, epoch ms or ISO, as the reader's clock on the wall shows it. */
export const ownWords = (instant) => own.format(new Date(instant));

export const offerZones = () =>
  byId('zones').append(...Intl.supportedValuesOf('timeZone').map((zone) => element('option', { value: zone })));

/** As an input of the kind datetime-local has it: in the reader's zone, to the minute. */
export const localInput = (ms) => {
  const at = new Date(ms);
  return new Date(ms - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

/** What the wall shows in a zone, such as 2027-03-01T09:00; undefined where there is no such zone. */
export const wallIn = (zone, ms) => {
  // An offset is none: it knows no summer.
  if (!/^[A-Za-z]/.test(zone)) return undefined;
  try {
    const parts = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).formatToParts(ms);
    const { year, month, day, hour, minute } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
    return `${year}-${month}-${day}T${hour}:${minute}`;
  } catch {
    return undefined;
  }
};
