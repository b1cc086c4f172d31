/**
 * Time zones by our own table (zone-data.ts): one for function, stack, sandbox and command line, whatever Node carries.
 * Covers 2026 and all that comes after. Times are in epoch ms; `wall` is what a clock on a wall shows, read as if it were
 * UTC's.
 */
import { zoneLines } from './zone-data.ts';

export interface Zone {
  /** In IANA's spelling. */
  name: string;
  /** By how many ms its clocks are ahead of UTC. */
  aheadAt: (ms: number) => number;
}

/** By its IANA name, in capitals or not; undefined where the table has none of it. */
export const zoneNamed = (given: string): Zone | undefined => {
  table ??= readTable();
  const row = table.get(given.toUpperCase());
  return row && { name: row.name, aheadAt: row.aheadAt() };
};

/** Each name that there is. */
export const zoneNames = (): string[] => {
  table ??= readTable();
  return [...table.values()].map(({ name }) => name);
};

/** What its clocks show then. */
export const wallAt = (zone: Zone, ms: number): number => ms + zone.aheadAt(ms);

/**
 * When its clocks show that: once as a rule, twice where they are put back, never where they are put forward. The earlier
 * one comes first.
 */
export const instantsOf = (zone: Zone, wall: number): number[] => {
  const around = [wall - dayMs, wall + dayMs].map(zone.aheadAt);
  const found = new Set(around.map((ahead) => wall - ahead).filter((ms) => wallAt(zone, ms) === wall));
  return [...found].sort((a, b) => a - b);
};

/** The first instant from which its clocks show that or more: of a time that they leave out, when they are put forward. */
export const instantFrom = (zone: Zone, wall: number): number => {
  const [first] = instantsOf(zone, wall);
  if (first !== undefined) return first;
  // Before the change they show less, and after it more.
  let [before, after] = [wall - dayMs * 2, wall + dayMs * 2];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallAt(zone, middle) < wall) before = middle;
    else after = middle;
  }
  return after;
};

const dayMs = 24 * 3_600_000;

type Ahead = Zone['aheadAt'];

/** Name in capitals → its spelling, and the clock, which is made when somebody asks for it. */
let table: Map<string, { name: string; aheadAt: () => Ahead }> | undefined;

const readTable = () => {
  const rows = zoneLines
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [clock = '', names = ''] = line.split(' = ');
      let made: Ahead | undefined;
      const aheadAt = () => {
        made ??= clockOf(clock);
        return made;
      };
      return names.split(' ').map((name) => [name.toUpperCase(), { name, aheadAt }] as const);
    });
  return new Map(rows);
};

const clockOf = (line: string): Ahead => {
  const [rule = '', first, ...changes] = line.split(' ');
  const afterwards = readRule(rule);
  if (first === undefined) return afterwards;
  const told = changes.map((change) => change.split(':').map((seconds) => Number(seconds) * 1_000) as [number, number]);
  const lastAt = told.at(-1)?.[0] as number;
  return (ms) => {
    if (ms >= lastAt) return afterwards(ms);
    return told.findLast(([at]) => ms >= at)?.[1] ?? Number(first) * 1_000;
  };
};

/** A TZ string of POSIX, such as `CET-1CEST,M3.5.0,M10.5.0/3`: https://www.rfc-editor.org/rfc/rfc9636#section-3.3.1 */
const readRule = (text: string): Ahead => {
  const [, standardText = '', summerText, startText = '', endText = ''] =
    /^(?:<[^>]+>|[A-Za-z]+)([+-]?[\d:]+)(?:(?:<[^>]+>|[A-Za-z]+)([+-]?[\d:]*),(.+),(.+))?$/.exec(text) ?? [];
  // What is west of Greenwich counts as positive there.
  const standard = -readTime(standardText);
  if (summerText === undefined) return () => standard;
  const summer = summerText === '' ? standard + 3_600_000 : -readTime(summerText);
  const [startOf, endOf] = [readDay(startText), readDay(endText)];
  return (ms) => {
    const year = new Date(ms + standard).getUTCFullYear();
    const [start, end] = [startOf(year) - standard, endOf(year) - summer];
    const isSummer = start < end ? ms >= start && ms < end : ms >= start || ms < end;
    return isSummer ? summer : standard;
  };
};

/** `[+-]hh[:mm[:ss]]`, in ms. */
const readTime = (text: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[+-]/, '').split(':').map(Number);
  return (text.startsWith('-') ? -1 : 1) * ((hours * 60 + minutes) * 60 + seconds) * 1_000;
};

/** `M3.5.0/2`: month, which of its weeks (5: the last) and weekday (0: Sunday), then the time on that day's wall, 2:00 where it says none. */
const readDay = (text: string) => {
  const [date = '', time = '2'] = text.slice(1).split('/');
  const [month = 1, week = 1, weekday = 0] = date.split('.').map(Number);
  return (year: number): number => {
    const firstWeekday = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
    const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const first = 1 + ((weekday - firstWeekday + 7) % 7);
    const day = first + 7 * (week - 1);
    return Date.UTC(year, month - 1, day > days ? day - 7 : day) + readTime(time);
  };
};
