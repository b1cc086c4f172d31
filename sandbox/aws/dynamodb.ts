/** DynamoDB in memory, played by dynalite: https://github.com/architect/dynalite */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';

export interface DynamoDb {
  answer: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void;
}

export const makeDynamoDb = (): DynamoDb => {
  const server = dynalite({ createTableMs: 0 });
  return {
    answer: (request, body, response) => {
      // dynalite reads the body itself, and ends the process where a caller hangs up meanwhile: it gets a whole one.
      const { method, url, headers } = request;
      const whole = Object.assign(new PassThrough(), { method, url, headers });
      server.emit('request', whole, response);
      whole.end(body);
    },
  };
};

/** An empty ledger, of the shape that infra/ledger-table.ts deploys. */
export const createLedgerTable = (client: DynamoDBClient, TableName: string) =>
  client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
