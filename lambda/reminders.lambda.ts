/** What Lambda loads: the reminders function with the real clock and the settings of its environment. */
import { makeQueryingDynamoDb } from './io/dynamodb-query.ts';
import { makeLog } from './io/log.ts';
import { readRemindersSettings } from './io/reminders-settings.ts';
import { makeSchedulerClient } from './io/scheduler.ts';
import { makeSecretsManager } from './io/secrets.ts';
import { makeRemindersHandler } from './reminders.ts';
import { timings } from './wiring.ts';

export const handler = makeRemindersHandler(readRemindersSettings(process.env), {
  secretsManager: makeSecretsManager(),
  dynamoDb: makeQueryingDynamoDb(),
  scheduler: makeSchedulerClient(),
  log: makeLog(process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'reminders'),
  now: Date.now,
  timings,
  readsAhead: true,
});
