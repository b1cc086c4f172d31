/** A jump of the sandbox's clock is as if the time had passed, and the machine took none for what was due. */
import { afterEach, expect, test, vi } from 'vitest';
import { makeClock } from '../sandbox/clock.ts';
import { makeJump } from '../sandbox/jump.ts';
import { readDefinition } from '../sandbox/scheduler/definition.ts';
import { makeFire } from '../sandbox/scheduler/fire.ts';
import { makeSchedules } from '../sandbox/scheduler/schedules.ts';

const minuteMs = 60_000;
const begin = Date.UTC(2027, 2, 1, 9);

afterEach(() => void vi.useRealTimers());

/** A machine that needs so long to send one text. */
const setUp = (textTakesMs: number) => {
  vi.useFakeTimers({ toFake: ['Date'], now: begin });
  const clock = makeClock();
  const schedules = makeSchedules(clock.now);
  /** When each text went out, in minutes from the beginning. */
  const sentAt: Record<string, number> = {};
  const fire = makeFire({
    schedules,
    sendTo: async (_queue, body) => {
      vi.setSystemTime(Date.now() + textTakesMs);
      sentAt[body] = (clock.now() - begin) / minuteMs;
      return true;
    },
    now: clock.now,
  });
  const jump = makeJump({
    clock,
    schedules,
    fire,
    queue: { whenQuiet: async () => {}, visibleAt: () => [], pass: () => {} },
    between: async (act) => act(),
    tell: () => {},
  });
  const remind = (name: string, minutes: number) => {
    const { group, definition } = readDefinition(
      {
        ScheduleExpression: `at(${new Date(begin + minutes * minuteMs).toISOString().slice(0, 19)})`,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: 'arn:aws:sqs:us-east-1:000000000000:hottask-messenger', RoleArn: 'role', Input: name },
      },
      clock.now(),
    );
    schedules.put(group, name, definition);
  };
  return { clock, jump, remind, sentAt };
};

test('what is due goes out on time, however long the machine needs for all of it', async () => {
  const { clock, jump, remind, sentAt } = setUp(4 * minuteMs);
  for (const name of ['one', 'two', 'three']) remind(name, 60);
  remind('next', 61);
  await jump.to(begin + 120 * minuteMs);
  expect(sentAt).toEqual({ one: 60, two: 60, three: 60, next: 61 });
  expect(clock.now()).toBe(begin + 120 * minuteMs);
});

test('after the jump the clock runs on', async () => {
  const { clock, jump } = setUp(0);
  await jump.to(begin + 120 * minuteMs);
  vi.setSystemTime(Date.now() + minuteMs);
  expect(clock.now()).toBe(begin + 121 * minuteMs);
});
