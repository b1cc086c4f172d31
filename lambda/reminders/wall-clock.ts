/**
 * Time as people mean it: a clock on a wall, and the zone in which it hangs. In the hour that autumn has twice the first
 * is meant, as Scheduler means it; a time that spring leaves out is refused, since Scheduler would silently skip it.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
import { Temporal } from 'temporal-polyfill';
import { precisionMs } from '../wiring.ts';
import { isTimeZone } from './time-zone.ts';

const form = /^(\d{4})-\d{2}-\d{2}T\d{2}:\d{2}(:[0-5]\d)?$/;

const latest = Date.UTC(9999, 11, 31, 23, 59, 59);

const shown = 'a wall-clock time such as 2027-03-01T09:00, without offset and Z: TimeZone says where';

/** What was meant, or a sentence for each field at fault. `dueAt`: epoch ms. */
export type Meant = { at: string; timeZone: string; dueAt: number } | { problems: string[] };

/** Both fields as they came. Shows a time, which is harmless where it has the form of one, and no other value. */
export const readWallClock = (at: unknown, timeZone: unknown, now: number): Meant => {
  const zone = readZone(timeZone);
  const clock = readClock(at);
  const problems = [clock, zone].flatMap((read) =>
    typeof read === 'object' && 'problem' in read ? [read.problem] : [],
  );
  if (problems.length > 0) return { problems };
  const wall = clock as Temporal.PlainDateTime;
  const name = zone as string;

  const text = wall.toString({ smallestUnit: 'second' });
  const due = wall.toZonedDateTime(name, { disambiguation: 'compatible' });
  if (!due.toPlainDateTime().equals(wall)) {
    // Where the gap begins it is that instant itself, and what is asked for is before.
    const next = due.add({ nanoseconds: 1 }).getTimeZoneTransition('previous') ?? due;
    return {
      problems: [
        `At does not exist in ${name}: the clock is put forward there. The next time that does is ${shortText(next.toPlainDateTime())}`,
      ],
    };
  }
  const dueAt = due.epochMilliseconds;
  // What is nearer may be over before it is scheduled.
  if (dueAt < now + precisionMs) {
    const nowThere = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(name).toPlainDateTime();
    const how = dueAt <= now ? 'has passed' : 'is less than a minute ahead';
    return { problems: [`At ${how} in ${name}, where it is ${shortText(nowThere)}: choose a later time`] };
  }
  // In a zone west of Greenwich its last hours are in the year 10000, which no instant here has.
  if (dueAt > latest) return { problems: ['At is after the year 9999 in UTC: choose an earlier time'] };
  return { at: text, timeZone: name, dueAt };
};

const shortText = (time: Temporal.PlainDateTime): string => time.toString({ smallestUnit: 'minute' });

/** The name in the spelling of the time zone database. */
const readZone = (given: unknown): string | { problem: string } => {
  const problem = 'TimeZone must be an IANA name such as Europe/Berlin';
  if (given === undefined) return { problem: 'TimeZone is required: an IANA name such as Europe/Berlin' };
  if (typeof given !== 'string' || !isTimeZone(given)) return { problem };
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(given).timeZoneId;
  } catch {
    return { problem };
  }
};

const readClock = (given: unknown): Temporal.PlainDateTime | { problem: string } => {
  if (given === undefined) return { problem: `At is required: ${shown}` };
  if (typeof given !== 'string' || !form.test(given)) return { problem: `At must be ${shown}` };
  try {
    return Temporal.PlainDateTime.from(given, { overflow: 'reject' });
  } catch {
    return { problem: `At names a day or an hour that no calendar has: it must be ${shown}` };
  }
};
