/**
 * AWS's cron, as its documentation has it: one of the two days is left open by `?`, weekdays count from 1 (Sunday), names are in
 * capitals. Pure: a clock on a wall is all that it knows. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */

/** The next time on the wall after this one, both in epoch ms as if they were UTC's; undefined after the last. */
export type NextOnWall = (afterMs: number) => number | undefined;

interface Field {
  first: number;
  last: number;
  /** For the values from `first` on. */
  names?: readonly string[];
  /** Its last value is followed by its first: `20-2` are seven hours. */
  isRound?: boolean;
  /** AWS documents no `/` for it. */
  hasNoSteps?: boolean;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const lastYear = 2199;

const minute: Field = { first: 0, last: 59, isRound: true };
const hour: Field = { first: 0, last: 23, isRound: true };
const dayOfMonth: Field = { first: 1, last: 31, isRound: true };
const month: Field = { first: 1, last: 12, isRound: true, names: months };
const dayOfWeek: Field = { first: 1, last: 7, isRound: true, names: weekdays, hasNoSteps: true };
const year: Field = { first: 1970, last: lastYear };

/** One day of a month. */
interface Day {
  day: number;
  /** How many its month has. */
  days: number;
  /** 1 is Sunday. */
  weekday: number;
}
type IsMeant = (day: Day) => boolean;

/** The six fields of what is between the parentheses: Scheduler's guide calls the year optional, its API does not. */
export const cronFields = (text: string): string[] => {
  const fields = text.trim().split(/\s+/);
  return fields.length === 5 ? [...fields, '*'] : fields;
};

/** Undefined where AWS's documentation does not allow it. */
export const readCron = (parts: string[]): NextOnWall | undefined => {
  const [minutes, hours, ofMonth, monthsMeant, ofWeek, years] = parts;
  if (parts.length !== 6 || (ofMonth === '?') === (ofWeek === '?')) return undefined;
  const times = {
    minutes: valuesOf(minutes, minute),
    hours: valuesOf(hours, hour),
    months: valuesOf(monthsMeant, month),
    years: valuesOf(years, year),
    isMeant: ofWeek === '?' ? readDayOfMonth(ofMonth) : readDayOfWeek(ofWeek),
  };
  return Object.values(times).includes(undefined) ? undefined : nextIn(times as Times);
};

/** Values in order. */
interface Times {
  minutes: number[];
  hours: number[];
  months: number[];
  years: number[];
  isMeant: IsMeant;
}

const minuteMs = 60_000;

const nextIn =
  ({ minutes, hours, months, years, isMeant }: Times): NextOnWall =>
  (afterMs) => {
    const from = Math.floor(afterMs / minuteMs) * minuteMs + minuteMs;
    const fromYear = new Date(from).getUTCFullYear();
    for (const yearAt of years)
      for (const monthAt of yearAt < fromYear ? [] : months) {
        const days = new Date(Date.UTC(yearAt, monthAt, 0)).getUTCDate();
        if (Date.UTC(yearAt, monthAt - 1, days + 1) <= from) continue;
        const firstWeekday = new Date(Date.UTC(yearAt, monthAt - 1, 1)).getUTCDay();
        for (let day = 1; day <= days; day += 1) {
          const midnight = Date.UTC(yearAt, monthAt - 1, day);
          const weekday = 1 + ((firstWeekday + day - 1) % 7);
          if (midnight + 24 * 60 * minuteMs <= from || !isMeant({ day, days, weekday })) continue;
          for (const hourAt of hours)
            for (const minuteAt of minutes) {
              const at = midnight + (hourAt * 60 + minuteAt) * minuteMs;
              if (at >= from) return at;
            }
        }
      }
    return undefined;
  };

/** These four kinds are alone in their field: with them "only one expression" is allowed. */
const readDayOfMonth = (text = ''): IsMeant | undefined => {
  if (text === 'L') return ({ day, days }) => day === days;
  if (text === 'LW') return ({ day, days, weekday }) => isNearest(days, { day, days, weekday });
  const before = /^L-([1-9]|[12]\d|30)$/.exec(text)?.[1];
  if (before) return ({ day, days }) => day === days - Number(before);
  const near = /^([1-9]|[12]\d|3[01])W$/.exec(text)?.[1];
  if (near) return (at) => Number(near) <= at.days && isNearest(Number(near), at);
  const values = valuesOf(text, dayOfMonth);
  return values && (({ day }) => values.includes(day));
};

/** Whether this is the day from Monday to Friday that is nearest to another one of its month. */
const isNearest = (wanted: number, { day, days, weekday }: Day): boolean => {
  const wantedWeekday = 1 + ((((weekday - 1 + wanted - day) % 7) + 7) % 7);
  if (wantedWeekday === 7) return day === (wanted > 1 ? wanted - 1 : wanted + 2);
  if (wantedWeekday === 1) return day === (wanted < days ? wanted + 1 : wanted - 2);
  return day === wanted;
};

const readDayOfWeek = (text = ''): IsMeant | undefined => {
  if (text === 'L') return ({ weekday }) => weekday === 7;
  const [, name = '', nth] = /^([1-7]|[A-Z]{3})(?:L|#([1-5]))$/.exec(text) ?? [];
  if (name !== '') {
    const [wanted] = valuesOf(name, dayOfWeek) ?? [];
    if (wanted === undefined) return undefined;
    if (nth === undefined) return ({ day, days, weekday }) => weekday === wanted && day + 7 > days;
    return ({ day, weekday }) => weekday === wanted && Math.ceil(day / 7) === Number(nth);
  }
  const values = valuesOf(text, dayOfWeek);
  return values && (({ weekday }) => values.includes(weekday));
};

/** All values that a list of them, of ranges and of steps names, in order. */
const valuesOf = (text = '', field: Field): number[] | undefined => {
  const items = text.split(',').map((item) => valuesOfItem(item, field));
  if (items.includes(undefined)) return undefined;
  return [...new Set(items.flat() as number[])].sort((a, b) => a - b);
};

const valuesOfItem = (item: string, field: Field): number[] | undefined => {
  const { first, last, names = [], isRound = false, hasNoSteps = false } = field;
  if (hasNoSteps && item.includes('/')) return undefined;
  const [, range = '', stepText = '1'] = /^([^/]+)(?:\/([1-9]\d{0,3}))?$/.exec(item) ?? [];
  const step = Number(stepText);
  const numberOf = (value: string): number => {
    const named = names.indexOf(value);
    const isNumber = /^\d+$/.test(value) && value.length <= String(last).length;
    return named >= 0 ? first + named : isNumber ? Number(value) : Number.NaN;
  };
  const [low = '', high = item.includes('/') ? String(last) : low, ...more] =
    range === '*' ? [String(first), String(last)] : range.split('-');
  // A range is of names or of numbers, and a step is of numbers: readers disagree on what anything else means.
  const isNamed = [low, high].map((value) => names.includes(value));
  if (isNamed[0] !== isNamed[1] || (isNamed[0] && item.includes('/'))) return undefined;
  const [from, to] = [numberOf(low), numberOf(high)];
  const isWithin = [from, to].every((value) => value >= first && value <= last);
  if (!isWithin || more.length > 0 || step > last || (from > to && !isRound)) return undefined;
  const round = last - first + 1;
  const end = from > to ? to + round : to;
  const count = Math.floor((end - from) / step) + 1;
  return Array.from({ length: count }, (_, at) => first + ((from - first + at * step) % round));
};
