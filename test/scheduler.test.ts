/** EventBridge Scheduler on the sandbox, as AWS's own SDK meets it. */
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  paginateListScheduleGroups,
  paginateListSchedules,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { afterAll, describe, expect, test } from 'vitest';
import { anybody } from './peers/fauxqs-peer.ts';
import { sharedSandbox } from './sandbox-process.ts';

const sandbox = await sharedSandbox();
const client = new SchedulerClient({ endpoint: sandbox.aws, ...anybody });
afterAll(() => client.destroy());

const queueArn = 'arn:aws:sqs:us-east-1:000000000000:hottask-messenger';
const RoleArn = 'arn:aws:iam::000000000000:role/scheduler';
/** One that is due in no test. */
const schedule = (given: Partial<CreateScheduleCommandInput> & { Name: string }): CreateScheduleCommandInput => ({
  ScheduleExpression: 'at(2099-03-01T09:00:00)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: queueArn, RoleArn, Input: 'hi' },
  ...given,
});
const create = (given: Partial<CreateScheduleCommandInput> & { Name: string }) =>
  client.send(new CreateScheduleCommand(schedule(given)));
const get = (Name: string, GroupName?: string) => client.send(new GetScheduleCommand({ Name, GroupName }));
const refused = (asked: Promise<unknown>) =>
  asked.then(
    () => 'taken',
    (error) => error,
  );

test('a schedule is given back as it was made, with what AWS adds, and is gone when it is deleted', async () => {
  const asked = schedule({
    Name: 'appt-42.24h',
    ScheduleExpression: 'cron(0 9 ? * MON-FRI *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    Description: 'reminds',
    StartDate: new Date('2098-01-01T00:00:00.500Z'),
    EndDate: new Date('2099-01-01T00:00:00Z'),
    State: 'DISABLED',
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 },
  });
  const Arn = 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/appt-42.24h';
  expect(await client.send(new CreateScheduleCommand(asked))).toMatchObject({ ScheduleArn: Arn });
  const { $metadata: _, ...found } = await get('appt-42.24h');
  expect(found).toEqual({
    ...asked,
    Target: { ...asked.Target, RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } },
    ActionAfterCompletion: 'NONE',
    Arn,
    GroupName: 'default',
    CreationDate: expect.any(Date),
    LastModificationDate: expect.any(Date),
  });

  await client.send(new UpdateScheduleCommand(schedule({ Name: 'appt-42.24h', ActionAfterCompletion: 'DELETE' })));
  const updated = await get('appt-42.24h');
  expect(updated).toMatchObject({
    ScheduleExpression: 'at(2099-03-01T09:00:00)',
    ScheduleExpressionTimezone: 'UTC',
    State: 'ENABLED',
  });
  expect(updated.Description).toBeUndefined();
  expect(updated.CreationDate).toEqual(found.CreationDate);

  await client.send(new DeleteScheduleCommand({ Name: 'appt-42.24h' }));
  expect(await refused(get('appt-42.24h'))).toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a name is taken once; who asks again with the same token hears the same, and nobody else', async () => {
  const first = await create({ Name: 'once', ClientToken: 'token-1' });
  expect((await create({ Name: 'once', ClientToken: 'token-1' })).ScheduleArn).toBe(first.ScheduleArn);
  for (const given of [{}, { ClientToken: 'token-2' }, { ClientToken: 'token-1', Description: 'another' }])
    expect(await refused(create({ Name: 'once', ...given }))).toMatchObject({
      name: 'ConflictException',
      $metadata: { httpStatusCode: 409 },
    });
  const remove = () => client.send(new DeleteScheduleCommand({ Name: 'once', ClientToken: 'token-3' }));
  await remove();
  expect(await refused(remove())).toBe('taken');
});

test.each<[string, () => Promise<unknown>]>([
  ['Schedule nobody does not exist.', () => get('nobody')],
  ['Schedule nobody does not exist.', () => client.send(new UpdateScheduleCommand(schedule({ Name: 'nobody' })))],
  ['Schedule nobody does not exist.', () => client.send(new DeleteScheduleCommand({ Name: 'nobody' }))],
  ['Schedule group none does not exist.', () => get('nobody', 'none')],
  ['Schedule group none does not exist.', () => create({ Name: 'nobody', GroupName: 'none' })],
  ['Schedule group none does not exist.', () => paginateListSchedules({ client }, { GroupName: 'none' }).next()],
  ['Schedule group none does not exist.', () => client.send(new GetScheduleGroupCommand({ Name: 'none' }))],
  ['Schedule group none does not exist.', () => client.send(new DeleteScheduleGroupCommand({ Name: 'none' }))],
])('404, as at AWS: %s', async (message, ask) => {
  expect(await refused(ask())).toMatchObject({
    name: 'ResourceNotFoundException',
    message,
    $metadata: { httpStatusCode: 404 },
  });
});

