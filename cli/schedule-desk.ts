/** What an operator may do with the schedules of reminders. Prints nothing. */
import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ResourceNotFoundException,
  type SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { makeReadMessage } from '../lambda/message.ts';
import type { Created, Given, Revision } from '../lambda/reminders/protocol.ts';
import type { When } from '../lambda/reminders/reminder.ts';
import { readScheduleInput, scheduleName, scheduleOf } from '../lambda/reminders/schedule.ts';
import { mayBeWritten } from './ledger-desk.ts';

/** All reject with what AWS's SDK threw, where it refused. */
export interface ScheduleDesk {
  /** The message that a schedule holds, and a maker of others that fire into the same queue by the same role. */
  given: (revision: Revision) => Promise<Exclude<Given, { message: object }> | GivenTwin>;
  /** One that is gone already is fine: it has fired, or a try before this one was heard. */
  drop: (revision: Revision) => Promise<void>;
}

export interface GivenTwin {
  message: object;
  create: (revision: Revision, when: When, message: object) => Promise<Created>;
}

/** Whatever chatbot is the default there. */
const readMessage = makeReadMessage('any');

export const makeScheduleDesk = (client: SchedulerClient, GroupName: string): ScheduleDesk => ({
  given: async (revision) => {
    try {
      const { Target } = await client.send(new GetScheduleCommand({ Name: scheduleName(revision), GroupName }));
      const message = readScheduleInput(Target?.Input ?? '', revision);
      const { Arn: queueArn, RoleArn: scheduleRoleArn, DeadLetterConfig: { Arn: parkedQueueArn } = {} } = Target ?? {};
      const isWhole = message && readMessage(message, '').problems.length === 0;
      if (!isWhole || !queueArn || !scheduleRoleArn || !parkedQueueArn) return 'edited';
      const target = { scheduleGroup: GroupName, scheduleRoleArn, queueArn, parkedQueueArn };
      return {
        message,
        create: (mine, when, given) => create(client, scheduleOf(mine, when, given, target)),
      };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return 'gone';
      throw error;
    }
  },
  drop: async (revision) => {
    try {
      await client.send(new DeleteScheduleCommand({ Name: scheduleName(revision), GroupName }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  },
});

const create = async (client: SchedulerClient, schedule: ReturnType<typeof scheduleOf>): Promise<Created> => {
  try {
    await client.send(new CreateScheduleCommand(schedule));
    return 'done';
  } catch (error) {
    // Its name has a nonce of its own: a try before this one was not heard.
    if (error instanceof ConflictException) return 'taken';
    if (mayBeWritten(error)) return 'lost';
    throw error;
  }
};
