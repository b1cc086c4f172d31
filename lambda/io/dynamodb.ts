/**
 * What the tables ask of DynamoDB, signed by the SDK's own signer. Its client is 40 KB more to read at
 * each start, for operations, retries and forms of answers that nobody here uses.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
 */
import type { AttributeValue, GetItemCommandInput, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { partition } from '@aws-sdk/core/client';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { timings } from '../wiring.ts';
import type { Overrides } from './aws-client.ts';
import { makeExchange } from './aws-request.ts';

/** Both ask once. They reject with AWS's name for the error and its HTTP status, or with Node's code where no answer came. */
export interface DynamoDb {
  updateItem: (input: UpdateItemCommandInput, signal: AbortSignal) => Promise<void>;
  getItem: (input: GetItemCommandInput, signal: AbortSignal) => Promise<Record<string, AttributeValue> | undefined>;
}

/** DynamoDB's address in a region: https://docs.aws.amazon.com/general/latest/gr/ddb.html */
export const dynamoDbUrl = (region: string): string => `https://dynamodb.${region}.${partition(region).dnsSuffix}`;

/** One operation, asked once. */
export type DynamoDbAsk = (operation: string, input: object, signal: AbortSignal) => Promise<Record<string, unknown>>;

export const makeDynamoDbAsk = (overrides: Overrides = {}): DynamoDbAsk => {
  const { env } = process;
  const region = overrides.region ?? env.AWS_REGION ?? '';
  const endpoint = new URL(
    overrides.endpoint || env.AWS_ENDPOINT_URL_DYNAMODB || env.AWS_ENDPOINT_URL || dynamoDbUrl(region),
  );
  const credentials = overrides.credentials ?? {
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    ...(env.AWS_SESSION_TOKEN && { sessionToken: env.AWS_SESSION_TOKEN }),
  };
  const signer = new SignatureV4({ service: 'dynamodb', region, credentials, sha256: Sha256 });
  const exchange = makeExchange(timings.claimWithinMs / 2);

  return async (operation, input, signal) => {
    const body = JSON.stringify(input);
    const { protocol, host, hostname, port } = endpoint;
    const signed = await signer.sign({
      protocol,
      hostname,
      ...(port && { port: Number(port) }),
      method: 'POST',
      path: '/',
      headers: {
        host,
        'content-type': 'application/x-amz-json-1.0',
        'content-length': String(Buffer.byteLength(body)),
        'x-amz-target': `DynamoDB_20120810.${operation}`,
      },
      body,
    });
    const { statusCode, body: bytes } = await exchange({ ...signed, body }, signal);
    const text = Buffer.from(bytes).toString('utf8');
    if (statusCode === 200) return JSON.parse(text);
    throw Object.assign(new Error(`${operation} failed`), {
      name: nameOf(text),
      $metadata: { httpStatusCode: statusCode },
    });
  };
};

export const makeDynamoDb = (overrides: Overrides = {}): DynamoDb => dynamoDbOver(makeDynamoDbAsk(overrides));

export const dynamoDbOver = (ask: DynamoDbAsk): DynamoDb => ({
  updateItem: async (input, signal) => {
    await ask('UpdateItem', input, signal);
  },
  getItem: async (input, signal) => {
    const { Item } = await ask('GetItem', input, signal);
    return Item as Record<string, AttributeValue> | undefined;
  },
});

/** AWS's name in `"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"`. */
const nameOf = (text: string): string => /"__type"\s*:\s*"(?:[\w.]*#)?(\w+)/.exec(text)?.[1] ?? 'Error';
