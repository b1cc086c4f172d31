/**
 * The rival: what a careful team writes with Powertools, on one text. Idempotency on the business key, a lease from
 * Lambda's own deadline, partial batch responses, a time-out for HotTask, and an error for every answer that is no success.
 * https://docs.powertools.aws.dev/lambda/typescript/latest/features/idempotency/
 */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import middy from '@middy/core';
import secretsManager from '@middy/secrets-manager';
import type { Context, SQSEvent } from 'aws-lambda';
import * as z from 'zod';

const { env } = process;

const Message = z.object({
  SerialNumber: z.string().min(1),
  ToPhoneNumber: z.e164(),
  Message: z.string().min(1).max(1600),
});

const config = new IdempotencyConfig({ eventKeyJmesPath: 'key', throwOnNoIdempotencyKey: true });
const send = makeIdempotent(
  async ({ message }: { key: string; message: z.infer<typeof Message> }, secretKey: string) => {
    const response = await fetch(env.POST_URL as string, {
      method: 'POST',
      headers: { authorization: secretKey, 'content-type': 'application/json' },
      body: JSON.stringify(message),
      redirect: 'error',
      signal: AbortSignal.timeout(8_000),
    });
    if (!response.ok) throw new Error(`HotTask answered ${response.status}`);
    const reply = (await response.json()) as { Success?: boolean };
    if (reply.Success !== true) throw new Error('HotTask answered no success');
    return { sent: true };
  },
  { persistenceStore: new DynamoDBPersistenceLayer({ tableName: env.LEDGER_TABLE as string, keyAttr: 'pk' }), config },
);

type Event = SQSEvent | { headers: { 'idempotency-key': string }; body: string };

const processor = new BatchProcessor(EventType.SQS);

export const handler = middy()
  .use(
    secretsManager({
      AwsClient: SecretsManagerClient,
      fetchData: { secretKey: env.SECRET_ID as string },
      setToContext: true,
      cacheExpiry: 300_000,
    }),
  )
  .handler(async (event: Event, context: Context & { secretKey: string }) => {
    config.registerLambdaContext(context);
    const one = (key: string, body: string) =>
      send({ key, message: Message.parse(JSON.parse(body)) }, context.secretKey);
    if ('Records' in event)
      return processPartialResponse(event, ({ body }) => one(JSON.parse(body).IdempotencyKey, body), processor, {
        context,
        throwOnFullBatchFailure: false,
      });
    await one(event.headers['idempotency-key'], event.body);
    return { statusCode: 200, body: '{"sent":true}' };
  });
