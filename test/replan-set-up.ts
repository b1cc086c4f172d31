/** A sandbox with reminders as an earlier release of the time zones, or 0.6.0, has set them. */
import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { expect, onTestFinished } from 'vitest';
import { scheduleName } from '../lambda/reminders/schedule.ts';
import { nearby, remindersTable, scheduleGroup } from '../sandbox/settings.ts';
import { startSandbox } from './sandbox-process.ts';
import { remindersOf } from './sandbox-reminders.ts';

export interface Old {
  at: string;
  timeZone: string;
  /** What its caller was told by the older table. */
  dueAt: string;
  /** @default by 0.6.0: its schedule has wall clock and zone */
  release?: string;
}

/** By the law of 2026 nine o'clock is an hour earlier. */
export const winnipeg: Old = { at: '2095-01-15T09:00:00', timeZone: 'America/Winnipeg', dueAt: '2095-01-15T15:00:00Z' };
export const byLaw = '2095-01-15T14:00:00.000Z';

export const setUpReplan = async () => {
  const sandbox = await startSandbox();
  const [table, scheduler] = [new DynamoDBClient(nearby(sandbox.aws)), new SchedulerClient(nearby(sandbox.aws))];
  onTestFinished(async () => {
    for (const client of [table, scheduler]) client.destroy();
    await sandbox.end('SIGKILL');
  });
  const reminders = remindersOf(sandbox);
  const itemOf = async (key: string) => {
    const Key = { pk: { S: 'sandbox' }, sk: { S: key } };
    return { Key, item: (await table.send(new GetItemCommand({ TableName: remindersTable, Key }))).Item };
  };
  const nameOf = async (key: string): Promise<string> => {
    const { item } = await itemOf(key);
    return scheduleName({ caller: 'sandbox', key, revision: Number(item?.revision?.N), nonce: String(item?.nonce?.S) });
  };
  const scheduleOf = async (key: string) => {
    const { $metadata, ...schedule } = await scheduler.send(
      new GetScheduleCommand({ GroupName: scheduleGroup, Name: await nameOf(key) }),
    );
    return schedule;
  };

  return {
    sandbox,
    ...reminders,
    setOld: async (key: string, { at, timeZone, dueAt, release }: Old, Message = {}) => {
      const set = { At: '2095-01-15T09:00', TimeZone: 'UTC', Message: { Message: `text of ${key}`, ...Message } };
      expect((await reminders.put(key, set)).status).toBe(201);
      const { Key } = await itemOf(key);
      await table.send(
        new UpdateItemCommand({
          ...{ TableName: remindersTable, Key },
          UpdateExpression: `SET #at = :at, #zone = :zone, dueAt = :due ${release ? ', timeZoneData = :data' : 'REMOVE timeZoneData'}`,
          ExpressionAttributeNames: { '#at': 'at', '#zone': 'timeZone' },
          ExpressionAttributeValues: {
            ...{ ':at': { S: at }, ':zone': { S: timeZone }, ':due': { N: String(Date.parse(dueAt)) } },
            ...(release && { ':data': { S: release } }),
          },
        }),
      );
      const schedule = await scheduleOf(key);
      const { DueAt, ...input } = JSON.parse(String(schedule.Target?.Input));
      await scheduler.send(
        new UpdateScheduleCommand({
          ...{ Name: schedule.Name, GroupName: scheduleGroup, FlexibleTimeWindow: { Mode: 'OFF' } },
          ActionAfterCompletion: 'DELETE',
          ScheduleExpression: release ? `at(${dueAt.slice(0, 19)})` : `at(${at})`,
          ScheduleExpressionTimezone: release ? 'UTC' : timeZone,
          Target: {
            ...(schedule.Target as NonNullable<typeof schedule.Target>),
            Input: JSON.stringify(release ? { ...input, DueAt: dueAt } : input),
          },
        }),
      );
    },
    scheduleOf,
    dropSchedule: async (key: string) => {
      await scheduler.send(new DeleteScheduleCommand({ GroupName: scheduleGroup, Name: await nameOf(key) }));
    },
    schedules: async () =>
      (await scheduler.send(new ListSchedulesCommand({ GroupName: scheduleGroup, MaxResults: 100 }))).Schedules?.length,
    /** As a firing leaves it that has taken this one. */
    take: async (key: string, until: number) => {
      const { Key } = await itemOf(key);
      await table.send(
        new UpdateItemCommand({
          ...{ TableName: remindersTable, Key },
          UpdateExpression: 'SET firingUntil = :until, firedAt = :fired',
          ExpressionAttributeValues: { ':until': { N: String(until) }, ':fired': { N: String(Date.now()) } },
        }),
      );
    },
  };
};
