/**
 * When a declared reminder goes out, in EventBridge Scheduler's own words; what Scheduler would refuse, or silently never
 * fire, is found before anything is deployed. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */

interface Field {
  least: number;
  most: number;
  names?: string[];
  /** Beside numbers, names, ranges and steps. */
  also?: RegExp;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Minute, hour, day of the month, month, day of the week, year. */
const cronFields: Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31, also: /^(\?|L(-\d{1,2})?|LW|([1-9]|[12]\d|3[01])W)$/ },
  { least: 1, most: 12, names: months },
  { least: 1, most: 7, names: weekdays, also: new RegExp(`^(\\?|L|([1-7]|${weekdays.join('|')})(L|#[1-5]))$`) },
  { least: 1970, most: 2199 },
];

const fits = ({ least, most, names = [], also }: Field, text: string): boolean => {
  const isValue = (value: string) =>
    names.includes(value) || (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most);
  return text.split(',').every((item) => {
    if (also?.test(item)) return true;
    const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
    return (
      (range === '*' || /^\w+(-\w+)?$/.test(range)) &&
      (range === '*' || range.split('-').every(isValue)) &&
      step !== '0'
    );
  });
};

const isCron = (inside: string): boolean => {
  const texts = inside.split(' ');
  if (texts.length !== cronFields.length) return false;
  // One of the two days is left open, and only one.
  if ((texts[2] === '?') === (texts[4] === '?')) return false;
  return cronFields.every((field, at) => fits(field, texts[at] as string));
};

const isRate = (inside: string): boolean => /^[1-9]\d{0,5} (minute|hour|day)s?$/.test(inside);

const isWallClock = (inside: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(inside)) return false;
  const time = new Date(`${inside}Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(inside);
};

const kinds = { cron: isCron, rate: isRate, at: isWallClock };

/** Of `cron(0 9 25 * ? *)` it is cron, with what stands inside; undefined where Scheduler would not take it. */
export const readSchedule = (text: string): { kind: keyof typeof kinds; inside: string } | undefined => {
  const [, kind, inside] = /^(cron|rate|at)\((.*)\)$/.exec(text) ?? [];
  if (kind === undefined || inside === undefined || !kinds[kind as keyof typeof kinds](inside)) return undefined;
  return { kind: kind as keyof typeof kinds, inside };
};

const clockIn = (timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });

const dayMs = 24 * 3_600_000;

/** Whether a clock in this zone ever shows it: Scheduler silently skips a time that spring leaves out. */
export const isShown = (wallClock: string, timeZone: string): boolean => {
  const clock = clockIn(timeZone);
  const shown = (instant: number) => clock.format(instant).replace(' ', 'T');
  const meant = Date.parse(`${wallClock}Z`);
  // What the clock is ahead of UTC a day before, and a day after: one of the two holds then.
  const aheads = [meant - dayMs, meant + dayMs].map((instant) => Date.parse(`${shown(instant)}Z`) - instant);
  return aheads.some((ahead) => shown(meant - ahead) === wallClock);
};
