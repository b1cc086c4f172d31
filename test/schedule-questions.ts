/** When do these schedules fire? Around both changes of the clocks, in five zones. */

export const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Africa/Cairo'];

/** What the wall shows. */
export interface Wall {
  minute: number;
  hour: number;
  day: number;
  /** From 1. */
  month: number;
  year: number;
  /** From 0, Sunday. */
  weekday: number;
}

const daysIn = ({ month, year }: Wall) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const weekdayOf = ({ month, year }: Wall, day: number) => new Date(Date.UTC(year, month - 1, day)).getUTCDay();
/** The weekday (Monday to Friday) that is nearest to a day, in its month. */
const nearestWeekday = (wall: Wall, day: number): number => {
  const weekday = weekdayOf(wall, day);
  if (weekday === 6) return day > 1 ? day - 1 : day + 2;
  if (weekday === 0) return day < daysIn(wall) ? day + 1 : day - 2;
  return day;
};
const at = (hour: number, minute: number) => (wall: Wall) => wall.hour === hour && wall.minute === minute;

/** cron → whether it fires when the wall shows this. Most of them fire often: they are asked day by day. */
export const often: Record<string, (wall: Wall) => boolean> = {
  'cron(30 2 * * ? *)': at(2, 30),
  'cron(0/15 0-4 * * ? *)': ({ hour, minute }) => hour <= 4 && minute % 15 === 0,
  'cron(5-50/20 20-2 ? * * *)': ({ hour, minute }) => (hour >= 20 || hour <= 2) && [5, 25, 45].includes(minute),
  'cron(45,15 0-3 * * ? 2027)': ({ hour, minute }) => hour <= 3 && (minute === 15 || minute === 45),
  'cron(0 23-1/2 ? * SUN-SAT *)': ({ hour, minute }) => (hour === 23 || hour === 1) && minute === 0,
};

/** cron → on which days it fires, at 9 o'clock. */
export const seldom: Record<string, (wall: Wall) => boolean> = {
  'cron(0 9 L * ? *)': (wall) => wall.day === daysIn(wall),
  'cron(0 9 L-3 * ? *)': (wall) => wall.day === daysIn(wall) - 3,
  'cron(0 9 LW * ? *)': (wall) => wall.day === nearestWeekday(wall, daysIn(wall)),
  'cron(0 9 15W * ? *)': (wall) => wall.day === nearestWeekday(wall, 15),
  'cron(0 9 1W * ? *)': (wall) => wall.day === nearestWeekday(wall, 1),
  'cron(0 9 25-5/3 * ? *)': ({ day }) => [25, 28, 31, 3].includes(day),
  'cron(0 9 1 NOV-FEB ? *)': ({ day, month }) => day === 1 && [11, 12, 1, 2].includes(month),
  'cron(0 9 29 2 ? *)': ({ day, month }) => day === 29 && month === 2,
  'cron(0 9 ? * L *)': ({ weekday }) => weekday === 6,
  'cron(0 9 ? * 6L *)': (wall) => wall.weekday === 5 && wall.day + 7 > daysIn(wall),
  'cron(0 9 ? * TUEL *)': (wall) => wall.weekday === 2 && wall.day + 7 > daysIn(wall),
  'cron(0 9 ? * 3#2 *)': ({ weekday, day }) => weekday === 2 && day > 7 && day <= 14,
  'cron(0 9 ? * MON#5 *)': ({ weekday, day }) => weekday === 1 && day > 28,
  'cron(0 9 ? * FRI-MON *)': ({ weekday }) => [5, 6, 0, 1].includes(weekday),
  'cron(0 9 ? * 2-6 2028)': ({ weekday, year }) => weekday >= 1 && weekday <= 5 && year === 2028,
  'cron(0 9 ? * 1,7)': ({ weekday }) => weekday === 0 || weekday === 6,
  'cron(0 9 1 */4 ? 2027/2)': ({ day, month, year }) => day === 1 && month % 4 === 1 && year !== 2028,
  'cron(0 9 31 2 ? *)': () => false,
};

const dayMs = 86_400_000;
const [first, last] = [Date.UTC(2027, 0, 1), Date.UTC(2028, 0, 1)];

const formats = new Map<string, Intl.DateTimeFormat>();
const formatOf = (zone: string) => {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-u-hc-h23', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  formats.set(zone, format);
  return format;
};
/** By Intl alone. */
export const wallAt = (ms: number, zone: string): Wall => {
  const [month, day, year, hour, minute] = (formatOf(zone).format(ms).match(/\d+/g) ?? []).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const wall = { minute, hour, day, month, year: 2000 + year };
  return { ...wall, weekday: weekdayOf({ ...wall, weekday: 0 }, day) };
};
/** The wall's time as text, as at() has it. */
export const textOf = ({ year, month, day, hour, minute }: Wall): string => {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:00`;
};

/** Two days from midday on around each change of a zone's clocks in 2027; two fixed ones where there is none. */
const changesOf = (zone: string): [from: number, to: number][] => {
  const aheadMs = (ms: number) => Date.parse(`${textOf(wallAt(ms, zone))}Z`) - ms;
  const days = Array.from({ length: (last - first) / dayMs }, (_, at) => first + at * dayMs + dayMs / 2);
  const changes = days.filter((day) => aheadMs(day) !== aheadMs(day + dayMs));
  return (changes.length > 0 ? changes : days.slice(100, 102)).map((day) => [day - dayMs / 2, day + 1.5 * dayMs]);
};

const known = new Map<string, ReturnType<typeof changesOf>>();
export const windowsOf = (zone: string) => {
  const windows = known.get(zone) ?? changesOf(zone);
  known.set(zone, windows);
  return windows;
};

/** Each quarter of an hour that a calendar has in a window. */
export const wallTimesIn = (zone: string, [from, to]: [number, number]): string[] => {
  const [begin, end] = [from, to].map((ms) => Date.parse(`${textOf(wallAt(ms, zone))}Z`)) as [number, number];
  const quarters = Array.from({ length: (end - begin) / 900_000 }, (_, at) => begin + at * 900_000);
  return quarters.map((ms) => new Date(ms).toISOString().slice(0, 19));
};
