/** Says when the sandbox's schedules fire; a process of its own, since a host's zone holds from its start on. */
import { type NextDue, readExpression } from '../lambda/time/expression.ts';
import { type Zone, zoneNamed } from '../lambda/time/zone.ts';
import { often, seldom, wallTimesIn, windowsOf, zones } from './schedule-questions.ts';

const dueIn = (nextDue: NextDue | undefined, from: number, to: number): number[] => {
  const found: number[] = [];
  for (let due = nextDue?.(from - 1); due !== undefined && due < to; due = nextDue?.(due)) found.push(due);
  return found;
};
const read = (text: string, zone: string, madeAt = 0) =>
  readExpression(text, zoneNamed(zone) as Zone, { madeAt })?.nextDue;

const windows = zones.flatMap((zone) => windowsOf(zone).map((window) => ({ zone, window })));
const [from, to] = [Date.UTC(2027, 0, 1), Date.UTC(2029, 0, 1)];
const answers = {
  host: new Date(from).getTimezoneOffset(),
  often: windows.flatMap(({ zone, window }) => Object.keys(often).map((cron) => dueIn(read(cron, zone), ...window))),
  seldom: Object.keys(seldom).map((cron) => dueIn(read(cron, 'America/New_York'), from, to)),
  once: windows.map(({ zone, window }) =>
    wallTimesIn(zone, window).map((wall) => read(`at(${wall})`, zone)?.(0) ?? null),
  ),
  rate: windows.map(({ zone, window }) => dueIn(read('rate(12 hours)', zone, window[0]), ...window)),
};
console.log(JSON.stringify(answers));
