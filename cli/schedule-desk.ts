/** What an operator may do with the schedules of reminders. Prints nothing. */
import { DeleteScheduleCommand, ResourceNotFoundException, type SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Revision } from '../lambda/reminders/protocol.ts';
import { scheduleName } from '../lambda/reminders/schedule.ts';

export interface ScheduleDesk {
  /** One that is gone already is fine: it has fired, or a try before this one was heard. Rejects with what AWS's SDK threw. */
  drop: (revision: Revision) => Promise<void>;
}

export const makeScheduleDesk = (client: SchedulerClient, GroupName: string): ScheduleDesk => ({
  drop: async (revision) => {
    try {
      await client.send(new DeleteScheduleCommand({ Name: scheduleName(revision), GroupName }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  },
});
