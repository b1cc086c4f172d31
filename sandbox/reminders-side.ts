/** The reminders function behind its routes, with its own far ends on the AWS endpoint: chaos does not stand there. */
import { makeQueryingDynamoDb } from '../lambda/io/dynamodb-query.ts';
import type { RemindersSettings } from '../lambda/io/reminders-settings.ts';
import { makeSchedulerClient } from '../lambda/io/scheduler.ts';
import { makeSecretsManager } from '../lambda/io/secrets.ts';
import { makeRemindersHandler } from '../lambda/reminders.ts';
import { reminderRoutes, remindersFunction, timings } from '../lambda/wiring.ts';
import type { AtWork } from './at-work.ts';
import { makeConsoleLog } from './console-log.ts';
import { type Invoke, makeInvoke, remindersFunctionName } from './function.ts';
import { answerWith, toEvent } from './gateway.ts';
import type { Route } from './loopback.ts';
import { nearby } from './settings.ts';

interface Parts {
  settings: RemindersSettings;
  awsUrl: string;
  /** Epoch ms. */
  now: () => number;
  counted: AtWork['counted'];
}

/** What it answers is no message, so the journal is told nothing of it. */
export const reminderRoutesOf = ({ settings, awsUrl, now, counted }: Parts): Route[] => {
  const client = nearby(awsUrl);
  const handler = makeRemindersHandler(settings, {
    secretsManager: makeSecretsManager(client),
    dynamoDb: makeQueryingDynamoDb(client),
    scheduler: makeSchedulerClient(client),
    log: makeConsoleLog(() => {}),
    now,
    timings,
  });
  const invoke = counted(makeInvoke(handler, remindersFunctionName, remindersFunction));
  return Object.values(reminderRoutes).map((route) => doorOf(route, invoke));
};

const doorOf = ({ method, path }: { method: string; path: string }, invoke: Invoke): Route => [
  method,
  path,
  async (request, response, parameters) =>
    answerWith(response, await invoke(await toEvent(request, { routeKey: `${method} ${path}`, parameters }))),
];
