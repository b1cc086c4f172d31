/** Reminders over HTTP, between real far ends: what is set, moved, looked up, listed and cancelled, and what stands in Scheduler then. */
import { expect, test } from 'vitest';
import { message } from './function.ts';
import type { Schedule } from './peers/scheduler-peer.ts';
import { group, inMarch, parkedQueueArn, queueArn, roleArn, setUpRemindersFunction } from './reminders-function.ts';

const _inMay = { ...inMarch, At: '2031-05-01T09:00' };

test('a reminder is set: its caller hears when in its zone and in UTC, and one schedule holds the message as it was given', async () => {
  const fn = await setUpRemindersFunction({ serialNumber: 'default-number' });
  const { SerialNumber: _, ...given } = message;
  const { status, json } = await fn.put('appt-42.24h', { ...inMarch, Message: given });
  expect(status).toBe(201);
  expect(json).toEqual({
    Key: 'appt-42.24h',
    Revision: 1,
    State: 'Scheduled',
    At: '2031-03-01T09:00:00',
    TimeZone: 'Europe/Berlin',
    DueAt: '2031-03-01T08:00:00.000Z',
    LateBySeconds: 300,
    ChangedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    IdempotencyKey: 'web/appt-42.24h/2031-03-01T08:00:00Z',
  });
  const [[name, schedule]] = [...fn.scheduler.schedules] as [[string, Schedule]];
  expect(name).toMatch(/^[0-9a-f]{32}-1-[0-9a-f]{16}$/);
  const { Input, ...target } = schedule.Target;
  expect({ ...schedule, Target: target }).toEqual({
    GroupName: group,
    ScheduleExpression: 'at(2031-03-01T09:00:00)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    ClientToken: expect.any(String),
    Target: {
      Arn: queueArn,
      RoleArn: roleArn,
      RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 185 },
      DeadLetterConfig: { Arn: parkedQueueArn },
    },
  });
  expect(JSON.parse(Input)).toEqual({
    ScheduledAt: '<aws.scheduler.scheduled-time>',
    Reminder: 1,
    Caller: 'web',
    Key: 'appt-42.24h',
    Revision: 1,
    Nonce: name.slice(-16),
    LateBySeconds: 300,
    Message: given,
  });
  expect(await fn.get('appt-42.24h')).toMatchObject({ status: 200, json });
});
