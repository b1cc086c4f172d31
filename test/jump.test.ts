/** Moving the sandbox's clock is as if the time had passed: each reminder goes out when it is due. */
import { CreateScheduleCommand, GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { sendRoute } from '../lambda/wiring.ts';
import { message } from './function.ts';
import { anybody } from './peers/fauxqs-peer.ts';
import { sharedSandbox, startSandbox } from './sandbox-process.ts';
import { remindersOf } from './sandbox-reminders.ts';
import { listen } from './sandbox-stream.ts';

const dayMs = 86_400_000;
const lateMs = 300_000;
/** As Scheduler has it: without milliseconds, and here in UTC. */
const wall = (ms: number) => new Date(ms).toISOString().slice(0, 19);

const sandbox = await sharedSandbox();
const client = { endpoint: sandbox.aws, ...anybody };
const [scheduler, sqs] = [new SchedulerClient(client), new SQSClient(client)];
afterAll(() => [scheduler, sqs].forEach((one) => void one.destroy()));

const arnOf = (queue: string) => `arn:aws:sqs:us-east-1:000000000000:${queue}`;
const RoleArn = 'arn:aws:iam::000000000000:role/scheduler';
const schedule = (Name: string, ScheduleExpression: string, input: object, given: object = {}, its = scheduler) =>
  its.send(
    new CreateScheduleCommand({
      Name,
      ScheduleExpression,
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: { Arn: arnOf('hottask-messenger'), RoleArn, Input: JSON.stringify(input) },
      ...given,
    }),
  );
/** One text that may be at most 300 s late. */
const remindAt = (key: string, ms: number, fields: object = {}) =>
  schedule(key, `at(${wall(ms)})`, {
    ...message,
    Message: key,
    IdempotencyKey: key,
    NotAfter: new Date(ms + lateMs).toISOString(),
    ...fields,
  });
const isThere = (Name: string) =>
  scheduler.send(new GetScheduleCommand({ Name })).then(
    () => true,
    () => false,
  );
const jump = async (body: object) => {
  const answer = await fetch(`${sandbox.url}/api/clock`, { method: 'POST', body: JSON.stringify(body) });
  return { status: answer.status, ...((await answer.json()) as { Now: string; message: string }) };
};
/** On the sandbox, in epoch ms. */
const clock = async () => Date.parse((await jump({ AdvanceSeconds: 0 })).Now);
/** What became of these texts, in the order in which they came. */
const outcomes = async (...texts: string[]) => {
  const { Calls } = await (await listen(sandbox)).next('snapshot');
  const told = (Calls as { State: string; Message: string }[]).filter(({ Message }) => texts.includes(Message));
  return told.map(({ Message, State }) => `${Message}: ${State}`).reverse();
};

test('what is due tomorrow, or in a week, is sent in time where one jumps a month, and its schedule is gone', async () => {
  const now = await clock();
  await remindAt('week', now + 7 * dayMs);
  await remindAt('tomorrow', now + dayMs);
  await remindAt('later', now + 31 * dayMs);
  expect(await jump({ To: new Date(now + 30 * dayMs) })).toMatchObject({ status: 200 });
  expect(await outcomes('tomorrow', 'week')).toEqual(['tomorrow: Sent', 'week: Sent']);
  expect(await Promise.all(['tomorrow', 'week', 'later'].map(isThere))).toEqual([false, false, true]);
});

test('what HotTask refuses comes again after each visibility timeout on the way, until it would be too late', async () => {
  const due = Math.ceil((await clock()) / 1_000) * 1_000 + dayMs;
  await remindAt('busy', due, { ToPhoneNumber: '+15005550429' });
  await remindAt('meanwhile', due + 180_000);
  await jump({ AdvanceSeconds: 3 * 86_400 });
  const { Calls } = await (await listen(sandbox)).next('snapshot');
  const told = (Calls as { State: string; Message: string; At: string }[])
    .filter(({ Message }) => ['busy', 'meanwhile'].includes(Message))
    .map(({ Message, State, At }) => `${Math.round((Date.parse(At) - due) / 60_000)} min: ${Message} ${State}`);
  expect(told.reverse()).toEqual([
    '0 min: busy NotSent',
    '2 min: busy NotSent',
    '3 min: meanwhile Sent',
    '4 min: busy NotSent',
    '6 min: busy Expired',
  ]);
});

test('a text, and the call that sent it, stand at the time at which the moved clock stood', async () => {
  const due = Math.ceil((await clock()) / 1_000) * 1_000 + dayMs;
  await remindAt('in-time', due);
  await jump({ AdvanceSeconds: 3 * 86_400 });
  const { Messages, Calls } = await (await listen(sandbox)).next('snapshot');
  for (const all of [Messages, Calls] as { Message: string; At: string }[][]) {
    const ats = all.filter(({ Message }) => Message === 'in-time').map(({ At }) => Date.parse(At));
    expect(ats).toHaveLength(1);
    expect(Math.abs((ats[0] as number) - due), 'ms after it was due').toBeLessThan(60_000);
  }
});

test('what comes again comes each time, until its end', async () => {
  const now = await clock();
  const first = new Date(now + dayMs);
  await schedule(
    'daily',
    'rate(1 day)',
    { ...message, Message: '<aws.scheduler.scheduled-time>', IdempotencyKey: '<aws.scheduler.execution-id>' },
    {
      StartDate: first,
      EndDate: new Date(now + 3.5 * dayMs),
    },
  );
  await jump({ AdvanceSeconds: 2.5 * 86_400 });
  await jump({ AdvanceSeconds: 30 * 86_400 });
  const days = [1, 2, 3].map((day) => `${wall(now + day * dayMs)}Z`);
  expect(await outcomes(...days)).toEqual(days.map((day) => `${day}: Sent`));
});

test('what Scheduler knows of a firing stands in the text; what it does not know stays', async () => {
  await sqs.send(new CreateQueueCommand({ QueueName: 'other' }));
  const due = (await clock()) + dayMs;
  const attributes = ['schedule-arn', 'scheduled-time', 'execution-id', 'attempt-number', 'else'];
  const Input = JSON.stringify(attributes.map((name) => `<aws.scheduler.${name}>`));
  const Target = { Arn: arnOf('other'), RoleArn };
  await schedule('told', `at(${wall(due)})`, {}, { Target: { ...Target, Input } });
  await schedule('bare', `at(${wall(due)})`, {}, { Target });
  await jump({ AdvanceSeconds: 2 * 86_400 });
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: `${sandbox.aws}/000000000000/other`, MaxNumberOfMessages: 10 }),
  );
  const bodies = Messages.map(({ Body = '' }) => JSON.parse(Body));
  const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);
  const arn = (name: string) => `arn:aws:scheduler:us-east-1:000000000000:schedule/default/${name}`;
  expect(bodies).toEqual([
    expect.objectContaining({ id: uuid, source: 'aws.scheduler', time: `${wall(due)}Z`, resources: [arn('bare')] }),
    [arn('told'), `${wall(due)}Z`, uuid, '1', '<aws.scheduler.else>'],
  ]);
});

