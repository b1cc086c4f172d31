/** Who may call: a key is shown once, two people who change the callers at once lose nothing, and nothing else in the secret moves. */
import { createHash } from 'node:crypto';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { makeCallerDesk } from '../cli/caller-desk.ts';
import { Failed } from '../cli/command.ts';
import { withSecret } from '../cli/secret-desk.ts';
import { nearby, secretIds } from '../sandbox/settings.ts';
import { startAws } from './aws/stand-in.ts';
import { canary } from './canary.ts';
import { message } from './function.ts';
import { hottask, portOf } from './hottask-command.ts';
import { sharedSandbox, startSandbox } from './sandbox-process.ts';

const sandbox = await sharedSandbox();
const client = new SecretsManagerClient(nearby(sandbox.aws));
afterAll(() => client.destroy());
const SecretId = secretIds.messenger;
const text = async () => (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString as string;
const set = (SecretString: string) => client.send(new PutSecretValueCommand({ SecretId, SecretString }));
const digest = (key: string) => createHash('sha256').update(key).digest('hex');
const start = '{"Callers":{"shop":["aa"]},"Pepper":"test-pepper","Number":123123123123123123}';
beforeEach(async () => void (await set(start)));

const local = (...args: string[]) => hottask(['caller', ...args, '--local'], portOf(sandbox));
const added = async (...args: string[]): Promise<string> => {
  const { code, out, err } = await local('add', ...args, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out).Key;
};

describe('add', () => {
  test('the key is shown once and kept as its SHA-256; all else in the secret stays as it is', async () => {
    const aws = await startAws(sandbox);
    const { code, out } = await hottask(['caller', 'add', 'web'], aws.env);
    expect(code).toBe(0);
    const [, key = ''] = /\n\n([\w-]{43})\n\n/.exec(out) ?? [];
    expect(out).toMatch(/^web may call within 30 seconds\. Its key, which is shown only now:\n\n/);
    expect(await text()).toBe(
      `{"Callers":{"shop":["aa"],"web":["${digest(key)}"]},"Pepper":"test-pepper","Number":123123123123123123}`,
    );
    expect((await local('list')).out).not.toContain(key);
  });

  test('who is added can text at once', async () => {
    const fresh = await startSandbox();
    const post = (key: string) =>
      fetch(`${fresh.url}/chat/Chatbot/SendTwilioMessage`, {
        method: 'POST',
        headers: { Authorization: key, 'Content-Type': 'application/json' },
        body: JSON.stringify(message),
      });
    expect((await post('sandbox-key')).status).toBe(200);
    const { out } = await hottask(['caller', 'add', 'web', '--json', '--local'], portOf(fresh));
    expect((await post(JSON.parse(out).Key)).status).toBe(200);
    await fresh.end();
  });

  test('a second key only to rotate, and no third: each refusal says how to go on', async () => {
    const first = await added('web');
    expect(await local('add', 'web')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^web has a key already: --rotate makes a second one/),
    });
    const second = await added('web', '--rotate');
    expect(await local('add', 'web', '--rotate')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^web has two keys, .*: npm run hottask -- caller remove web --oldest --local takes/),
    });
    expect(JSON.parse(await text()).Callers.web).toEqual([digest(first), digest(second)]);
    expect((await local('remove', 'web', '--oldest')).code).toBe(0);
    expect(JSON.parse(await text()).Callers.web).toEqual([digest(second)]);
  });

  test('--rotate for who is not there is a slip of the name', async () => {
    expect(await local('add', 'wbe', '--rotate')).toMatchObject({
      code: 1,
      err: 'There is no caller wbe whose key could rotate: leave out --rotate\n',
    });
    expect(await text()).toBe(start);
  });
});

