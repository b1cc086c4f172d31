/** The reminders function, as a table of contents: a call comes in, one reminder is set, moved, cancelled or looked up, an answer goes back. */
import middy from '@middy/core';
import { makeConclude, makeTell } from './conclude.ts';
import { makeAuthenticate } from './entrances/http-caller.ts';
import { makeReadMoveBody, makeReadReminderBody } from './entrances/reminders-http/body.ts';
import { makeReadWish } from './entrances/reminders-http/wish.ts';
import { makeRemindersHttp, type Opened } from './entrances/reminders-http.ts';
import type { QueryingDynamoDb } from './io/dynamodb-query.ts';
import type { Log } from './io/log.ts';
import { makeReminderBook } from './io/reminder-book.ts';
import { type Asked, makeReminderItems } from './io/reminder-items.ts';
import { makeReminderList } from './io/reminder-list.ts';
import { makeReminderReads } from './io/reminder-reads.ts';
import type { RemindersSettings } from './io/reminders-settings.ts';
import { makeSchedules, type SchedulerClient } from './io/scheduler.ts';
import { makeOurSecret, type SecretsManagerClient } from './io/secrets.ts';
import { makeReadMessage } from './message.ts';
import { ourSecret } from './middleware/our-secret.ts';
import { plainErrors } from './middleware/plain-errors.ts';
import { remindersEntrance } from './middleware/reminders-entrance.ts';
import { timeBudget } from './middleware/time-budget.ts';
import type { Became } from './reminders/wish.ts';
import { longestLateBySeconds, type Timings } from './wiring.ts';

export interface RemindersIo {
  secretsManager: SecretsManagerClient;
  dynamoDb: QueryingDynamoDb;
  scheduler: SchedulerClient;
  log: Log;
  /** Epoch milliseconds. */
  now: () => number;
  timings: Timings;
  /** Begins to read our secret at once, as the send function does. @default false */
  readsAhead?: boolean;
}

/** Answers every event of the HTTP API. A bug rejects with InternalError, any other event with an OutcomeError. */
export const makeRemindersHandler = (
  settings: RemindersSettings,
  { secretsManager, dynamoDb, scheduler, log, now, timings, readsAhead }: RemindersIo,
) => {
  const { rules, remindersTable, ledgerTable } = settings;
  const ours = makeOurSecret({ client: secretsManager, id: settings.messengerSecretId, timings, log, now });
  if (readsAhead) ours.begin();
  const readMessage = makeReadMessage(settings.serialNumber);
  const schedules = makeSchedules({ client: scheduler, target: settings, readMessage, log });
  const items = makeReminderItems({ dynamoDb, remindersTable, ledgerTable, timings, log, now });
  const reads = makeReminderReads({ dynamoDb, remindersTable, timings, log, now });
  const list = makeReminderList({ reads, items, now });
  const fulfil = makeReminderBook({ items, list, schedules, timings, now });

  const authenticate = makeAuthenticate({ rereadOurSecret: ours.reread, conclude: makeConclude(makeTell(log)) });
  const latestSeconds = longestLateBySeconds(rules.maxAgeSeconds);
  const readReminderBody = makeReadReminderBody({ readMessage, latestSeconds, now });
  const readMoveBody = makeReadMoveBody(latestSeconds);
  const readWish = makeReadWish({ readReminderBody, readMoveBody, rules, now });
  const http = makeRemindersHttp({ authenticate, readWish });

  return middy({ timeoutEarlyInMillis: 0 })
    .use(plainErrors(log)) // a bug of ours leaves as InternalError and a request id
    .use(timeBudget(timings, now)) // remaining time → deadlines
    .use(ourSecret(ours, timings)) // callers and pepper, read or cached
    .use(remindersEntrance(http, log)) // event → wish, and what became of it → answer
    .handler(async (event: unknown): Promise<Became> => {
      const { opened, asked } = event as { opened: Opened; asked: Asked };
      return 'wish' in opened ? fulfil(opened.wish, asked) : opened;
    });
};
