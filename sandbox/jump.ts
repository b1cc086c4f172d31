/**
 * Moves the clock as if the time had passed: from one due schedule, or record that is visible again, to the next, and the
 * function ends before the next comes. Meanwhile the clock stands: however slow this machine is, what goes out is no later
 * for it. Lambda's time-out, and what a step may take, are counted in this machine's time all the same.
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
    /** Resolves when all that stands there now was dealt with, and what failed only waits. */
    whenQuiet: () => Promise<void>;
    /** When each that waits there is visible again, in epoch ms. */
    visibleAt: () => number[];
    /** So many ms pass at once for all that waits. */
    pass: (ms: number) => void;
  };
  /** Acts when neither function is at work, by whichever way it was called. */
  between: (act: () => void) => Promise<void>;
  /** Hears of the clock, now and then and at the end. */
  tell: (told: ClockTold) => void;
}

export interface Jump {
  /** Where the clock is going, in epoch ms; null where it only runs. */
  goal: () => number | null;
  /** Resolves when it is there, or was stopped. One at a time. */
  to: (ms: number) => Promise<void>;
  /** The clock stays where the jump has come to; resolves when it runs on from there. */
  stop: () => Promise<void>;
}

interface Under {
  goal: number;
  isStopped: boolean;
  stopped: PromiseWithResolvers<void>;
  ended: PromiseWithResolvers<void>;
}

const minuteMs = 60_000;
/** In a long jump. */
const tellEveryMs = 250;

export const makeJump = ({ clock, schedules, fire, queue, between, tell }: Parts): Jump => {
  let under: Under | undefined;
  const tellNow = () =>
    tell({ AheadMs: clock.now() - Date.now(), To: under ? new Date(under.goal).toISOString() : null });

  const orStopped = (work: Promise<unknown>) => Promise.race([work, under?.stopped.promise]);
  const moveTo = (ms: number) => {
    const ours = under;
    return orStopped(
      between(() => {
        if (!ours || ours.isStopped) return;
        const before = clock.now();
        clock.moveTo(ms);
        queue.pass(clock.now() - before);
      }),
    );
  };

  /** All that is due in one minute goes out at once, since AWS is no more exact; none of it early. */
  const step = async (due: number, to: number) => {
    const end = Math.min(due - (due % minuteMs) + minuteMs - 1, to);
    const visible = queue.visibleAt().filter((at) => at <= end);
    await moveTo(visible.reduce((last, at) => Math.max(last, at), schedules.lastDueBy(end) ?? due));
    await fire.send(schedules.takeDue(clock.now()));
    await orStopped(queue.whenQuiet());
  };

  const stepByStep = async (to: number) => {
    const nextDue = () => {
      const due = queue.visibleAt().reduce((first, at) => Math.min(first, at), schedules.nextDue() ?? to + 1);
      return due <= to ? due : undefined;
    };
    // What came before belongs to the time before.
    await orStopped(queue.whenQuiet());
    let toldAt = 0;
    for (let due = nextDue(); due !== undefined && !under?.isStopped; due = nextDue()) {
      await step(due, to);
      if (Date.now() - toldAt < tellEveryMs) continue;
      toldAt = Date.now();
      tellNow();
    }
  };

  return {
    goal: () => under?.goal ?? null,
    to: async (ms) => {
      // Asked for the time alone, nobody waits.
      if (ms <= clock.now()) return;
      const ours = {
        goal: ms,
        isStopped: false,
        stopped: Promise.withResolvers<void>(),
        ended: Promise.withResolvers<void>(),
      };
      under = ours;
      clock.hold();
      try {
        await stepByStep(ms);
        await moveTo(ms);
      } finally {
        under = undefined;
        clock.release();
        fire.arm();
        tellNow();
        ours.ended.resolve();
      }
    },
    stop: async () => {
      if (!under) return;
      under.isStopped = true;
      under.stopped.resolve();
      await under.ended.promise;
    },
  };
};
