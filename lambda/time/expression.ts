/** When a schedule of EventBridge Scheduler fires: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
import { cronFields, type NextOnWall, readCron } from './cron.ts';
import { instantsOf, wallAt, type Zone } from './zone.ts';

/** When it is due for the first time after an instant, both in epoch ms; undefined where it never is again. */
export type NextDue = (afterMs: number) => number | undefined;

export interface Expression {
  kind: 'at' | 'rate' | 'cron';
  /** In the one form that all of AWS's documentation takes: a cron with six fields, single spaces. */
  text: string;
  nextDue: NextDue;
  /** The first time on the wall after an instant that its zone's clocks leave out, so that it does not fire then; undefined where there is none within 28 years, after which weekdays and dates come together again. */
  leftOut: (afterMs: number) => number | undefined;
}

/** Of schedules that come again; in epoch ms. A one-off takes no notice of start and end. */
export interface Bounds {
  madeAt: number;
  startAt?: number | undefined;
  endAt?: number | undefined;
}

const form = /^(at|rate|cron)\((.*)\)$/;
/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const longest = 256;

/** Undefined where it is none of AWS's three forms. */
export const readExpression = (text: string, zone: Zone, bounds: Bounds): Expression | undefined => {
  const [, kind, inside = ''] = (text.length <= longest && form.exec(text)) || [];
  if (kind === 'at') return at(inside, zone);
  if (kind === 'rate') return rate(inside, bounds);
  return kind === 'cron' ? cron(inside, zone, bounds) : undefined;
};

/** Of `at(2027-03-01T09:00:00)` its time on the wall, read as if it were UTC's; undefined where no calendar has it. */
const wallOf = (text: string): number | undefined => {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) ? ms : undefined;
};

const at = (text: string, zone: Zone): Expression | undefined => {
  const wall = wallOf(text);
  if (wall === undefined) return undefined;
  // Skipped in spring: AWS takes it, and it never fires.
  const [due] = instantsOf(zone, wall);
  return {
    kind: 'at',
    text: `at(${text})`,
    nextDue: (afterMs) => (due !== undefined && due > afterMs ? due : undefined),
    leftOut: () => (due === undefined ? wall : undefined),
  };
};

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Begins at once, or at the start; a day has 24 hours in every zone. */
const rate = (text: string, { madeAt, startAt = madeAt, endAt }: Bounds): Expression | undefined => {
  const [, count, unit] = /^([1-9]\d{0,5}) (minute|hour|day)s?$/.exec(text) ?? [];
  if (unit === undefined) return undefined;
  const everyMs = Number(count) * unitMs[unit as keyof typeof unitMs];
  const nextDue: NextDue = (afterMs) => startAt + Math.max(0, Math.floor((afterMs - startAt) / everyMs) + 1) * everyMs;
  return { kind: 'rate', text: `rate(${text})`, nextDue: until(endAt, nextDue), leftOut: () => undefined };
};

const cron = (text: string, zone: Zone, { startAt, endAt }: Bounds): Expression | undefined => {
  const fields = cronFields(text);
  const nextOnWall = readCron(fields);
  if (!nextOnWall) return undefined;
  const nextDue: NextDue = (afterMs) => nextInZone(nextOnWall, zone, Math.max(afterMs, (startAt ?? afterMs) - 1));
  return {
    kind: 'cron',
    text: `cron(${fields.join(' ')})`,
    nextDue: until(endAt, nextDue),
    leftOut: (afterMs) => leftOutOf(nextOnWall, zone, afterMs),
  };
};

/** Why it never fires again after an instant: the zone's clocks leave out every time that it names, or all are over. Undefined where it does. */
export const whyNever = ({ nextDue, leftOut }: Expression, afterMs: number): 'left out' | 'over' | undefined => {
  if (nextDue(afterMs) !== undefined) return undefined;
  return leftOut(afterMs) === undefined ? 'over' : 'left out';
};

/** A time that spring leaves out does not fire; one that autumn has twice fires at the first. */
const nextInZone = (nextOnWall: NextOnWall, zone: Zone, afterMs: number): number | undefined => {
  for (let wall = nextOnWall(wallAt(zone, afterMs)); wall !== undefined; wall = nextOnWall(wall)) {
    const [due] = instantsOf(zone, wall);
    if (due !== undefined && due > afterMs) return due;
  }
  return undefined;
};

const hourMs = 3_600_000;
const lookedAheadMs = 28 * 366 * 24 * hourMs;

/** Only around a change of the clocks can a time be left out: what comes in between is passed over. */
const leftOutOf = (nextOnWall: NextOnWall, zone: Zone, afterMs: number): number | undefined => {
  for (let ms = afterMs; ms < afterMs + lookedAheadMs; ms += 12 * hourMs) {
    const [before, after] = [zone.aheadAt(ms), zone.aheadAt(ms + 12 * hourMs)];
    if (after <= before) continue;
    for (
      let wall = nextOnWall(ms + before - 1);
      wall !== undefined && wall < ms + after + 12 * hourMs;
      wall = nextOnWall(wall)
    )
      if (instantsOf(zone, wall).length === 0) return wall;
  }
  return undefined;
};

const until =
  (endAt = Number.POSITIVE_INFINITY, nextDue: NextDue): NextDue =>
  (afterMs) => {
    const due = nextDue(afterMs);
    return due !== undefined && due <= endAt ? due : undefined;
  };
