/** `npm start`: the send function and its far ends on this machine. Loopback only, state in memory, ends with Ctrl-C. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { makeDynamoDb as dynamoDbOf } from '../lambda/io/dynamodb.ts';
import { makeSqs } from '../lambda/io/parked.ts';
import { makeSecretsManager } from '../lambda/io/secrets.ts';
import { SettingsError } from '../lambda/io/settings.ts';
import { unmarshal } from '../lambda/io/update-item.ts';
import { makeHandler } from '../lambda/send.ts';
import { inquiryRoute, sendRoute, timings } from '../lambda/wiring.ts';
import { makeAtWork } from './at-work.ts';
import { createLedgerTable, createRemindersTable, makeDynamoDb } from './aws/dynamodb.ts';
import { makeAwsEndpoint } from './aws/endpoint.ts';
import { makeEventBridge } from './aws/event-bridge.ts';
import { makeLambda } from './aws/lambda.ts';
import { makeScheduler } from './aws/scheduler.ts';
import { makeChaos } from './chaos/chaos.ts';
import { makeChaosApi } from './chaos/chaos-api.ts';
import { inFrontOfAws, inFrontOfHotTask } from './chaos/in-front.ts';
import { makeClock } from './clock.ts';
import { makeConsoleLog } from './console-log.ts';
import { makeControlApi } from './control-api.ts';
import { declareReminders } from './declared-side.ts';
import { makeFrontDoor } from './front-door.ts';
import { makeInvoke } from './function.ts';
import { wantsHelp } from './help-option.ts';
import { makeHotTaskStandIn } from './hottask.ts';
import { makeJournal } from './journal.ts';
import { makeJump } from './jump.ts';
import { bind, route } from './loopback.ts';
import { page } from './page.ts';
import { makePerson } from './person.ts';
import { startQueueSide } from './queue-side.ts';
import { makeRecord } from './recorder.ts';
import { reminderRoutesOf } from './reminders-side.ts';
import { makeFire } from './scheduler/fire.ts';
import { makeSchedules } from './scheduler/schedules.ts';
import { makeSecrets } from './secrets.ts';
import {
  ledgerTable,
  nearby,
  queues,
  queueUrl,
  readFunctionSettings,
  readOnEvent,
  readPorts,
  readRemindersFunctionSettings,
  remindersTable,
  scheduleGroup,
} from './settings.ts';
import { readStage } from './stage.ts';
import { help, helpAlone } from './usage.ts';
import { welcome } from './welcome.ts';

const start = async (given: NodeJS.ProcessEnv) => {
  const stage = readStage(given);
  const env = { HOTTASK_SERIAL_NUMBER: stage?.serialNumber, ...given };
  const ports = readPorts(env);
  const onEvent = readOnEvent(env);
  readFunctionSettings(env, { hottask: 'http://127.0.0.1', parked: queueUrl('http://127.0.0.1', queues.parked) });
  const [door, aws, hottask] = [await bind(ports[0]), await bind(ports[1]), await bind(ports[2])];
  // The function's own ways to both: chaos stands there, and meets nobody else's calls.
  const [toAws, toHotTask] = [await bind(0), await bind(0)];
  const settings = readFunctionSettings(env, { hottask: toHotTask.url, parked: queueUrl(toAws.url, queues.parked) });

  const clock = makeClock();
  const journal = makeJournal(clock.now);
  const chaos = makeChaos(journal.chaosChanged);
  const secrets = makeSecrets();
  const tables = makeDynamoDb([
    { table: ledgerTable, onChange: (pk, item) => journal.ledgerChanged(pk, item && unmarshal(item)) },
    { table: remindersTable, onWrite: journal.reminderChanged },
  ]);
  const queueSide = await startQueueSide({ awsUrl: aws.url, settings, journal, now: clock.now });

  const schedules = makeSchedules(clock.now);
  schedules.addGroup(scheduleGroup);
  // Before anything fires: what is due at once waits until all of this is served.
  const declared = declareReminders({ stage, schedules, now: clock.now });
  const fire = makeFire({ schedules, sendTo: queueSide.sendTo, now: clock.now });
  const client = nearby(toAws.url);
  const atWork = makeAtWork();
  const invoke = atWork.counted(
    makeInvoke(
      makeHandler(settings, {
        secretsManager: makeSecretsManager(client),
        dynamoDb: dynamoDbOf(client),
        sqs: makeSqs(client),
        log: makeConsoleLog(queueSide.hear),
        now: clock.now,
        timings,
      }),
    ),
  );
  const jump = makeJump({
    clock,
    schedules,
    fire,
    queue: queueSide,
    between: atWork.between,
    tell: journal.clockMoved,
  });

  const record = makeRecord(invoke, journal, clock.now);
  const frontDoor = makeFrontDoor({ invoke, record, callerOf: secrets.callerOf });
  const api = makeControlApi({ journal, clock, jump, nextDue: schedules.nextDue, sqsSns: queueSide.sqsSns });
  const chaosApi = makeChaosApi(chaos);
  const person = makePerson({ awsUrl: aws.url, now: clock.now });
  const hottaskStandIn = makeHotTaskStandIn({ journal, knownKey: secrets.hottaskKey, now: clock.now });
  const awsEndpoint = makeAwsEndpoint({
    secretsManager: secrets.answer,
    dynamoDb: tables.answer,
    lambda: makeLambda(record),
    sqsSns: queueSide.exchange,
    eventBridge: makeEventBridge({ onEvent, send: queueSide.send, now: clock.now }),
    scheduler: makeScheduler({ schedules, now: clock.now }),
    now: clock.now,
  });
  hottask.serve(hottaskStandIn);
  aws.serve(awsEndpoint);
  toHotTask.serve(inFrontOfHotTask({ chaos, farEnd: hottaskStandIn, url: hottask.url }));
  toAws.serve(inFrontOfAws({ chaos, farEnd: awsEndpoint, url: aws.url }));
  const tableMaker = new DynamoDBClient(nearby(aws.url));
  await Promise.all([createLedgerTable(tableMaker, ledgerTable), createRemindersTable(tableMaker, remindersTable)]);
  door.serve(
    route([
      [sendRoute.method, sendRoute.path, frontDoor],
      [inquiryRoute.method, inquiryRoute.path, frontDoor],
      ...reminderRoutesOf({
        settings: readRemindersFunctionSettings(env),
        awsUrl: aws.url,
        now: clock.now,
        counted: atWork.counted,
      }),
      ['GET', '/', page],
      ['GET', '/inbox/*', page],
      ['GET', '/api/messages', api.messages],
      ['DELETE', '/api/messages', api.clear],
      ['GET', '/api/ledger', api.ledger],
      ['GET', '/api/declared', declared.look],
      ['GET', '/api/queues', api.queues],
      ['GET', '/api/parked', api.parked],
      ['POST', '/api/parked/replay', person.replay],
      ['POST', '/api/parked/drop', person.drop],
      ['POST', '/api/settle', person.settle],
      ['POST', '/api/clock', api.clock],
      ['DELETE', '/api/clock', api.stopClock],
      ['GET', '/api/chaos', chaosApi.look],
      ['PUT', '/api/chaos', chaosApi.switchOn],
      ['DELETE', '/api/chaos', chaosApi.switchOff],
      ['GET', '/api/stream', api.stream],
    ]),
  );
  queueSide.poll(invoke);
  fire.arm();

  // Nothing is worth keeping: what still runs ends with the process. Not `once`: npm passes Ctrl-C on, so it comes twice.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(0));
  console.log(welcome({ door: door.url, aws: aws.url, hottask: hottask.url }, declared.told()));
};

/** What a person can mend, in one line; all else is a bug and keeps its stack. */
const inOneLine = (error: NodeJS.ErrnoException & { port?: number }): string | undefined => {
  if (error.code === 'EADDRINUSE')
    return `Port ${error.port} is in use: end what uses it, or choose other ports with PORT=4100 npm start`;
  return error instanceof SettingsError ? error.message : undefined;
};

const run = async (args: string[]) =>
  wantsHelp(args, new SettingsError(helpAlone)) ? console.log(help) : start(process.env);

await run(process.argv.slice(2)).catch((error) => {
  console.error(inOneLine(error) ?? error);
  process.exit(1);
});