test('with real time passing a reminder goes out by itself', async () => {
  const stream = await listen(sandbox);
  await schedule('now', 'rate(1 day)', { ...message, Message: 'at once', IdempotencyKey: 'k' });
  expect(await stream.next('message')).toMatchObject({ Message: 'at once' });
  const now = await clock();
  await remindAt('this-minute', now - (now % 60_000));
  expect(await stream.next('message')).toMatchObject({ Message: 'this-minute' });
  const due = Date.parse(`${wall((await clock()) + 3_600_000)}Z`);
  await remindAt('soon', due);
  await jump({ To: new Date(due - 300) });
  expect(await stream.next('message')).toMatchObject({ Message: 'soon' });
});

test('what is at work is done before the clock moves, by whichever way it came', async () => {
  const chaos = (method: string, body: string | null) => fetch(`${sandbox.url}/api/chaos`, { method, body });
  await chaos('PUT', '{"Fault": "the claim is answered after half a second"}');
  onTestFinished(async () => void (await chaos('DELETE', null)));
  const stream = await listen(sandbox);
  const MessageBody = JSON.stringify({ ...message, Message: 'by queue', IdempotencyKey: 'by-queue' });
  await sqs.send(new SendMessageCommand({ QueueUrl: `${sandbox.aws}/000000000000/hottask-messenger`, MessageBody }));
  await stream.next('ledger');
  const byHttp = fetch(`${sandbox.url}/chat/Chatbot/SendTwilioMessage`, {
    method: 'POST',
    headers: { authorization: 'sandbox-key', 'content-type': 'application/json' },
    body: JSON.stringify({ ...message, Message: 'by http', IdempotencyKey: 'by-http' }),
  });
  await stream.next('ledger');
  await jump({ AdvanceSeconds: 60 });
  expect((await byHttp).status).toBe(200);
  expect((await outcomes('by http', 'by queue')).sort()).toEqual(['by http: Sent', 'by queue: Sent']);
});

