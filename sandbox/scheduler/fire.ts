/** What is due goes to its queue; with real time passing, by itself. */
import { bodyOf } from './firing-body.ts';
import type { Firing, Schedules } from './schedules.ts';

/** Puts one body on a queue; false where the queue does not take it. */
export type SendTo = (queue: string, body: string, messageGroupId?: string) => Promise<boolean>;

interface Parts {
  schedules: Schedules;
  sendTo: SendTo;
  /** Epoch ms. */
  now: () => number;
}

/** The longest that a timer of Node waits. */
const longestMs = 2 ** 31 - 1;

export const makeFire = ({ schedules, sendTo, now }: Parts) => {
  const one = async (firing: Firing) => {
    const { schedule } = firing;
    const { queue, messageGroupId } = schedule.target;
    if (!(await sendTo(queue, bodyOf(firing), messageGroupId)))
      console.error(
        `Schedule ${schedule.name} fired, and its queue did not take it: make ${queue}, or give another Target.Arn`,
      );
    schedules.fired(schedule);
  };

  /** Resolves when all of them are on their queues. */
  const send = async (firings: Firing[]): Promise<void> => {
    for (const firing of firings) await one(firing);
  };

  let timer: NodeJS.Timeout | undefined;
  let armedFor: number | undefined;
  /** One timer, for the next that is due; it is set anew when that changes, and when the clock was moved. */
  const arm = () => {
    clearTimeout(timer);
    armedFor = schedules.nextDue();
    if (armedFor === undefined) return;
    timer = setTimeout(
      () => {
        // A timer may come a little early.
        if ((schedules.nextDue() ?? Number.POSITIVE_INFINITY) > now()) return arm();
        void send(schedules.takeDue(now()));
      },
      Math.min(Math.max(0, armedFor - now()), longestMs),
    );
  };
  schedules.onChange(() => {
    if (schedules.nextDue() !== armedFor) arm();
  });

  return { send, arm };
};

export type Fire = ReturnType<typeof makeFire>;
