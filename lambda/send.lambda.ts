/** What Lambda loads: the send function with the real clock and the settings of its environment. */
import { makeDynamoDb } from './io/dynamodb.ts';
import { makeLog } from './io/log.ts';
import { makeSqs } from './io/parked.ts';
import { makeSecretsManager } from './io/secrets.ts';
import { readSettings } from './io/settings.ts';
import { makeHandler } from './send.ts';
import { timings } from './wiring.ts';

export const handler = makeHandler(readSettings(process.env), {
  secretsManager: makeSecretsManager(),
  dynamoDb: makeDynamoDb(),
  sqs: makeSqs(),
  log: makeLog(process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'send'),
  now: Date.now,
  timings,
  readsAhead: true,
});
