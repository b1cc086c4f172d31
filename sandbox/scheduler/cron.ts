/** AWS's cron, read by croner: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
import { Cron } from 'croner';

/** The next time on the wall after this one, both in epoch ms as if they were UTC's; undefined after the last. */
export type NextOnWall = (afterMs: number) => number | undefined;

interface Field {
  first: number;
  last: number;
  /** For the values from `first` on. */
  names?: string[];
  /** Its last value is followed by its first: `20-2` are seven hours. */
  isRound?: boolean;
  /** What stands for the whole field, and for no part of a list. */
  alone?: RegExp;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const lastYear = 2199;

const fields: Field[] = [
  { first: 0, last: 59, isRound: true },
  { first: 0, last: 23, isRound: true },
  { first: 1, last: 31, isRound: true, alone: /^(\?|L|L-([1-9]|[12]\d|30)|LW|([1-9]|[12]\d|3[01])W)$/ },
  { first: 1, last: 12, isRound: true, names: months },
  { first: 1, last: 7, isRound: true, names: weekdays, alone: /^(\?|L|([1-7]|[A-Z]{3})(L|#[1-5]))$/ },
  { first: 1970, last: lastYear },
];

/** Undefined where AWS would not take it. `text`: what stands between the parentheses. */
export const readCron = (text: string): NextOnWall | undefined => {
  const given = text.trim().toUpperCase().split(/\s+/);
  if (given.length === fields.length - 1) given.push('*');
  const read = given.map((part, at) => fields[at] && readField(part, fields[at]));
  if (read.length !== fields.length || read.includes(undefined)) return undefined;
  const [minutes, hours, day, month, weekday, year] = read as string[];
  // One of the two days is "any", and only one: that is how AWS has it.
  if ((day === '?') === (weekday === '?')) return undefined;
  const beforeLast = /^L-(\d+)$/.exec(day as string)?.[1];
  const days = beforeLast === undefined ? day : '*';
  try {
    const cron = new Cron(['0', minutes, hours, days, month, weekday, year].join(' '), {
      mode: '7-part',
      alternativeWeekdays: true,
      domAndDow: true,
      timezone: 'UTC',
    });
    return nextOf(cron, (ms) => beforeLast === undefined || daysLeft(ms) === Number(beforeLast));
  } catch {
    return undefined;
  }
};

const nextOf =
  (cron: Cron, fits: (ms: number) => boolean): NextOnWall =>
  (afterMs) => {
    for (let next = cron.nextRun(new Date(afterMs)); next; next = cron.nextRun(next)) {
      if (next.getUTCFullYear() > lastYear) return undefined;
      if (fits(next.getTime())) return next.getTime();
    }
    return undefined;
  };

/** How many days of its month come after a day. */
const daysLeft = (ms: number): number => {
  const day = new Date(ms);
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate() - day.getUTCDate();
};

/** As croner reads it: each value by itself, since it knows no range that goes round. */
const readField = (text: string, field: Field): string | undefined => {
  if (text === '*') return text;
  // The last day of the week.
  if (field.alone?.test(text)) return text === 'L' && field.names ? String(field.last) : text;
  const parts = text.split(',').map((part) => valuesOf(part, field));
  return parts.includes(undefined) ? undefined : [...new Set(parts.flat())].join(',');
};

const valuesOf = (part: string, { first, last, names = [], isRound = false }: Field): number[] | undefined => {
  const [, range = '', step = '1'] = /^([^/]+)(?:\/([1-9]\d{0,2}))?$/.exec(part) ?? [];
  const numberOf = (value: string): number => {
    const named = names.indexOf(value);
    return named >= 0 ? first + named : /^\d{1,4}$/.test(value) ? Number(value) : Number.NaN;
  };
  const [low = '', high = part.includes('/') ? String(last) : low, ...more] =
    range === '*' ? [String(first), String(last)] : range.split('-');
  const [from, to] = [numberOf(low), numberOf(high)];
  const isWithin = [from, to].every((value) => value >= first && value <= last);
  if (!isWithin || more.length > 0 || Number(step) > last || (from > to && !isRound)) return undefined;
  const round = last - first + 1;
  const end = from > to ? to + round : to;
  const count = Math.floor((end - from) / Number(step)) + 1;
  return Array.from({ length: count }, (_, at) => first + ((from - first + at * Number(step)) % round));
};
