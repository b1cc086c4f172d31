/** What the function asks of AWS itself, checked as AWS checks it: signed for the right service, under the role's credentials, at the right address. */
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { type DynamoDb, dynamoDbUrl, makeDynamoDb } from '../lambda/io/dynamodb.ts';

const credentials = { accessKeyId: 'ASIAROLE', secretAccessKey: 'the/secret+key', sessionToken: 'the token' };
const region = 'eu-central-1';
const never = new AbortController().signal;

const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** The signature that AWS computes: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const signatureOf = ({ method, url, headers }: IncomingMessage, body: string): string => {
  const [, credential = '', names = ''] =
    /^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), /.exec(headers.authorization ?? '') ?? [];
  const [, ...scope] = credential.split('/');
  const signed = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const request = [method, url, '', signed.join(''), names, sha256(body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope.join('/'), sha256(request)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  return hmac(key, toSign).toString('hex');
};

/** What arrived, and what its signature should have been. */
interface Asked {
  headers: IncomingMessage['headers'];
  expected: string;
}

const startAws = async (status = 200, reply = '{}') => {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    asked.push({ headers: request.headers, expected: signatureOf(request, body) });
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(reply);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, dynamoDb: makeDynamoDb({ endpoint, region, credentials }) };
};

const item = { TableName: 'ledger', Key: { pk: { S: 'k „ü“ 💬' } } };

test.each<[string, (dynamoDb: DynamoDb) => Promise<unknown>]>([
  ['UpdateItem', (dynamoDb) => dynamoDb.updateItem({ ...item, UpdateExpression: 'SET a = b' }, never)],
  ['GetItem', (dynamoDb) => dynamoDb.getItem(item, never)],
])('the claim is taken: %s is signed as DynamoDB computes it, with the role’s token', async (operation, ask) => {
  const { asked, dynamoDb } = await startAws();
  await ask(dynamoDb);
  const [{ headers, expected } = {} as Asked] = asked;
  expect(headers.authorization).toContain(`Signature=${expected}`);
  expect(headers.authorization).toMatch(/Credential=ASIAROLE\/\d{8}\/eu-central-1\/dynamodb\/aws4_request/);
  for (const name of ['host', 'x-amz-date', 'x-amz-security-token', 'x-amz-target'])
    expect(headers.authorization).toMatch(new RegExp(`SignedHeaders=\\S*\\b${name}\\b`));
  expect(headers).toMatchObject({
    'x-amz-security-token': credentials.sessionToken,
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'content-type': 'application/x-amz-json-1.0',
  });
});

test.each([['us-east-1'], ['eu-central-1'], ['us-gov-west-1'], ['cn-north-1'], ['eusc-de-east-1'], ['ap-new-9']])(
  'the ledger is asked in its own region: %s is where the SDK’s own client would go',
  (name) => {
    const { endpointProvider } = new DynamoDBClient({ region: name }).config;
    const expected = endpointProvider({ Region: name, UseDualStack: false, UseFIPS: false }).url.href;
    expect(new URL(dynamoDbUrl(name)).href).toBe(expected);
  },
);

test.each<[string, number, string, object]>([
  [
    'a failed condition',
    400,
    '{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"no"}',
    { name: 'ConditionalCheckFailedException', $metadata: { httpStatusCode: 400 } },
  ],
  ['a page of a proxy', 502, '<html>', { name: 'Error', $metadata: { httpStatusCode: 502 } }],
  ['a 200 that is none of DynamoDB’s', 200, '<html>', { name: 'SyntaxError' }],
  ['an empty 200', 200, '', { name: 'SyntaxError' }],
])('%s is not taken for written', async (_case, status, reply, error) => {
  const { dynamoDb } = await startAws(status, reply);
  await expect(dynamoDb.updateItem(item, never)).rejects.toMatchObject(error);
  await expect(dynamoDb.getItem(item, never)).rejects.toMatchObject(error);
});
