/**
 * Moves the clock as if the time had passed: from one due schedule, or record that is visible again, to the next, and the
 * function ends before the next comes.
 * Meanwhile the clock stands: however slow this machine is, what goes out is no later for it. Lambda's time-out, and what
 * a step may take, are counted in this machine's time all the same.
 */
import type { Clock } from './clock.ts';
import type { ClockTold } from './journal.ts';
import type { Fire } from './scheduler/fire.ts';
import type { Schedules } from './scheduler/schedules.ts';

interface Parts {
  clock: Clock;
  schedules: Schedules;
  fire: Fire;
  queue: {
    /** Resolves when nothing is visible in the queue, and the function has ended with all that it took. */
    whenQuiet: () => Promise<void>;
    /** When the first that waits there is visible again, in epoch ms; undefined where nothing waits. */
    nextVisible: () => number | undefined;
    /** So many ms pass at once for all that waits. */
    pass: (ms: number) => void;
  };
  /** Hears of the clock, now and then and at the end. */
  tell: (told: ClockTold) => void;
}

export interface Jump {
  /** Where the clock is going, in epoch ms; null where it only runs. */
  goal: () => number | null;
  /** Resolves when it is there. One at a time. */
  to: (ms: number) => Promise<void>;
}

const minuteMs = 60_000;
const never = Number.POSITIVE_INFINITY;
/** In a long jump. */
const tellEveryMs = 250;

export const makeJump = ({ clock, schedules, fire, queue, tell }: Parts): Jump => {
  let goal: number | null = null;
  const tellNow = () =>
    tell({ AheadMs: clock.now() - Date.now(), To: goal === null ? null : new Date(goal).toISOString() });

  const moveTo = (ms: number) => {
    const before = clock.now();
    clock.moveTo(ms);
    queue.pass(clock.now() - before);
  };

  /** All that is due in one minute goes out at once, since AWS is no more exact; none of it early. */
  const step = async (due: number, to: number) => {
    const firings = schedules.takeDue(Math.min(due - (due % minuteMs) + minuteMs - 1, to));
    moveTo(firings.at(-1)?.dueAt ?? due);
    await fire.send(firings);
    await queue.whenQuiet();
  };

  const stepByStep = async (to: number) => {
    const nextDue = () => {
      const due = Math.min(schedules.nextDue() ?? never, queue.nextVisible() ?? never);
      return due <= to ? due : undefined;
    };
    // What came before belongs to the time before; where nothing is due, nobody waits for it.
    if (nextDue() !== undefined) await queue.whenQuiet();
    let toldAt = 0;
    for (let due = nextDue(); due !== undefined; due = nextDue()) {
      await step(due, to);
      if (Date.now() - toldAt < tellEveryMs) continue;
      toldAt = Date.now();
      tellNow();
    }
  };

  return {
    goal: () => goal,
    to: async (ms) => {
      goal = ms;
      clock.hold();
      try {
        await stepByStep(ms);
      } finally {
        goal = null;
        moveTo(ms);
        clock.release();
        fire.arm();
        tellNow();
      }
    },
  };
};
