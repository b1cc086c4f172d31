/** The frame around the commands: help, exit codes, and errors in one line that a person can act on. */
import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { inOneLine } from '../cli/aws-errors.ts';
import { commandNames, loadCommand } from '../cli/commands.ts';
import { canary } from './canary.ts';
import { message } from './function.ts';
import { hottask, inAws, portOf, root, run } from './hottask-command.ts';
import { closedPort } from './peers/hottask-peer.ts';
import { respond, startLedgerPeer } from './peers/ledger-peer.ts';
import { shellWithAnswer } from './readme.ts';
import { sharedSandbox, startSandbox } from './sandbox-process.ts';

const sandbox = await sharedSandbox();
const onTheLedger = ['unknowns', 'show', 'settle'];
/** As the help lists them. */
const names = [...(await hottask(['--help'])).out.matchAll(/^ {2}([a-z]+(?: [a-z]+)?) {2,}\S/gm)].map(
  ([, name]) => name as string,
);
/** Instants and ids differ from run to run. */
const anyRun = (text: string) =>
  text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'an instant').replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'an id');
const oneLine = (text: string) => expect(text.trim().split('\n')).toHaveLength(1);

describe('--help', () => {
  test('names each command, the rights in AWS, and the exit codes', async () => {
    const { code, out, err } = await hottask(['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(names.length).toBeGreaterThan(15);
    for (const name of names) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
    for (const right of ['GetItem', 'UpdateItem', 'Scan']) expect(out).toContain(`dynamodb:${right}`);
    expect(out).toMatch(/Exit codes: 0 .*; 1 .*; 2 /);
  });

  test.each(names)(
    'of %s says what it does, its options, its rights and the exit codes, and asks nobody',
    async (name) => {
      const { code, out, err } = await hottask([...name.split(' '), 'KEY', '--help', '--limit', '--nonsense']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(new RegExp(`^Usage: npm run hottask -- ${name} `));
      expect(out).toContain(`\n\n${name}: `);
      for (const option of ['--stage NAME', '--region REGION', '--json ']) expect(out).toContain(option);
      expect(out).toMatch(/Rights? in AWS: /);
      expect(out).toMatch(/Exit codes: /);
      for (const line of out.split('\n')) expect(line.length).toBeLessThan(150);
    },
  );

  test.each(onTheLedger)('of %s names its options, its rights and the exit codes, and asks nobody', async (name) => {
    const { code, out, err } = await hottask([name, 'KEY', '--help', '--limit', '--nonsense']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(new RegExp(`^Usage: npm run hottask -- ${name} `));
    for (const option of ['--table NAME', '--region REGION', '--local ', '--json ']) expect(out).toContain(option);
    expect(out).toMatch(/Rights? in AWS: dynamodb:/);
    expect(out).toMatch(/Exit codes: /);
  });

  const papers = ['README.md', 'SECURITY.md', 'docs/emulator.md', 'docs/runbook.md'];
  test.each(papers)('has each option that %s writes behind a command', async (paper) => {
    const text = readFileSync(`${root}${paper}`, 'utf8');
    const written = [...text.matchAll(/(?:^npm run hottask -- |`(?:npm run hottask -- )?)([a-z][^`\n]*)/gm)].flatMap(
      ([, line = '']) => {
        const name = names.toSorted((a, b) => b.length - a.length).find((one) => `${line} `.startsWith(`${one} `));
        return name ? [{ name, options: line.match(/(?<= )--[a-z][a-z-]*/g) ?? [] }] : [];
      },
    );
    expect(written.length).toBeGreaterThan(0);
    for (const { name, options } of written.filter(({ options }) => options.length > 0)) {
      const { out } = await hottask([...name.split(' '), '--help']);
      for (const option of options) expect(out, name).toMatch(new RegExp(`^  ${option} `, 'm'));
    }
  });

  test('without a command it stands on standard error, and that is wrong usage', async () => {
    const { code, out, err } = await hottask([]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe((await hottask(['--help'])).out);
  });
});

test.each(commandNames)('%s is loaded by its own name', async (name) => {
  expect((await loadCommand(name))?.name).toBe(name);
});

describe('wrong usage ends with 2, in one line that repeats nothing of what was given', () => {
  const { number } = canary;
  test.each<[string[], RegExp]>([
    [['shwo'], /^There is no such command: first comes deploy, secret, caller add, .*, or parked drop, or --help/],
    [[number], /^There is no such command/],
    [['show', '--kye', 'x'], /^There is no such option as --kye: show takes --scope, --pk/],
    [['show', `--${number}`], /^There is no such option: show takes/],
    [['show', '--scope'], /^--scope stands without its value/],
    [['show', '--json=yes'], /^--json stands without its value, or is a switch and has one/],
    [['show'], /^Name the key, and whose it is/],
    [['show', number], /^Say whose key it is: --scope http:CALLER/],
    [['show', 'k', number, '--scope', 'direct'], /^There is a word too much/],
    [['show', '--pk', 'a', '--scope', 'direct'], /^--pk stands in the place of KEY and --scope/],
    [['show', '--pk', ''], /^--pk must be/],
    [['show', 'k', '--scope', 'direct', '--local', '--table', 't'], /^--local has its own table/],
    [['settle', 'k', '--scope', 'direct'], /^Say what you found in HotTask: sent or not-sent/],
    [['settle', 'k', number, '--scope', 'direct'], /^Say what you found in HotTask/],
    [['settle', 'k', 'constructor', '--scope', 'direct', '--why', 'w'], /^Say what you found in HotTask/],
    [['settle', 'k', 'sent', 'too', '--scope', 'direct'], /^There is a word too much/],
    [['unknowns', 'all'], /^There is a word too much/],
    [['unknowns', '--limit', '0'], /^--limit must be a whole number from 1 to 10000/],
    [['unknowns', '--limit', '10001'], /^--limit must be/],
    [['unknowns', '--limit', number], /^--limit must be/],
    [['unknowns', '--after', 'not a token'], /^--after must be the token/],
  ])('%j', async (args, says) => {
    const { code, out, err } = await hottask(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(says);
    oneLine(err);
  });

  test('PORT that is no port', async () => {
    const { code, err } = await hottask(['unknowns', '--local'], { PORT: '0' });
    expect(code).toBe(2);
    expect(err).toMatch(/^PORT must be the sandbox's, such as 4000/);
  });
});

describe('what AWS answers is told in one line, without its own words', () => {
  test.each<[string, RegExp]>([
    ['AccessDeniedException', /^These credentials may not do it: they need dynamodb:GetItem, .*AccessDenied/],
    ['ResourceNotFoundException', /^There is no such table in this account and region: .*LedgerTable.*--region/],
    ['ExpiredTokenException', /^AWS does not accept these credentials: sign in again/],
    ['UnrecognizedClientException', /^AWS does not accept these credentials/],
    ['ValidationException', /^DynamoDB does not take the request: check --table/],
    ['ThrottlingException', /^AWS is asked too often just now: try again/],
    ['InternalServerError', /^AWS could not do it \(InternalServerError\): try again/],
  ])('%s', async (name, says) => {
    const ledger = await startLedgerPeer();
    const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'arn:aws:iam::42' });
    ledger.fault = (_call, response) => respond(response, { status: 400, headers: {}, text: body });
    const { code, out, err } = await hottask(['show', 'k', '--scope', 'direct'], inAws(ledger));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(says);
    expect(err).not.toContain('arn:');
    oneLine(err);
  });

  test('nobody answers', async () => {
    const url = (await closedPort()).replace('https://localhost', 'http://127.0.0.1');
    const { code, err } = await hottask(['unknowns'], inAws({ url, table: 'ledger' }));
    expect(code).toBe(1);
    expect(err).toMatch(/^What AWS_ENDPOINT_URL names does not answer: start it again .*\(ECONNREFUSED\)\n$/);
    const inAwsItself = { isLocal: false, takesLocal: false, env: {} };
    expect(inOneLine({ code: 'ECONNREFUSED' }, inAwsItself)).toBe(
      'AWS cannot be reached: check the network and --region (ECONNREFUSED)',
    );
  });

  test('what answers is no DynamoDB', async () => {
    const { code, err } = await hottask(['unknowns'], inAws({ url: sandbox.url, table: 'ledger' }));
    expect(code).toBe(1);
    expect(err).toMatch(/^AWS could not do it \(\w.*\): try again\n$/);
  });

  test('no sandbox is running', async () => {
    const port = Number(new URL(await closedPort()).port) - 1;
    const { code, err } = await hottask(['unknowns', '--local'], { PORT: String(port) });
    expect(code).toBe(1);
    expect(err).toMatch(/^The sandbox does not answer: is it running \(npm start\)\?/);
    oneLine(err);
  });

  test('no credentials, and no region', async () => {
    const { code, err } = await hottask(['unknowns', '--table', 'ledger', '--region', 'us-east-1']);
    expect(code).toBe(1);
    expect(err).toMatch(/^There are no AWS credentials: sign in .*--local for the sandbox/);
    expect((await hottask(['unknowns', '--table', 'ledger'])).err).toMatch(/^Name the stack's region: --region/);
  });
});

describe('against the sandbox, with --local', () => {
  /** A text whose answer is cut off. */
  const lose = async (key: string, { url } = sandbox) => {
    const answer = await fetch(`${url}/chat/Chatbot/SendTwilioMessage`, {
      method: 'POST',
      headers: { Authorization: 'sandbox-key', 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify({ ...message, ToPhoneNumber: '+15005551003' }),
    });
    expect(answer.status).toBe(504);
    return answer.headers.get('x-request-id');
  };
  const local = (...args: string[]) => hottask([...args, '--local'], portOf(sandbox));

  test('show tells all that is known of a key, as JSON with stable names, and neither number nor text', async () => {
    const RequestId = await lose('appt-1');
    const { code, out, err } = await local('show', 'appt-1', '--scope', 'http:sandbox', '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const instant = expect.stringMatching(/^20\d\d-\d\d-\d\dT[\d:.]+Z$/);
    expect(JSON.parse(out)).toEqual({
      Scope: 'http:sandbox',
      IdempotencyKey: 'appt-1',
      Pk: expect.stringMatching(/^[0-9a-f]{64}$/),
      State: 'Unknown',
      StoredState: 'Unknown',
      Reason: expect.stringMatching(/It may have been sent: look in HotTask/),
      RecipientEndsIn: '03',
      SessionID: null,
      Attempts: 1,
      Caller: 'sandbox',
      RequestId,
      ClaimedAt: instant,
      LeaseUntil: instant,
      SettledAt: instant,
      SettledBy: null,
      Why: null,
      Owner: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ExpiresAt: null,
      IsReadable: true,
    });
    const { Pk } = JSON.parse(out);
    expect(JSON.parse((await local('show', '--pk', Pk, '--json')).out)).toEqual(JSON.parse(out));
  });

  test('a sent message keeps every digit of its SessionID', async () => {
    const answer = await fetch(`${sandbox.url}/chat/Chatbot/SendTwilioMessage`, {
      method: 'POST',
      headers: { Authorization: 'sandbox-key', 'Content-Type': 'application/json', 'Idempotency-Key': 'appt-2' },
      body: JSON.stringify(message),
    });
    const [, session] = /"SessionID":(\d+)/.exec(await answer.text()) ?? [];
    const { out } = await local('show', 'appt-2', '--scope', 'http:sandbox', '--json');
    expect(out).toContain(`"State":"Sent","StoredState":"Sent","SessionID":${session},`);
  });

  test('one after the other: it is listed, settled, and listed no more', async () => {
    await lose('appt-3');
    const listed = async () => (await local('unknowns')).out.includes('\nappt-3 --scope http:sandbox\n');
    expect(await listed()).toBe(true);
    const settled = await local('settle', 'appt-3', '--scope', 'http:sandbox', 'sent', '--why', 'seen', '--by', 'ada');
    expect(settled.code).toBe(0);
    expect(await listed()).toBe(false);
    const { out } = await local('show', 'appt-3', '--scope', 'http:sandbox');
    expect(out).toMatch(/\n {2}settled by +ada\n {2}why +seen\n/);
  });

  test('the README’s commands print what the README says', async () => {
    const commands = shellWithAnswer('text').filter(([shell]) => /^npm run hottask .* --local$/.test(shell));
    expect(commands.length).toBeGreaterThanOrEqual(2);
    // As a sandbox that was just started, where this is the first message that is lost.
    const fresh = await startSandbox();
    onTestFinished(async () => void (await fresh.end()));
    await lose('appt-43.confirmed', fresh);
    const env = { ...portOf(fresh), PATH: process.env.PATH ?? '', npm_config_loglevel: 'silent' };
    for (const [shell, answer = ''] of commands) {
      const { code, out, err } = await run('sh', ['-c', shell], env);
      expect({ code, err, out: anyRun(out) }).toEqual({ code: 0, err: '', out: `${anyRun(answer)}\n` });
    }
  });

  test('exit codes come through npm', async () => {
    const env = { ...portOf(sandbox), PATH: process.env.PATH ?? '' };
    const show = ['run', 'hottask', '--', 'show', '--local'];
    expect((await run('npm', [...show, 'never-used', '--scope', 'http:sandbox'], env)).code).toBe(1);
    expect((await run('npm', show, env)).code).toBe(2);
  });
});
