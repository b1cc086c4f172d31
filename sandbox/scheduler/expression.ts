/** When a schedule fires: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
import { type NextOnWall, readCron } from './cron.ts';
import { instantOf, isWallTime, wallAt } from './wall-clock.ts';

/** When it is due for the first time after an instant, both in epoch ms; undefined where it never is again. */
export type NextDue = (afterMs: number) => number | undefined;

export interface Expression {
  isOnce: boolean;
  nextDue: NextDue;
}

/** Of schedules that come again; in epoch ms. A one-off takes no notice of start and end. */
export interface Bounds {
  madeAt: number;
  startAt?: number | undefined;
  endAt?: number | undefined;
}

/** Undefined where it is none of AWS's three forms. */
export const readExpression = (text: string, zone: string, bounds: Bounds): Expression | undefined => {
  const [, form, inside = ''] = /^(at|rate|cron)\((.*)\)$/.exec(text) ?? [];
  if (form === 'at') return at(inside, zone);
  const nextDue = form === 'rate' ? rate(inside, bounds) : form === 'cron' ? cron(inside, zone, bounds) : undefined;
  return nextDue && { isOnce: false, nextDue: until(bounds.endAt, nextDue) };
};

const at = (text: string, zone: string): Expression | undefined => {
  if (!isWallTime(text)) return undefined;
  // Skipped in spring: AWS takes it, and it never fires.
  const due = instantOf(text, zone);
  return { isOnce: true, nextDue: (afterMs) => (due !== undefined && due > afterMs ? due : undefined) };
};

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Begins at once, or at the start; a day has 24 hours in every zone. */
const rate = (text: string, { madeAt, startAt = madeAt }: Bounds): NextDue | undefined => {
  const [, count, unit] = /^([1-9]\d{0,8}) +(minute|hour|day)s?$/.exec(text.trim()) ?? [];
  if (unit === undefined) return undefined;
  const everyMs = Number(count) * unitMs[unit as keyof typeof unitMs];
  return (afterMs) => startAt + Math.max(0, Math.floor((afterMs - startAt) / everyMs) + 1) * everyMs;
};

const cron = (text: string, zone: string, { startAt }: Bounds): NextDue | undefined => {
  const nextOnWall = readCron(text);
  return nextOnWall && ((afterMs) => nextInZone(nextOnWall, zone, Math.max(afterMs, (startAt ?? afterMs) - 1)));
};

/** What spring skips does not fire; what autumn shows twice fires at the first time. */
const nextInZone = (nextOnWall: NextOnWall, zone: string, afterMs: number): number | undefined => {
  for (let wall = nextOnWall(wallAt(afterMs, zone)); wall !== undefined; wall = nextOnWall(wall)) {
    const due = instantOf(new Date(wall).toISOString().slice(0, 19), zone);
    if (due !== undefined && due > afterMs) return due;
  }
  return undefined;
};

const until =
  (endAt = Number.POSITIVE_INFINITY, nextDue: NextDue): NextDue =>
  (afterMs) => {
    const due = nextDue(afterMs);
    return due !== undefined && due <= endAt ? due : undefined;
  };
