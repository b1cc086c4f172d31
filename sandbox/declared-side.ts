/** The reminders that a stage declares, as schedules of this sandbox, each as the stack deploys it: infra/remind.ts. */
import { type DeclaredReminder, leftOutOf, neverDue, scheduleText } from '../infra/remind-form.ts';
import { retryPolicyFor, scheduleInput } from '../lambda/reminders/schedule.ts';
import { shownAt } from '../lambda/reminders/wall-clock.ts';
import { type Answer, json } from './loopback.ts';
import { arnOf } from './queues.ts';
import { readDefinition } from './scheduler/definition.ts';
import type { Schedules } from './scheduler/schedules.ts';
import { queues, scheduleGroup, scheduleRoleArn } from './settings.ts';
import type { Stage } from './stage.ts';

interface Parts {
  stage: Stage | undefined;
  schedules: Schedules;
  /** Epoch ms. */
  now: () => number;
}

/** One as the page and the start tell of it: no number, no text. */
export interface DeclaredTold {
  Name: string;
  Schedule: string;
  /** Null for a rate that names none. */
  TimeZone: string | null;
  LateBySeconds: number;
  /** An instant; null where it does not go out any more. */
  NextDueAt: string | null;
  /** What the clock in its zone, or in UTC, shows then. */
  NextAt: string | null;
  /** Why it can never go out, behind the word `schedule`. */
  Never: string | null;
  /** The first time on the wall that its zone's clocks leave out, so that nothing goes out then. */
  LeftOutAt: string | null;
}

export interface DeclaredSide {
  /** As it stands now. */
  told: () => { Stage: string | null; Reminders: DeclaredTold[] };
  /** GET /api/declared */
  look: Answer;
}

/** Sets them, but for those that can never go out: Scheduler would take them, and the stack refuses them. */
export const declareReminders = ({ stage, schedules, now }: Parts): DeclaredSide => {
  const reminders = Object.entries(stage?.reminders ?? {});
  const setAt = now();
  for (const [name, reminder] of reminders)
    if (!neverDue(reminder, setAt))
      schedules.put(scheduleGroup, name, readDefinition(scheduleOf(name, reminder), setAt).definition);

  const toldOf = (name: string, reminder: DeclaredReminder): DeclaredTold => {
    const { timeZone, lateBySeconds } = reminder;
    const dueAt = schedules.get(scheduleGroup, name)?.dueAt;
    return {
      Name: name,
      Schedule: scheduleText(reminder),
      TimeZone: timeZone ?? null,
      LateBySeconds: lateBySeconds,
      NextDueAt: dueAt === undefined ? null : new Date(dueAt).toISOString(),
      NextAt: dueAt === undefined ? null : (shownAt(timeZone ?? 'UTC', dueAt) ?? null),
      Never: neverDue(reminder, now()) || null,
      LeftOutAt: leftOutOf(reminder, now()) ?? null,
    };
  };
  const told = () => ({
    Stage: stage?.name ?? null,
    Reminders: reminders.map(([name, reminder]) => toldOf(name, reminder)),
  });
  return { told, look: (_request, response) => json(response, 200, told()) };
};

/** As CreateSchedule takes it. */
const scheduleOf = (name: string, { schedule, timeZone, message, lateBySeconds }: DeclaredReminder) => ({
  Description: `Texts somebody at a time: ${name}`,
  ScheduleExpression: scheduleText({ schedule, timeZone }),
  ScheduleExpressionTimezone: timeZone,
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: {
    Arn: arnOf(queues.main),
    RoleArn: scheduleRoleArn,
    Input: scheduleInput({ key: name, lateBySeconds, message }),
    RetryPolicy: retryPolicyFor(lateBySeconds),
    DeadLetterConfig: { Arn: arnOf(queues.parked) },
  },
});
