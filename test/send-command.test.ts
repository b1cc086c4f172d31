/** A text from the command line goes out once, however often the same line is run. */
import { describe, expect, test } from 'vitest';
import { startAws } from './aws/stand-in.ts';
import { canary } from './canary.ts';
import { message } from './function.ts';
import { hottask, portOf } from './hottask-command.ts';
import { sharedSandbox } from './sandbox-process.ts';

const sandbox = await sharedSandbox();
const to = canary.number;
const chatbot = ['--serial-number', message.SerialNumber];
const local = (args: string[], input?: string) =>
  hottask(['send', ...args, ...chatbot, '--local'], portOf(sandbox), input);
const received = async (): Promise<{ Message: string; SessionID: unknown }[]> =>
  ((await (await fetch(`${sandbox.url}/api/messages?Limit=1000`)).json()) as { Messages: never[] }).Messages;

test('in AWS it goes out through the deployed function; state, key and reply are told, number and text are not', async () => {
  const aws = await startAws(sandbox);
  const before = (await received()).length;
  const { code, out, err } = await hottask(['send', to, canary.text, '--key', 'appt-1', ...chatbot], aws.env);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^state {2}Sent\nkey {4}appt-1\nreply {2}\{"Data":\{"Status":"True",.*"SessionID":\d{18}/);
  expect((await received()).length).toBe(before + 1);
  expect(aws.calls).toEqual(['cloudformation:DescribeStacks', 'lambda:InvokeFunction']);
});

test('the same line with the key that was told is the same message: nobody is texted twice', async () => {
  const { out } = await local([to, canary.text, '--json']);
  const { IdempotencyKey, State, Reply } = JSON.parse(out);
  expect({ IdempotencyKey, State }).toEqual({
    IdempotencyKey: expect.stringMatching(/^cli-[\da-f-]{36}$/),
    State: 'Sent',
  });
  const before = (await received()).length;
  const again = JSON.parse((await local([to, canary.text, '--key', IdempotencyKey, '--json'])).out);
  expect(again).toMatchObject({ State: 'Sent', Reply: { Data: { Status: Reply.Data.Status } } });
  expect((await received()).length).toBe(before);
});

test('the text may come by a pipe, and loses only the line break at its end', async () => {
  expect((await local([to, '-'], 'Two\nlines\n\n')).code).toBe(0);
  expect((await received())[0]?.Message).toBe('Two\nlines\n');
});

test('--dry-run sends nothing, and that is no failure', async () => {
  const before = (await received()).length;
  const { code, out } = await local([to, canary.text, '--dry-run']);
  expect(code).toBe(0);
  expect(out).toMatch(/^state {2}DryRun\n/);
  expect((await received()).length).toBe(before);
});

describe('what was not sent ends with 1, and says why', () => {
  test.each<[string, string[], RegExp]>([
    [
      'a number that is none',
      ['202-555-0142', 'x'],
      /^state {2}Invalid\nkey .*\nreply {2}TO: ToPhoneNumber must be E\.164/,
    ],
    [
      'an instant that is none, by the name of its option',
      [to, 'x', '--not-after', 'tomorrow'],
      /^state {2}Invalid\nkey .*\nreply {2}--not-after: NotAfter must /,
    ],
    ['an instant that is past', [to, 'x', '--not-after', '2020-01-01T00:00:00Z'], /^state {2}Expired\n/],
    ['a number that HotTask refuses', ['+15005550001', 'x'], /^state {2}Refused\n/],
    [
      'an answer that is cut',
      ['+15005551003', 'x'],
      /^state {2}Unknown\nkey {4}(cli-\S+)\n[\s\S]*\nLook in HotTask, then: settle \1 --scope direct .* --why … --local\n$/,
    ],
    [
      'and its key, which a shell would read as more than a word',
      ['+15005551003', 'x', '--key', 'a$b;c'],
      /\nLook in HotTask, then: settle 'a\$b;c' --scope direct /,
    ],
    ['a key with a comma', [to, 'x', '--key', 'a,b'], /^state {2}Invalid\n/],
  ])('%s', async (_case, args, says) => {
    const { code, out, err } = await local(args);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(says);
  });

  test('while the function is paused', async () => {
    const aws = await startAws(sandbox);
    aws.deployment.reserved = 0;
    const { code, err } = await hottask(['send', to, canary.text, ...chatbot], aws.env);
    expect(code).toBe(1);
    expect(err).toMatch(/^Nothing was sent: the function is paused, or has too much to do \(429\)\./);
  });

  test('an answer that is lost may have been sent: the key to repeat it with is told, and the repeat sends nothing more', async () => {
    const aws = await startAws(sandbox);
    const before = (await received()).length;
    aws.loseAnswersTo.push('lambda:InvokeFunction');
    const { code, err } = await hottask(['send', to, canary.text, ...chatbot], aws.env);
    expect(code).toBe(1);
    const [, key = ''] =
      /^No answer came, .*: repeat it with --key (\S+), and it is sent once at most\n$/.exec(err) ?? [];
    expect((await hottask(['send', to, canary.text, '--key', key, ...chatbot], aws.env)).code).toBe(0);
    expect((await received()).length).toBe(before + 1);
  });
});

test.each<[string[], RegExp]>([
  [['send'], /^Say to whom, and what/],
  [['send', to], /^Say to whom, and what/],
  [['send', to, 'See', 'you'], /^There is a word too much: put quotes around/],
  [['send', to, 'x', '--key', ''], /^--key must not be empty/],
  [['send', to, 'x', '--local', '--stage', 'staging'], /^--local has its own function/],
])('%j is wrong usage, and repeats nothing of it', async (args, says) => {
  const { code, out, err } = await hottask(args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(says);
});

test('without credentials it says so', async () => {
  const { code, err } = await hottask(['send', to, canary.text, '--region', 'us-east-1']);
  expect(code).toBe(1);
  expect(err).toMatch(/^There are no AWS credentials: sign in .*, or take --local/);
});
