/** The send function, as a table of contents: an event comes in, its messages are delivered, an answer goes back. */

import middy from '@middy/core';
import { makeAsTold } from './as-told.ts';
import { makeAttempt } from './attempts.ts';
import { makeBreaker } from './breaker.ts';
import { makeConclude, makeTell } from './conclude.ts';
import { makeDeliver } from './deliver.ts';
import { makeDeliverAll } from './deliver-all.ts';
import { makeDirect } from './entrances/direct.ts';
import { makeHttpApi } from './entrances/http-api.ts';
import { makeAuthenticate } from './entrances/http-caller.ts';
import { makeQueue } from './entrances/queue.ts';
import type { DynamoDb } from './io/dynamodb.ts';
import { makeHotTask } from './io/hottask.ts';
import { makeLedger } from './io/ledger.ts';
import type { Log } from './io/log.ts';
import { makePark, type Sqs } from './io/parked.ts';
import { makeReminders } from './io/reminders.ts';
import { makeSecrets, type SecretsManagerClient } from './io/secrets.ts';
import type { Settings } from './io/settings.ts';
import { makeReadMessage } from './message.ts';
import { entrance } from './middleware/entrance.ts';
import { plainErrors } from './middleware/plain-errors.ts';
import { secretKey } from './middleware/secret-key.ts';
import { timeBudget } from './middleware/time-budget.ts';
import { makeStandingOfCaller } from './reminders/caller.ts';
import type { Timings } from './wiring.ts';

export interface Io {
  secretsManager: SecretsManagerClient;
  dynamoDb: DynamoDb;
  sqs: Sqs;
  log: Log;
  /** Epoch milliseconds. */
  now: () => number;
  timings: Timings;
  /** Begins to read the secrets at once: the first event needs them, and on Lambda the start has more processor. @default false */
  readsAhead?: boolean;
}

/**
 * Over HTTP it always answers; a direct call rejects with an OutcomeError for what is not Sent; a queue hears which
 * records come back. A bug rejects with InternalError, of a queue's record it fails that record. Nothing of it is open or runs on once it has answered.
 */
export const makeHandler = (
  settings: Settings,
  { secretsManager, dynamoDb, sqs, log, now, timings, readsAhead }: Io,
) => {
  const { rules, serialNumber, hottaskUrl: url, ledgerTable: table, parkedQueueUrl: queueUrl } = settings;
  const secrets = makeSecrets({ client: secretsManager, ids: settings, timings, log, now });
  if (readsAhead) for (const secret of [secrets.ours, secrets.secretKey]) secret.begin();
  const ledger = makeLedger({ dynamoDb, table, timings, log, now });
  const reminders = makeReminders({ dynamoDb, table: settings.remindersTable, timings, log, now });
  const hottask = makeHotTask({ url, timings, now });
  const park = makePark({ sqs, queueUrl, timings, log, now });
  const tell = makeTell(log);
  const conclude = makeConclude(tell); // a fact, judged by the table in outcome.ts
  const attempt = makeAttempt({ rules, hottask, rereadSecretKey: secrets.secretKey.reread, tell, now });
  const breaker = makeBreaker({ after: rules.breakerAfter, maxAgeSeconds: rules.maxAgeSeconds, log, now });
  const standingOfCaller = makeStandingOfCaller({ recentOurSecret: secrets.ours.recent, look: reminders.look });
  const deliver = makeDeliver({ rules, ledger, reminders, standingOfCaller, breaker, attempt, conclude, now });

  const asTold = makeAsTold({ reminders, ledger, conclude });

  const readMessage = makeReadMessage(serialNumber);
  const authenticate = makeAuthenticate({ rereadOurSecret: secrets.ours.reread, conclude });
  const httpApi = makeHttpApi({ readMessage, authenticate, now });
  const queue = makeQueue({ readMessage, now });
  const direct = makeDirect({ readMessage, now });

  // middy's own early time-out answers while the work goes on, and on Lambda that work would thaw later: off.
  return middy({ timeoutEarlyInMillis: 0 })
    .use(plainErrors(log)) // a bug of ours leaves as InternalError and a request id
    .use(timeBudget(timings, now)) // remaining time → deadlines
    .use(secretKey(secrets, timings)) // both secrets, read or cached
    .use(entrance([httpApi, queue, direct], log, now)) // event → deliveries, and outcomes → answer; the first that recognises it
    .handler(makeDeliverAll({ asTold, deliver, ledger, park })); // parks what no repeating helps
};
