/** The AWS endpoint, spoken to by AWS's own SDK. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, onTestFinished, test } from 'vitest';
import { canary } from './canary.ts';
import { message } from './function.ts';
import { startSandbox } from './sandbox-process.ts';

const client = { region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } };
const start = async (env?: Record<string, string>) => {
  const sandbox = await startSandbox(env);
  onTestFinished(async () => void (await sandbox.end()));
  const secrets = new SecretsManagerClient({ ...client, endpoint: sandbox.aws });
  const lambda = new LambdaClient({ ...client, endpoint: sandbox.aws });
  const invoke = async (event: unknown, more: object = {}) => {
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: 'hottask-messenger-send', Payload: JSON.stringify(event), ...more }),
    );
    return { status: answer.StatusCode, failed: answer.FunctionError, text: answer.Payload?.transformToString() ?? '' };
  };
  const post = (headers: Record<string, string> = {}) =>
    fetch(`${sandbox.url}/chat/Chatbot/SendTwilioMessage`, {
      method: 'POST',
      headers: { authorization: 'sandbox-key', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(message),
    });
  const accepted = async () =>
    ((await (await fetch(`${sandbox.url}/api/messages`)).json()) as { Messages: object[] }).Messages;
  return {
    sandbox,
    secrets,
    invoke,
    post,
    accepted,
    put: (SecretId: string, SecretString: string) =>
      secrets.send(new PutSecretValueCommand({ SecretId, SecretString })),
  };
};

describe('Lambda Invoke', () => {
  const keyed = { ...message, IdempotencyKey: 'appt-42' };

  test('one call, one text, HotTask’s reply with every digit', async () => {
    const { invoke, accepted } = await start();
    expect(await invoke(keyed)).toEqual({
      status: 200,
      failed: undefined,
      text: '{"Data":{"Status":"True","Message":"","SessionID":123123123123123123},"Version":"1.0.0","Success":true,"Code":200,"Message":""}',
    });
    expect(await accepted()).toMatchObject([message]);
  });

  test('a function error comes as Lambda reports it', async () => {
    const { invoke } = await start();
    const { status, failed, text } = await invoke(message);
    expect({ status, failed }).toEqual({ status: 200, failed: 'Unhandled' });
    expect(JSON.parse(text)).toMatchObject({
      errorType: 'InvalidMessage',
      errorMessage: expect.stringMatching(/^IdempotencyKey is required/),
    });
  });

  test('asynchronous: 202, and the text goes out', async () => {
    const { sandbox, invoke, accepted } = await start();
    const stream = (await fetch(`${sandbox.url}/api/stream`)).body?.pipeThrough(new TextDecoderStream()).getReader();
    expect(await invoke(keyed, { InvocationType: 'Event' })).toMatchObject({ status: 202 });
    let seen = '';
    while (!seen.includes('event: message')) seen += (await stream?.read())?.value;
    expect(await accepted()).toHaveLength(1);
  });

  test('DryRun of the invocation runs nothing; another function is not here; broken JSON is named', async () => {
    const { sandbox, invoke, accepted } = await start();
    expect(await invoke(keyed, { InvocationType: 'DryRun' })).toMatchObject({ status: 204 });
    await expect(invoke(keyed, { FunctionName: 'other' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const broken = await fetch(`${sandbox.aws}/2015-03-31/functions/hottask-messenger-send/invocations`, {
      method: 'POST',
      body: '{',
    });
    expect([broken.status, await broken.json()]).toMatchObject([400, { __type: 'InvalidRequestContentException' }]);
    expect(await accepted()).toEqual([]);
  });
});

describe('Secrets Manager', () => {
  test('a new HotTask key is picked up while it runs: the old one dies at once, and each recipient gets one text', async () => {
    const { post, put, accepted } = await start();
    expect((await post()).status).toBe(200);
    await put('hottask-secret-key', canary.secretKey);
    expect((await post()).status).toBe(200);
    expect(await accepted()).toHaveLength(2);
  });

  test('a new caller is known at once; an unknown one gets 401', async () => {
    const { post, put } = await start();
    expect((await post({ authorization: 'newcomer' })).status).toBe(401);
    const { createHash } = await import('node:crypto');
    const digest = createHash('sha256').update('second').digest('hex');
    await put('hottask-messenger', JSON.stringify({ Callers: { web: [digest] }, Pepper: 'p' }));
    // The stranger above has used up this half minute's read: whoever was known stays known until then.
    expect((await post()).status).toBe(200);
  });

  test('a key that HotTask does not know, and an empty one: not sent, and the answer says what to do', async () => {
    const { post, put, accepted } = await start();
    await put('hottask-secret-key', 'wrong-key');
    const answer = await post();
    expect([answer.status, await answer.json()]).toMatchObject([
      503,
      { State: 'NotSent', Message: expect.stringMatching(/refused our secret key/) },
    ]);
    expect(await accepted()).toEqual([]);
  });

  test('values have versions and stages, by name and by ARN', async () => {
    const { secrets, put } = await start();
    const before = await secrets.send(new GetSecretValueCommand({ SecretId: 'hottask-secret-key' }));
    const { VersionId } = await put('hottask-secret-key', 'next');
    expect(VersionId).not.toBe(before.VersionId);
    const now = await secrets.send(new GetSecretValueCommand({ SecretId: before.ARN as string }));
    expect(now).toMatchObject({ SecretString: 'next', VersionId, VersionStages: ['AWSCURRENT'] });
    const previous = await secrets.send(
      new GetSecretValueCommand({ SecretId: 'hottask-secret-key', VersionStage: 'AWSPREVIOUS' }),
    );
    expect(previous.VersionId).toBe(before.VersionId);
  });

  test('create, update, describe, list; an unknown secret, one without a value, and what is not simulated are errors of AWS’s names', async () => {
    const { sandbox, secrets } = await start();
    await secrets.send(new CreateSecretCommand({ Name: 'empty' }));
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: 'empty' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringMatching(/staging label/),
    });
    await secrets.send(new UpdateSecretCommand({ SecretId: 'empty', SecretString: 'now set' }));
    expect(await secrets.send(new GetSecretValueCommand({ SecretId: 'empty' }))).toMatchObject({
      SecretString: 'now set',
    });
    expect(await secrets.send(new DescribeSecretCommand({ SecretId: 'empty' }))).toMatchObject({ Name: 'empty' });
    expect((await secrets.send(new ListSecretsCommand({}))).SecretList?.map(({ Name }) => Name)).toEqual([
      'hottask-secret-key',
      'hottask-messenger',
      'empty',
    ]);
    await expect(secrets.send(new CreateSecretCommand({ Name: 'empty' }))).rejects.toMatchObject({
      name: 'ResourceExistsException',
    });
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const unknown = await fetch(sandbox.aws, {
      method: 'POST',
      headers: { 'x-amz-target': 'Kinesis_20131202.ListStreams' },
      body: '{}',
    });
    expect([unknown.status, await unknown.json()]).toMatchObject([
      400,
      { __type: 'UnknownOperationException', message: expect.stringMatching(/Not simulated here/) },
    ]);
  });
});

test('who asks in forms for what is not simulated hears so in XML: older clients read nothing else', async () => {
  const { sandbox } = await start();
  const body = new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' });
  const answer = await fetch(sandbox.aws, { method: 'POST', body });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'text/xml']);
  expect(await answer.text()).toMatch(
    /<Code>UnknownOperationException<.*<Message>Not simulated here: GetCallerIdentity/,
  );
});

test('the breaker is off on a laptop, where test numbers are tried one after the other, and on where it is asked for', async () => {
  const fourth = async (rules?: string) => {
    const { sandbox, invoke } = await start(rules ? { SEND_RULES: rules } : {});
    const failing = (at: number) => ({ ...message, ToPhoneNumber: '+15005550500', IdempotencyKey: `appt-${at}` });
    for (let at = 1; at < 4; at += 1) await invoke(failing(at));
    const { text } = await invoke(failing(4));
    await sandbox.end();
    return JSON.parse(text).errorType;
  };
  expect(await fourth()).toBe('OutcomeUnknown');
  expect(await fourth('{"mode":"live","prefixes":{"+":"allow"}}')).toBe('OutcomeUnknown');
  expect(await fourth('{"mode":"live","prefixes":{"+":"allow"},"breakerAfter":3}')).toBe('NotSent');
});

test('SEND_RULES are tried on a laptop as they would be deployed', async () => {
  const { post, accepted } = await start({ SEND_RULES: '{"mode":"dry-run","prefixes":{"+1":"allow"}}' });
  expect(await (await post()).json()).toMatchObject({ State: 'DryRun', Success: true });
  expect(await accepted()).toEqual([]);
});
