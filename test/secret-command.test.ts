/** HotTask's key gets to where the function reads it, as it is, and is seen nowhere on the way. */
import { PassThrough, Writable } from 'node:stream';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { ask, askUnseen } from '../cli/stdin.ts';
import { nearby, secretIds } from '../sandbox/settings.ts';
import { startAws } from './aws/stand-in.ts';
import { canary } from './canary.ts';
import { message } from './function.ts';
import { hottask, portOf } from './hottask-command.ts';
import { sharedSandbox, startSandbox } from './sandbox-process.ts';

const sandbox = await sharedSandbox();
const client = new SecretsManagerClient(nearby(sandbox.aws));
afterAll(() => client.destroy());
const value = async () => (await client.send(new GetSecretValueCommand({ SecretId: secretIds.hottask }))).SecretString;
const set = (SecretString: string) =>
  client.send(new PutSecretValueCommand({ SecretId: secretIds.hottask, SecretString }));

test('a key that is piped in is put as it is, without the line break at its end, and shown nowhere', async () => {
  const aws = await startAws(sandbox);
  await set('old');
  const { code, out, err } = await hottask(['secret'], aws.env, `${canary.secretKey}\n`);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^HotTask's key is put\. Functions use it within 5 minutes, or as soon as HotTask refuses/);
  expect(out).toMatch(/ See that it is right: npm run hottask -- doctor\n$/);
  expect(await value()).toBe(canary.secretKey);
});

test('the same key again changes nothing, and that is said', async () => {
  const aws = await startAws(sandbox);
  await set(canary.secretKey);
  const { code, out } = await hottask(['secret', '--json'], aws.env, canary.secretKey);
  expect({ code, out: JSON.parse(out) }).toEqual({ code: 0, out: { IsNew: false } });
  expect(aws.calls).not.toContain('secretsmanager:PutSecretValue');
});

test('of a secret that holds JSON only the key is changed', async () => {
  const aws = await startAws(sandbox);
  await set('{"SecretKey": "old", "Note": "ours", "Number": 123123123123123123}');
  expect((await hottask(['secret'], aws.env, canary.secretKey)).code).toBe(0);
  expect(await value()).toBe(`{"SecretKey":"${canary.secretKey}","Note":"ours","Number":123123123123123123}`);
});

describe('what is no key is refused by its name, and the old one stays', () => {
  const { secretKey } = canary;
  test.each<[string, string, RegExp]>([
    ['nothing', '', /^The key is empty: copy it from HotTask once more/],
    ['an empty line', '\n', /^The key is empty/],
    ['two lines', `${secretKey}\nnext\n`, /^These are several lines, and a key is one: give the key alone/],
    ['an empty line after it', `${secretKey}\n\n`, /^These are several lines/],
    ['a space before it', ` ${secretKey}`, /^There are spaces around the key, .*: give it without/],
    ['a space after it', `${secretKey} \n`, /^There are spaces around the key/],
    ['a space inside', `${secretKey} x`, /^There is a space inside the key/],
    ['blanks alone', '  \n', /^The key is blank/],
    ['a tab', `${secretKey}\t`, /^There is a control character in the key/],
    ['an escape', `\u001b[200~${secretKey}`, /^There is a control character in the key/],
    ['a space of another kind', `${secretKey}\u00a0`, /^There are spaces around the key/],
    ['quotes around it', `"${secretKey}"`, /^There are quotes around the key/],
    ['JSON', `{"SecretKey":"${secretKey}"}`, /^This is JSON: give the key alone/],
    ['a letter beyond ASCII', `${secretKey}é`, /^There is a character in the key that is no letter/],
  ])('%s', async (_case, input, says) => {
    const aws = await startAws(sandbox);
    await set('old');
    const { code, out, err } = await hottask(['secret'], aws.env, input);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(says);
    expect(err).toMatch(/Nothing was changed\n$/);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(await value()).toBe('old');
  });

  test('a key on the command line, where the shell would keep it', async () => {
    const { code, err } = await hottask(['secret', canary.secretKey]);
    expect(code).toBe(2);
    expect(err).toMatch(/^There is a word too much/);
  });
});

test('--local: a new key is a rotation on the sandbox, and the next text goes out with it', async () => {
  const fresh = await startSandbox();
  onTestFinished(async () => void (await fresh.end()));
  const put = await hottask(['secret', '--local'], portOf(fresh), canary.secretKey);
  // doctor does not look at the sandbox.
  expect(put).toMatchObject({ code: 0, out: expect.not.stringContaining('doctor') });
  const answer = await fetch(`${fresh.url}/chat/Chatbot/SendTwilioMessage`, {
    method: 'POST',
    headers: { Authorization: 'sandbox-key', 'Content-Type': 'application/json' },
    body: JSON.stringify(message),
  });
  expect(answer.status).toBe(200);
  expect((await hottask(['secret', '--local', '--stage', 'staging'], portOf(fresh), 'k')).err).toMatch(
    /^--local has its own secrets: leave out --stage and --region/,
  );
});

test('a right that is missing is named', async () => {
  const aws = await startAws(sandbox);
  aws.refuse = (right) => (right === 'secretsmanager:PutSecretValue' ? ['AccessDeniedException'] : undefined);
  const { code, err } = await hottask(['secret'], aws.env, 'another-key');
  expect(code).toBe(1);
  expect(err).toMatch(/^These credentials may not do it: they need the right secretsmanager:PutSecretValue /);
});

describe('at a terminal', () => {
  /** What a terminal shows is what is written to it: its own echo ends with raw mode. */
  const terminal = () => {
    const modes: boolean[] = [];
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (raw: boolean) => modes.push(raw) });
    const output = new PassThrough();
    return { input, output, modes, seen: () => String(output.read() ?? '') };
  };

  test('the key is read unseen, and the terminal is given back as it was', async () => {
    const { input, output, modes, seen } = terminal();
    const asked = askUnseen('Key: ', input, output);
    input.write(`${canary.secretKey}\r`);
    expect(await asked).toBe(canary.secretKey);
    expect(seen()).toBe('Key: \n');
    expect(modes).toEqual([true, false]);
  });

  test('the question stands only when the terminal echoes no more: a key that is pasted at once is unseen, too', async () => {
    const { input, modes } = terminal();
    let modesAtQuestion: boolean[] = [];
    const question = new Writable({
      write: (text, _, done) => {
        if (String(text) === 'Key: ') modesAtQuestion = [...modes];
        done();
      },
    });
    const asked = askUnseen('Key: ', input, question);
    input.write('one\r');
    await asked;
    expect(modesAtQuestion).toEqual([true]);
  });

  test('several lines that are pasted at once come as such, so that they are refused', async () => {
    const { input, output } = terminal();
    const asked = askUnseen('Key: ', input, output);
    input.write('one\rtwo\r');
    expect(await asked).toBe('one\ntwo');
  });

  test('an answer to a question is heard as it was typed; no answer is an empty one', async () => {
    const { input, output } = terminal();
    const asked = ask('Which? ', input, output);
    input.write('+1,+44\r');
    expect(await asked).toBe('+1,+44');
    const again = terminal();
    const unanswered = ask('Which? ', again.input, again.output);
    again.input.end();
    expect(await unanswered).toBe('');
  });

  test('Ctrl-C ends it with nothing', async () => {
    const { input, output } = terminal();
    const asked = askUnseen('Key: ', input, output);
    input.write('abc\u0003');
    expect(await asked).toBe('');
  });
});