const target = (given: object) => ({ Target: { Arn: queueArn, RoleArn, ...given } });
test.each<[RegExp, object]>([
  [/^1 validation error detected: Value at 'name' .* pattern: \^\[0-9a-zA-Z-_\.\]\+\$$/, { Name: 'pay day' }],
  [/'name' .* length less than or equal to 64$/, { Name: 'n'.repeat(65) }],
  [/'scheduleExpression' .* must not be null$/, { ScheduleExpression: undefined }],
  [/'flexibleTimeWindow' .* must not be null$/, { FlexibleTimeWindow: undefined }],
  [/'flexibleTimeWindow.mode' .* enum value set: \[OFF, FLEXIBLE\]$/, { FlexibleTimeWindow: { Mode: 'ON' } }],
  [/^2 .*'actionAfterCompletion' .* \[NONE, DELETE\]; .*'state' /, { State: 'ON', ActionAfterCompletion: 'KEEP' }],
  [/'target.roleArn' .* must not be null$/, { Target: { Arn: queueArn } }],
  [
    /'target.retryPolicy.maximumRetryAttempts' .* value less than or equal to 185$/,
    target({ RetryPolicy: { MaximumRetryAttempts: 186 } }),
  ],
  [
    /'target.retryPolicy.maximumEventAgeInSeconds' .* value greater than or equal to 60$/,
    target({ RetryPolicy: { MaximumEventAgeInSeconds: 59 } }),
  ],
  [/MaximumWindowInMinutes is required for Mode FLEXIBLE/, { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }],
  [/Input must be at most 262144 bytes/, target({ Input: 'é'.repeat(131_073) })],
  [
    /^Not simulated here: this Target.*:hottask-messenger\.$/,
    target({ Arn: 'arn:aws:lambda:us-east-1:000000000000:function:x' }),
  ],
  [/^Not simulated here: this Target/, target({ Arn: 'arn:aws:sqs:us-east-1:123456789012:elsewhere' })],
  [/^Invalid Schedule Expression cron\(0 9 \* \* \* \*\)\.$/, { ScheduleExpression: 'cron(0 9 * * * *)' }],
  [
    /^Invalid Schedule Expression at\(2020-03-01T09:00:00\)\. It is past/,
    { ScheduleExpression: 'at(2020-03-01T09:00:00)' },
  ],
  [/IANA database, such as Europe\/Berlin/, { ScheduleExpressionTimezone: 'Mars/Olympus' }],
  [/IANA database/, { ScheduleExpressionTimezone: '+01:00' }],
  [/IANA database/, { ScheduleExpressionTimezone: 'AST' }],
  [
    /StartDate you specify cannot be earlier than 5 minutes ago/,
    { ScheduleExpression: 'rate(1 day)', StartDate: new Date(0) },
  ],
  [/EndDate you specify must be later/, { ScheduleExpression: 'rate(1 day)', EndDate: new Date(0) }],
])('400: %s', async (message, given) => {
  expect(await refused(create({ Name: 'wrong', ...given }))).toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(message),
    $metadata: { httpStatusCode: 400 },
  });
  expect(await refused(get('wrong'))).toMatchObject({ name: 'ResourceNotFoundException' });
});

