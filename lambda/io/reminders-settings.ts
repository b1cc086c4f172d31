/** The reminders function's settings, read once from its environment. HotTask's key is not among them: it sends nothing. */
import * as z from 'zod/mini';
import type { Rules } from '../rules.ts';
import { type Environment, readEnvironment, secretId, sendRules, serialNumber, table } from './setting-forms.ts';

export interface RemindersSettings {
  /** Name or ARN of our own secret: `{"Callers": …, "Pepper": …}`. */
  messengerSecretId: string;
  /** Name or ARN of the DynamoDB table of the reminders. */
  remindersTable: string;
  /** Name or ARN of the ledger's, which is only read. */
  ledgerTable: string;
  /** Name of the group in which all schedules stand. */
  scheduleGroup: string;
  /** ARN of the role with which Scheduler puts what is due on the queue. */
  scheduleRoleArn: string;
  /** Of the main queue. */
  queueArn: string;
  /** For what Scheduler could not put there. */
  parkedQueueArn: string;
  /** Used where a message names no SerialNumber. */
  serialNumber: string | undefined;
  rules: Rules;
}

const word = (form: RegExp, what: string) => z.string(`is required: ${what}`).check(z.regex(form, `must be ${what}`));

const queueArn = word(/^arn:[a-z-]+:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}$/, 'the ARN of an SQS queue');

const environment = z.object({
  MESSENGER_SECRET_ID: secretId,
  REMINDERS_TABLE: table,
  LEDGER_TABLE: table,
  SCHEDULE_GROUP: word(/^[\w.-]{1,64}$/, 'the name of a schedule group'),
  SCHEDULE_ROLE_ARN: word(/^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/, 'the ARN of a role'),
  QUEUE_ARN: queueArn,
  PARKED_QUEUE_ARN: queueArn,
  HOTTASK_SERIAL_NUMBER: serialNumber,
  SEND_RULES: sendRules,
});

/** Throws a SettingsError that names each wrong one, and shows no value. */
export const readRemindersSettings = (env: Environment): RemindersSettings => {
  const data = readEnvironment(environment, env);
  return {
    messengerSecretId: data.MESSENGER_SECRET_ID,
    remindersTable: data.REMINDERS_TABLE,
    ledgerTable: data.LEDGER_TABLE,
    scheduleGroup: data.SCHEDULE_GROUP,
    scheduleRoleArn: data.SCHEDULE_ROLE_ARN,
    queueArn: data.QUEUE_ARN,
    parkedQueueArn: data.PARKED_QUEUE_ARN,
    serialNumber: data.HOTTASK_SERIAL_NUMBER,
    rules: data.SEND_RULES,
  };
};
