/** Whether reminders can be set, and go out: their table, and the group of their schedules. */

import { zoneDataVersion } from '../../lambda/time/zone-data.ts';
import { asking, optionsFor } from '../aws-access.ts';
import { type Check, failed, ok, warning } from './check.ts';
import { forgetsNothing, tableState } from './table-state.ts';

export const reminders: Check = {
  name: 'reminders',
  look: async (world) => {
    const { output, access } = await world.stack();
    const { isActive, status, forgets, isFilling } = await tableState(output('RemindersTable'), access);
    if (!isActive) return failed(`the reminders' table is not active (${status}): none is set or sent until it is`);
    if (isFilling)
      return warning(
        `DynamoDB still fills the index of the reminders: until it is done Sort=DueAt is answered 503, so list by ${world.paste('remind list --sort key')}`,
      );
    return forgets
      ? ok("the reminders' table is active, and forgets what is over after 45 days")
      : forgetsNothing('reminders');
  },
};

export const schedules: Check = {
  name: 'schedules',
  look: async (world) => {
    const { output, access } = await world.stack();
    const { GetScheduleGroupCommand, SchedulerClient } = await import('@aws-sdk/client-scheduler');
    const Name = output('ScheduleGroup');
    const { State } = await asking(new SchedulerClient(optionsFor(access)), (client) =>
      client.send(new GetScheduleGroupCommand({ Name })),
    );
    if (State === 'ACTIVE') return ok("the schedules' group is active");
    return failed(
      `the schedules' group is not active (${State}), and what stands in it goes with it: deploy the stack again once it is gone, and have each reminder set anew`,
    );
  },
};

export const timeZones: Check = {
  name: 'time zones',
  look: async (world) => {
    const { output } = await world.stack();
    const deployed = output('TimeZoneData');
    if (deployed === zoneDataVersion) return ok(`reminders are due by IANA's release ${deployed}`);
    return warning(
      `reminders are due by IANA's release ${deployed}, and this checkout has ${zoneDataVersion}: ${world.paste('deploy')}, then ${world.paste('remind replan')}`,
    );
  },
};