test('an error is on the wire as AWS has it', async () => {
  const answer = await fetch(`${sandbox.aws}/schedules/nobody`);
  expect(answer.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
  expect(await answer.json()).toEqual({ Message: 'Schedule nobody does not exist.' });
  const unknown = await fetch(`${sandbox.aws}/schedules/nobody`, { method: 'PATCH' });
  expect(await unknown.json()).toEqual({ Message: expect.stringMatching(/^Not simulated here/) });
  const broken = await fetch(`${sandbox.aws}/schedules/nobody`, { method: 'POST', body: '{' });
  expect(broken.headers.get('x-amzn-errortype')).toBe('SerializationException');
  const token = await fetch(`${sandbox.aws}/schedules?NextToken=${Buffer.from('?').toString('base64url')}`);
  expect(await token.json()).toEqual({ Message: expect.stringMatching(/^Invalid NextToken/) });
});

describe('the lists', () => {
  const names = async (given: object, pageSize = 2) => {
    const pages: string[][] = [];
    for await (const { Schedules = [] } of paginateListSchedules({ client, pageSize }, given))
      pages.push(Schedules.map(({ GroupName, Name }) => `${GroupName}/${Name}`));
    return pages;
  };

  test('hold each schedule once, page by page in the order of names, whatever comes and goes meanwhile', async () => {
    await client.send(new CreateScheduleGroupCommand({ Name: 'orders' }));
    await client.send(new CreateScheduleGroupCommand({ Name: 'orders-2' }));
    for (const Name of ['b', 'd', 'a', 'c']) await create({ Name, GroupName: 'orders' });
    await create({ Name: 'a', GroupName: 'orders-2', State: 'DISABLED' });
    await create({ Name: 'alone' });
    expect((await names({})).flat().filter((name) => !name.startsWith('default/'))).toEqual([
      ...['a', 'b', 'c', 'd'].map((name) => `orders/${name}`),
      'orders-2/a',
    ]);
    expect(await names({ GroupName: 'orders' })).toEqual([
      ['orders/a', 'orders/b'],
      ['orders/c', 'orders/d'],
    ]);
    expect((await names({ NamePrefix: 'a' })).flat()).toEqual(['default/alone', 'orders/a', 'orders-2/a']);
    expect(await names({ State: 'DISABLED' })).toEqual([['orders-2/a']]);

    const pages = paginateListSchedules({ client, pageSize: 2 }, { GroupName: 'orders' });
    await pages.next();
    await client.send(new DeleteScheduleCommand({ Name: 'c', GroupName: 'orders' }));
    await create({ Name: 'bb', GroupName: 'orders' });
    const { value } = await pages.next();
    expect(value?.Schedules?.map(({ Name }) => Name)).toEqual(['d']);
    expect(value?.Schedules?.[0]).toMatchObject({ State: 'ENABLED', Target: { Arn: queueArn } });
  });

  test.each([0, 101])('take no MaxResults of %i', async (pageSize) => {
    const answer = await fetch(`${sandbox.aws}/schedules?MaxResults=${pageSize}`);
    expect(await answer.json()).toEqual({ Message: expect.stringMatching(/'maxResults' failed/) });
  });
});

test('a group has a name of its own, and takes its schedules with it', async () => {
  const group = () => client.send(new CreateScheduleGroupCommand({ Name: 'shop' }));
  const { ScheduleGroupArn } = await group();
  expect(ScheduleGroupArn).toBe('arn:aws:scheduler:us-east-1:000000000000:schedule-group/shop');
  expect(await refused(group())).toMatchObject({
    name: 'ConflictException',
    message: 'Schedule group shop already exists.',
  });
  expect(await client.send(new GetScheduleGroupCommand({ Name: 'shop' }))).toMatchObject({
    Arn: ScheduleGroupArn,
    State: 'ACTIVE',
    CreationDate: expect.any(Date),
  });
  await create({ Name: 'inside', GroupName: 'shop' });
  const groups = [];
  for await (const { ScheduleGroups = [] } of paginateListScheduleGroups({ client, pageSize: 1 }, { NamePrefix: 's' }))
    groups.push(...ScheduleGroups.map(({ Name }) => Name));
  expect(groups).toEqual(['shop']);

  await client.send(new DeleteScheduleGroupCommand({ Name: 'shop' }));
  await group();
  expect(await refused(get('inside', 'shop'))).toMatchObject({ message: 'Schedule inside does not exist.' });
  expect(await refused(client.send(new DeleteScheduleGroupCommand({ Name: 'default' })))).toMatchObject({
    name: 'ValidationException',
  });
});

test('there are 500 groups at most', async () => {
  const groups = Array.from({ length: 500 }, (_, at) => new CreateScheduleGroupCommand({ Name: `many-${at}` }));
  const refusals = (await Promise.all(groups.map((group) => refused(client.send(group))))).filter(
    (one) => one !== 'taken',
  );
  expect(refusals[0]).toMatchObject({ name: 'ServiceQuotaExceededException', $metadata: { httpStatusCode: 402 } });
});
