/** What people copy: middy's secrets plugin, Powertools with idempotency, zod, and fetch. */

import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import jsonBodyParser from '@middy/http-json-body-parser';
import secretsManager from '@middy/secrets-manager';
import * as z from 'zod';

const { env } = process;

const logger = new Logger();
// Nothing is counted or traced here, but who copies the recipe loads them.
new Metrics();
new Tracer();

const Message = z.object({
  SerialNumber: z.string().min(1),
  ToPhoneNumber: z.e164(),
  Message: z.string().min(1).max(1600),
});

interface Call {
  key: string;
  message: z.infer<typeof Message>;
}

const send = makeIdempotent(
  async ({ message }: Call, secretKey: string) => {
    const response = await fetch(env.POST_URL as string, {
      method: 'POST',
      headers: { authorization: secretKey, 'content-type': 'application/json' },
      body: JSON.stringify(message),
    });
    return response.text();
  },
  {
    persistenceStore: new DynamoDBPersistenceLayer({ tableName: env.LEDGER_TABLE as string }),
    config: new IdempotencyConfig({ eventKeyJmesPath: 'key' }),
  },
);

export const handler = middy()
  .use(jsonBodyParser())
  .use(
    secretsManager({
      AwsClient: SecretsManagerClient,
      fetchData: { secretKey: env.SECRET_ID as string },
      setToContext: true,
      cacheExpiry: 300_000,
    }),
  )
  .use(httpErrorHandler())
  .handler(async (event: { headers: Record<string, string>; body: unknown }, context: { secretKey: string }) => {
    const message = Message.parse(event.body);
    const body = await send({ key: event.headers['idempotency-key'] as string, message }, context.secretKey);
    logger.info('sent');
    return { statusCode: 200, body };
  });