test('a long jump tells where it stands, a second one is refused meanwhile', async () => {
  const stream = await listen(sandbox);
  await schedule('often', 'rate(1 minute)', { ...message, IdempotencyKey: '<aws.scheduler.execution-id>' });
  jump({ AdvanceSeconds: 365 * 86_400 }).catch(() => 'it ends with the sandbox');
  const { AheadMs, To } = await stream.next('clock');
  expect(Date.parse(To) - (Date.now() + AheadMs)).toBeGreaterThan(364 * dayMs);
  expect((await stream.next('clock')).AheadMs).toBeGreaterThan(AheadMs);
  expect(await jump({ AdvanceSeconds: 1 })).toMatchObject({
    status: 409,
    message: `The clock is on its way to ${To}: ask again when that request is answered, or stop it by DELETE`,
  });
});

test('in a long jump all who call are answered, and it can be stopped: the clock runs on from where it stands', async () => {
  const own = await startSandbox();
  onTestFinished(async () => void (await own.end()));
  const stream = await listen(own);
  const clock = async (method: string, body: object | null) => {
    const answer = await fetch(`${own.url}/api/clock`, { method, body: body && JSON.stringify(body) });
    return { status: answer.status, now: Date.parse(((await answer.json()) as { Now: string }).Now) };
  };
  const its = new SchedulerClient({ endpoint: own.aws, ...anybody });
  onTestFinished(() => its.destroy());
  await schedule('often', 'rate(1 hour)', { ...message, IdempotencyKey: '<aws.scheduler.execution-id>' }, {}, its);
  const jumping = clock('POST', { AdvanceSeconds: 5 * 365 * 86_400 });
  const { To } = await stream.next('clock');
  // Each step is longer than a function may take.
  const { list, put, ask } = remindersOf(own);
  for (let i = 0; i < 10; i += 1) {
    const text = { ...message, IdempotencyKey: `k${i}` };
    const asked = [put(`k${i}`, { At: '2100-03-01T09:00' }), list(), ask('POST', sendRoute.path, text)];
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([201, 200, 200]);
  }
  expect((await clock('DELETE', null)).status).toBe(200);
  // At once another may begin.
  const then = await clock('POST', { AdvanceSeconds: 0 });
  const { now } = await jumping;
  expect(then).toEqual({ status: 200, now: expect.any(Number) });
  expect(now).toBeLessThan(Date.parse(To) - 365 * dayMs);
  await expect.poll(async () => (await clock('POST', { AdvanceSeconds: 0 })).now).toBeGreaterThan(now);
  const { Messages } = (await ask('GET', '/api/messages?Limit=1')).body;
  // What was going out then may have gone out just after.
  expect(Date.parse(Messages[0].At)).toBeLessThan(now + 60_000);
  expect((await clock('DELETE', null)).status).toBe(200);
});

test('in the middle of a jump the sandbox ends as quickly', async () => {
  await schedule('more-often', 'rate(1 minute)', { ...message, IdempotencyKey: '<aws.scheduler.execution-id>' });
  // Whichever comes second is refused, so that a jump is under way.
  const jumps = [1, 2].map(() => jump({ AdvanceSeconds: 365 * 86_400 }));
  expect(await Promise.race(jumps)).toMatchObject({ status: 409 });
  const cut = Promise.allSettled(jumps);
  expect(await sandbox.end('SIGTERM')).toEqual([0, null]);
  await cut;
});
