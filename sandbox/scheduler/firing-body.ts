/** What a schedule puts on its queue: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
import { randomUUID } from 'node:crypto';
import type { Firing } from './schedules.ts';

export const bodyOf = ({ schedule, dueAt }: Firing): string => {
  const id = randomUUID();
  const time = `${new Date(dueAt).toISOString().slice(0, 19)}Z`;
  const values: Record<string, string> = {
    'schedule-arn': schedule.arn,
    'scheduled-time': time,
    'execution-id': id,
    'attempt-number': '1',
  };
  // Where there is no input, AWS sends an event.
  if (schedule.target.input === undefined)
    return JSON.stringify({
      version: '0',
      id,
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: '000000000000',
      time,
      region: 'us-east-1',
      resources: [schedule.arn],
      detail: '{}',
    });
  return schedule.target.input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, name) => values[name] ?? whole);
};
