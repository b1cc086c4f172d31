/** Whose reminders an operator's command is about: a stack's in AWS, or the sandbox's on this machine. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { type Access, asking, optionsFor } from './aws-access.ts';
import { awsClock } from './aws-clock.ts';
import { makeReminderDesk, type ReminderDesk } from './reminder-desk.ts';
import { sandboxAws, sandboxScheduleGroup, sandboxTables } from './sandbox.ts';
import { makeScheduleDesk } from './schedule-desk.ts';
import type { Env, Given } from './which-secret.ts';
import { openStack } from './which-stack.ts';

export interface ReminderPlaces {
  access: Access;
  /** Names of the tables. */
  reminders: string;
  ledger: string;
  scheduleGroup: string;
}

/** Undefined where the stack is of a version before reminders. */
export const reminderPlaces = async (given: Given, env: Env): Promise<ReminderPlaces | undefined> => {
  if (given.local) return { access: sandboxAws(env), ...sandboxTables, scheduleGroup: sandboxScheduleGroup };
  const { access, output, has } = await openStack(given);
  if (!has('RemindersTable')) return undefined;
  const [reminders, ledger] = [output('RemindersTable'), output('LedgerTable')];
  return { access, reminders, ledger, scheduleGroup: output('ScheduleGroup') };
};

export const withReminderDesk = <T>(
  { access, scheduleGroup, ...tables }: ReminderPlaces,
  use: (desk: ReminderDesk) => Promise<T>,
): Promise<T> =>
  asking(new DynamoDBClient(optionsFor(access)), (client) =>
    asking(new SchedulerClient(optionsFor(access)), (scheduler) =>
      use(
        makeReminderDesk({
          client,
          ...tables,
          schedules: makeScheduleDesk(scheduler, scheduleGroup),
          now: awsClock(client),
        }),
      ),
    ),
  );