describe('two people at once', () => {
  test('ten who add a caller each: all ten can call', async () => {
    const names = Array.from({ length: 10 }, (_, at) => `team-${at}`);
    const add = (name: string) =>
      withSecret(SecretId, nearby(sandbox.aws), (desk) =>
        makeCallerDesk(desk).change((callers) => ({ ...callers, [name]: ['bb'] })),
      );
    // Where all begin together each is overtaken by those before it: fewer than its tries at a time.
    for (const some of [names.slice(0, 5), names.slice(5)]) await Promise.all(some.map(add));
    expect(Object.keys(JSON.parse(await text()).Callers).sort()).toEqual(['shop', ...names].sort());
  });

  test('what somebody wrote between our look and our write stays', async () => {
    await withSecret(SecretId, nearby(sandbox.aws), async (desk) => {
      const read = await desk.read();
      await set('{"Callers":{},"Pepper":"test-pepper"}');
      expect(await desk.replace(read as never, start)).toBe(false);
      expect(await text()).toBe('{"Callers":{},"Pepper":"test-pepper"}');
    });
  });

  test('an answer that is lost on the way is not taken for somebody else’s', async () => {
    const aws = await startAws(sandbox);
    await withSecret(SecretId, nearby(aws.url), async (desk) => {
      const read = await desk.read();
      aws.loseAnswersTo.push('secretsmanager:UpdateSecretVersionStage');
      expect(await desk.replace(read as never, '{"Callers":{},"Pepper":"p"}')).toBe(true);
      expect(aws.calls.filter((right) => right === 'secretsmanager:UpdateSecretVersionStage')).toHaveLength(2);
    });
  });

  test('where the secret moves every time it gives up, and nothing is written', async () => {
    const read = { text: start, version: 'a' };
    const moving = { read: async () => read, put: async () => {}, replace: async () => false };
    await expect(makeCallerDesk(moving).change((callers) => callers)).rejects.toThrow(Failed);
  });
});

describe('remove', () => {
  test('says how long the key stays valid', async () => {
    const { code, out } = await local('remove', 'shop');
    expect(code).toBe(0);
    expect(out).toBe(
      'shop is taken away. It stays valid for up to 5 minutes, and for up to 60 while Secrets Manager is down.\n',
    );
    expect(JSON.parse(await text()).Callers).toEqual({});
  });

  test('one key of two, by its number', async () => {
    const first = await added('web');
    await added('web', '--rotate');
    expect((await local('remove', 'web', '--key', '2')).out).toMatch(
      /^A key of web is taken away\. It stays valid for up to 5 minutes, .*\. 1 is left\.\n$/,
    );
    expect(JSON.parse(await text()).Callers.web).toEqual([digest(first)]);
  });

  test.each<[string[], RegExp]>([
    [['remove', 'nobody'], /^There is no caller nobody: see caller list/],
    [['remove', 'shop', '--oldest'], /^shop has one key only: leave out --oldest/],
    [['remove', 'shop', '--key', '2'], /^shop has 1 key: see caller list/],
  ])('%j changes nothing', async (args, says) => {
    const { code, err } = await local(...args);
    expect(code).toBe(1);
    expect(err).toMatch(says);
    expect(await text()).toBe(start);
  });
});

test('list shows names and the beginnings of digests; of what is none, not even that', async () => {
  await set(JSON.stringify({ Callers: { web: [digest('a'), canary.callerKey] }, Pepper: 'p' }));
  const { out } = await local('list');
  expect(out).toBe(
    `Callers: 1.\n\nweb\n  1: ${digest('a').slice(0, 8)}\n  2: no SHA-256 in lowercase hex, or that of an empty key: it is ignored, remove it\n`,
  );
  await set('{"Callers":{},"Pepper":"p"}');
  expect((await local('list')).out).toBe('Callers: none; make one with caller add NAME.\n');
});

test.each(['', '{}', '[]', '{"Callers":[],"Pepper":"p"}', '{"Callers":{}}'])(
  'a secret that holds %j is left alone: whoever wrote over it would lose the Pepper',
  async (broken) => {
    await set(broken);
    const { code, err } = await local('add', 'web');
    expect(code).toBe(1);
    expect(err).toMatch(/^Our own secret does not hold \{"Callers": .* AWSPREVIOUS/);
    expect(await text()).toBe(broken);
  },
);

test.each<[string[], RegExp]>([
  [['add'], /^Name the caller, such as web/],
  [['add', 'web', 'shop'], /^There is a word too much/],
  [['add', 'web shop'], /^A caller is named by a letter/],
  [['add', canary.number], /^A caller is named by a letter/],
  [['add', `c${canary.number.slice(1)}`], /^A caller is named by a letter/],
  [['add', '__proto__'], /^A caller is named by a letter/],
  [['add', 'constructor'], /^A caller is named by a letter/],
  [['remove', 'web', '--key', '0'], /^--key must be the number of a key/],
  [['remove', 'web', '--key', '1', '--oldest'], /^--oldest is --key 1/],
  [['list', 'web'], /^There is a word too much/],
  [['web'], /^There is no such command: first comes caller add, caller list, or caller remove/],
])('%j is wrong usage', async (args, says) => {
  const { code, out, err } = await hottask(['caller', ...args]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(says);
});
