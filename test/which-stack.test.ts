/** A command finds the table and the queues of its stage by itself, in the account where a person is signed in. */
import { describe, expect, test } from 'vitest';
import { startAws } from './aws/stand-in.ts';
import { message } from './function.ts';
import { hottask } from './hottask-command.ts';
import { sharedSandbox } from './sandbox-process.ts';

const sandbox = await sharedSandbox();
/** A text whose answer is cut off: it is Unknown, and parked. */
const lost = await fetch(`${sandbox.url}/chat/Chatbot/SendTwilioMessage`, {
  method: 'POST',
  headers: { Authorization: 'sandbox-key', 'Content-Type': 'application/json', 'Idempotency-Key': 'lost' },
  body: JSON.stringify({ ...message, ToPhoneNumber: '+15005551003' }),
});

const oneLine = (text: string) => expect(text.trim().split('\n')).toHaveLength(1);

test.each([
  ['unknowns', ['unknowns']],
  ['show', ['show', 'lost', '--scope', 'http:sandbox']],
  ['settle', ['settle', 'lost', '--scope', 'http:sandbox', 'sent', '--why', 'seen']],
  ['parked list', ['parked', 'list']],
  ['parked replay', ['parked', 'replay', '--all']],
  ['parked drop', ['parked', 'drop', '--all']],
])('%s needs neither table nor queue named: the stack of production tells them', async (_name, args) => {
  expect(lost.status).toBe(504);
  const aws = await startAws(sandbox);
  const { code, err } = await hottask(args, aws.env);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(aws.calls[0]).toBe('cloudformation:DescribeStacks');
});

describe('--stage', () => {
  test('names another stack, also where the environment names a table', async () => {
    const aws = await startAws(sandbox);
    const { LedgerTable: _, ...fewer } = aws.outputs;
    aws.deployment.stacks.set('HotTaskMessenger-staging', { status: 'CREATE_COMPLETE', outputs: fewer, resources: [] });
    const { code, err } = await hottask(['unknowns', '--stage', 'staging'], { ...aws.env, LEDGER_TABLE: 'elsewhere' });
    expect(code).toBe(1);
    expect(err).toBe('The stack HotTaskMessenger-staging has no output LedgerTable: deploy this version of it first\n');
  });

  test('that was never deployed is told with the way to deploy it', async () => {
    const aws = await startAws(sandbox);
    const { code, out, err } = await hottask(['parked', 'list', '--stage', 'staging'], aws.env);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^There is no stack HotTaskMessenger-staging in .*: deploy it \(npm run hottask -- deploy --stage staging\), or/,
    );
    oneLine(err);
  });

  test('and --region stand in the line to paste; what is no region is not repeated', async () => {
    const { env } = await startAws(sandbox);
    const asked = async (region: string) =>
      (await hottask(['unknowns', '--stage', 'new', '--region', region], env)).err;
    expect(await asked('eu-west-1')).toContain('(npm run hottask -- deploy --stage new --region eu-west-1)');
    expect(await asked('12025550123')).toContain('(npm run hottask -- deploy --stage new)');
  });

  test.each<[string[], RegExp]>([
    [['unknowns', '--stage', 'Staging'], /^--stage must be a lower-case letter/],
    [['unknowns', '--stage', 'staging', '--table', 't'], /^--table stands in the place of the stage's own/],
    [['parked', 'list', '--stage', 'staging', '--parked', 'u'], /^--parked and --queue stand in the place/],
    [['unknowns', '--stage', 'staging', '--local'], /^--local has its own table: leave out --table, --stage/],
    [['parked', 'list', '--stage', 'staging', '--local'], /^--local has its own queues/],
  ])('%j is wrong usage', async (args, says) => {
    const { code, out, err } = await hottask(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(says);
    oneLine(err);
  });
});

test('one queue by its URL and the other of the stack would send again what another ledger knows: it is refused', async () => {
  const url = 'http://127.0.0.1:1/000000000000/parked';
  const { code, err } = await hottask(['parked', 'replay', '--all', '--parked', url]);
  expect(code).toBe(2);
  expect(err).toMatch(/^Name the queue: --queue too/);
});

test('what AWS refuses is told by the right that is missing, without its own words', async () => {
  const aws = await startAws(sandbox);
  aws.refuse = (right) => (right === 'cloudformation:DescribeStacks' ? ['AccessDenied', 403] : undefined);
  const { code, err } = await hottask(['unknowns'], aws.env);
  expect(code).toBe(1);
  expect(err).toMatch(
    /^These credentials may not do it: they need the right cloudformation:DescribeStacks .*AccessDenied/,
  );
  expect(err).not.toContain('arn:');
  oneLine(err);
});

test('without credentials, or without a region, nothing is asked', async () => {
  const { code, err } = await hottask(['unknowns', '--region', 'us-east-1']);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^There are no AWS credentials: sign in/) });
  expect((await hottask(['unknowns'])).err).toMatch(/^Name the stack's region: --region, or AWS_REGION/);
});
