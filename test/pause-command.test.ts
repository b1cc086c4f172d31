/** A pause holds every entrance back in an order that loses nothing, and resume lets all of it out again. */
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, test } from 'vitest';
import { nearby } from '../sandbox/settings.ts';
import { startAws } from './aws/stand-in.ts';
import { hottask } from './hottask-command.ts';
import { sharedSandbox } from './sandbox-process.ts';

const sandbox = await sharedSandbox();
const sqs = new SQSClient(nearby(sandbox.aws));
afterAll(() => sqs.destroy());
const [disable, concurrency] = ['lambda:UpdateEventSourceMapping', 'lambda:PutFunctionConcurrency'];

describe('pause', () => {
  test('waits until the mapping is disabled, and only then stops the function: no record loses a receive', async () => {
    const aws = await startAws(sandbox);
    aws.deployment.mapping.onTheWay = ['Enabled', 'Disabling', 'Disabling'];
    const { code, out, err } = await hottask(['pause'], aws.env);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(aws.deployment).toMatchObject({ mapping: { enabled: false, onTheWay: [] }, reserved: 0 });
    expect(aws.calls.indexOf(concurrency)).toBeGreaterThan(aws.calls.lastIndexOf('lambda:GetEventSourceMapping'));
    expect(aws.calls.filter((right) => right === disable)).toHaveLength(1);
    expect(out).toMatch(/^Paused: nothing is sent until resume\. Meanwhile:\n/);
    for (const says of [
      /callers hear 503 or 429/,
      /at most 4 days/,
      /go to parked/,
      /its LateBySeconds it is not sent/,
    ])
      expect(out).toMatch(says);
  });

  test('twice says that it was paused already, and changes nothing', async () => {
    const aws = await startAws(sandbox);
    await hottask(['pause'], aws.env);
    aws.calls.length = 0;
    const { code, out } = await hottask(['pause', '--json'], aws.env);
    expect({ code, out: JSON.parse(out) }).toEqual({
      code: 0,
      out: { IsPaused: true, IsNew: false, ReservedBefore: 0 },
    });
    expect(aws.calls).not.toContain(disable);
    expect(aws.calls).not.toContain(concurrency);
  });

  test('half a pause of before is made whole', async () => {
    const aws = await startAws(sandbox);
    aws.deployment.mapping.enabled = false;
    expect(JSON.parse((await hottask(['pause', '--json'], aws.env)).out)).toMatchObject({ IsNew: true });
    expect(aws.deployment.reserved).toBe(0);
  });

  test('a concurrency that somebody had reserved is told, so that it can be set again', async () => {
    const aws = await startAws(sandbox);
    aws.deployment.reserved = 7;
    expect((await hottask(['pause'], aws.env)).out).toMatch(
      /\nIts reserved concurrency was 7: after resume, set that by hand\.\n$/,
    );
  });

  test('where the mapping cannot be disabled the function goes on, and the right is named', async () => {
    const aws = await startAws(sandbox);
    aws.refuse = (right) => (right === disable ? ['AccessDeniedException', 403] : undefined);
    const { code, err } = await hottask(['pause'], aws.env);
    expect(code).toBe(1);
    expect(err).toMatch(/need the right lambda:UpdateEventSourceMapping /);
    expect(aws.deployment).toMatchObject({ mapping: { enabled: true }, reserved: undefined });
  });
});

describe('resume', () => {
  test('is the reverse, and tells how many wait in parked', async () => {
    const aws = await startAws(sandbox);
    await hottask(['pause'], aws.env);
    aws.calls.length = 0;
    await sqs.send(new SendMessageCommand({ QueueUrl: aws.outputs.ParkedQueueUrl, MessageBody: '{}' }));
    aws.deployment.mapping.onTheWay = ['Disabled', 'Enabling'];
    const { code, out, err } = await hottask(['resume'], aws.env);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      'Resumed: messages go out again.\nOn the queue: 0, which go out by themselves. Parked: 1; see parked list, then parked replay.\n',
    );
    expect(aws.deployment).toMatchObject({ mapping: { enabled: true }, reserved: undefined });
    expect(aws.calls.indexOf('lambda:DeleteFunctionConcurrency')).toBeLessThan(aws.calls.indexOf(disable));
  });

  test('of what was not paused says so, and leaves what somebody reserved', async () => {
    const aws = await startAws(sandbox);
    aws.deployment.reserved = 7;
    const { code, out } = await hottask(['resume'], aws.env);
    expect(code).toBe(0);
    expect(out).toMatch(/^It was not paused: nothing was changed\.\n/);
    expect(aws.deployment.reserved).toBe(7);
  });
});

test.each<[string[], RegExp]>([
  [['pause', 'now'], /^There is a word too much/],
  [['resume', '--local'], /^There is no such option as --local: resume takes/],
  [['pause', '--stage', '1'], /^--stage must be/],
])('%j is wrong usage', async (args, says) => {
  const { code, err } = await hottask(args);
  expect(code).toBe(2);
  expect(err).toMatch(says);
});

test.each(['pause', 'resume'])('%s without credentials, or without a region, says so', async (name) => {
  expect((await hottask([name, '--region', 'us-east-1'])).err).toMatch(/^There are no AWS credentials: sign in [^-]*$/);
  expect((await hottask([name])).err).toMatch(/^Name the stack's region/);
});
