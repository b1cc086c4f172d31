/**
 * Reads the time that a caller asks for: a clock on a wall, and the zone in which it hangs. In the hour that autumn has
 * twice the first is meant. A time that spring leaves out is refused, and the answer names the next one that exists.
 */
import { instantFrom, instantsOf, wallAt, type Zone, zoneNamed } from '../time/zone.ts';
import { zoneDataVersion } from '../time/zone-data.ts';
import { precisionMs } from '../wiring.ts';
import type { When } from './reminder.ts';

const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:[0-5]\d)?$/;

const latest = Date.UTC(9999, 11, 31, 23, 59, 59);

const shown = 'a wall-clock time such as 2027-03-01T09:00, without offset and Z: TimeZone says where';

/** The time that was meant, or a sentence for each field at fault. */
export type Meant = Required<Pick<When, 'at' | 'timeZone' | 'dueAt' | 'timeZoneData'>> | { problems: string[] };

/** Both fields as they came. Shows a time, which is harmless where it has the form of one, and no other value. */
export const readWallClock = (at: unknown, timeZone: unknown, now: number): Meant => {
  const zone = readZone(timeZone);
  const wall = readClock(at);
  const problems = [wall, zone].flatMap((read) =>
    typeof read === 'object' && 'problem' in read ? [read.problem] : [],
  );
  if (problems.length > 0) return { problems };
  return meant(wall as number, zone as Zone, now);
};

const meant = (wall: number, zone: Zone, now: number): Meant => {
  const { name } = zone;
  const [dueAt] = instantsOf(zone, wall);
  if (dueAt === undefined) {
    const next = toText(wallAt(zone, instantFrom(zone, wall)));
    const why = `At does not exist in ${name}: the clock is put forward there. The next time that does is ${next.slice(0, 16)}`;
    return { problems: [why] };
  }
  // A time that is nearer may be over before it is scheduled.
  if (dueAt < now + precisionMs) {
    const how = dueAt <= now ? 'has passed' : 'is less than a minute ahead';
    const nowThere = toText(wallAt(zone, now)).slice(0, 16);
    return { problems: [`At ${how} in ${name}, where it is ${nowThere}: choose a later time`] };
  }
  // In a zone west of Greenwich its last hours are in the year 10000, which no instant here has.
  if (dueAt > latest) return { problems: ['At is after the year 9999 in UTC: choose an earlier time'] };
  return { at: toText(wall), timeZone: name, dueAt, timeZoneData: zoneDataVersion };
};

/** The clock's time at which it goes out, such as `2027-03-14T03:00:00`; undefined for a zone that the table lacks. */
export const shownAt = (timeZone: string, dueAt: number): string | undefined => {
  const zone = zoneNamed(timeZone);
  return zone && toText(wallAt(zone, dueAt));
};

/**
 * The same wish by the table as it is now: what was a time of that wall when it was set may be left out today, and then it
 * goes out at the next minute that exists. Undefined for a zone that the table lacks.
 */
export const byTodaysTable = (when: When): When | undefined => {
  const zone = zoneNamed(when.timeZone);
  const wall = readClock(when.at);
  if (!zone || typeof wall !== 'number') return undefined;
  return { ...when, dueAt: instantFrom(zone, wall), timeZoneData: zoneDataVersion };
};

/** `2027-03-01T09:00:00`, of a time on the wall as lambda/time has it. */
const toText = (wall: number): string => new Date(wall).toISOString().slice(0, 19);

const readZone = (given: unknown): Zone | { problem: string } => {
  if (given === undefined) return { problem: 'TimeZone is required: an IANA name such as Europe/Berlin' };
  const zone = typeof given === 'string' ? zoneNamed(given) : undefined;
  return zone ?? { problem: `TimeZone must be an IANA name such as Europe/Berlin, of release ${zoneDataVersion}` };
};

const readClock = (given: unknown): number | { problem: string } => {
  if (given === undefined) return { problem: `At is required: ${shown}` };
  if (typeof given !== 'string' || !form.test(given)) return { problem: `At must be ${shown}` };
  const wall = Date.parse(`${given}Z`);
  // Date takes the 31st of a shorter month for the 1st of the next.
  if (Number.isNaN(wall) || !toText(wall).startsWith(given))
    return { problem: `At names a day or an hour that no calendar has: it must be ${shown}` };
  return wall;
};
