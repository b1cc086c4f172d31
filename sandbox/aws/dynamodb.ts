/** DynamoDB in memory, played by dynalite: https://github.com/architect/dynalite */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { type AttributeValue, CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { asObject, readObject } from '../../lambda/json.ts';
import { remindersByDueAt } from '../../lambda/wiring.ts';
import { respond } from '../loopback.ts';
import { withQuickStore } from './dynalite-store.ts';
import type { Answered } from './sqs-sns.ts';

export interface DynamoDb {
  /** One request as it came on the wire. */
  exchange: (asked: Asked, body: string | Buffer) => Promise<Answered>;
  answer: (request: IncomingMessage, body: Buffer, response: ServerResponse) => Promise<void>;
}

export type StoredItem = Record<string, AttributeValue>;

/** A table whose changes somebody wants to hear of, before the writer hears. */
type Watched = {
  table: string;
} & (
  | {
      /** The item as it stands after a write by whomever; undefined where it is gone. */
      onChange: (pk: string, item: StoredItem | undefined) => void;
    }
  | {
      /** Without the item, which nobody has to read then. */
      onWrite: () => void;
    }
);

export const makeDynamoDb = (watched: Watched[] = []): DynamoDb => {
  const server = withQuickStore(() => dynalite({ createTableMs: 0 }));

  const ask = (asked: Asked, body: string | Buffer) =>
    new Promise<Answered>((resolve) => {
      const headers: Record<string, string> = {};
      const response = {
        statusCode: 200,
        setHeader: (name: string, value: unknown) => {
          headers[name] = String(value);
        },
        end: (text = '') => resolve({ status: response.statusCode, headers, text }),
      };
      // dynalite reads the body itself, and ends the process where a caller hangs up meanwhile: it gets a whole one.
      const { method, url, headers: given } = asked;
      const whole = Object.assign(new PassThrough(), { method, url, headers: given });
      server.emit('request', whole as never, response as never);
      whole.end(body);
    });

  const tellChanges = async (one: Watched, asked: Asked, request: Record<string, unknown>) => {
    const { table } = one;
    const written = writtenKeys(operationOf(asked), request, table);
    if ('onWrite' in one) return written.forEach(one.onWrite);
    for (const pk of written) {
      const headers = { ...asked.headers, 'x-amz-target': 'DynamoDB_20120810.GetItem' };
      const question = JSON.stringify({ TableName: table, Key: { pk: { S: pk } }, ConsistentRead: true });
      const { text } = await ask({ ...asked, headers }, question);
      one.onChange(pk, readObject(text)?.Item as StoredItem | undefined);
    }
  };

  const exchange = async (asked: Asked, body: string | Buffer) => {
    const answered = await ask(asked, body);
    if (answered.status === 200 && writes.has(operationOf(asked))) {
      const request = readObject(body.toString('utf8')) ?? {};
      for (const one of watched) await tellChanges(one, asked, request);
    }
    return answered;
  };
  return {
    exchange,
    answer: async ({ method, url, headers: given }, body, response) => {
      const { status, headers, text } = await exchange({ method, url, headers: given }, body);
      respond(response, status, text, headers);
    },
  };
};

type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

const operationOf = ({ headers }: Asked): string => String(headers['x-amz-target']).split('.')[1] ?? '';

const writes = new Set(['UpdateItem', 'PutItem', 'DeleteItem', 'BatchWriteItem']);

/** The keys in this table that a request writes. */
const writtenKeys = (operation: string, request: Record<string, unknown>, table: string): string[] => {
  const writes = operation === 'BatchWriteItem' ? batched(request, table) : single(operation, request, table);
  return writes.flatMap((keyed) => {
    const pk = asObject(asObject(keyed)?.pk)?.S;
    return typeof pk === 'string' ? [pk] : [];
  });
};

const single = (operation: string, { TableName, Key, Item }: Record<string, unknown>, table: string): unknown[] =>
  operation !== 'BatchWriteItem' && TableName === table ? [Key ?? Item] : [];

const batched = ({ RequestItems }: Record<string, unknown>, table: string): unknown[] =>
  [asObject(RequestItems)?.[table] ?? []].flat().map((write) => {
    const { PutRequest, DeleteRequest } = asObject(write) ?? {};
    return asObject(PutRequest)?.Item ?? asObject(DeleteRequest)?.Key;
  });

/** An empty ledger, of the shape that infra/ledger-table.ts deploys. */
export const createLedgerTable = (client: DynamoDBClient, TableName: string) =>
  client.send(new CreateTableCommand({ TableName, BillingMode: 'PAY_PER_REQUEST', ...schema(['pk', 'S']) }));

/** As infra/reminders-table.ts has it: whose they are and their keys, and the index by which they are due. */
export const createRemindersTable = (client: DynamoDBClient, TableName: string) => {
  const pk: Attribute = ['pk', 'S'];
  const sk: Attribute = ['sk', 'S'];
  const dueAt: Attribute = [remindersByDueAt.sortKey, 'N'];
  const { KeySchema } = schema(pk, dueAt);
  return client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      ...schema(pk, sk),
      AttributeDefinitions: schema(pk, sk, dueAt).AttributeDefinitions,
      GlobalSecondaryIndexes: [
        { IndexName: remindersByDueAt.index, KeySchema, Projection: { ProjectionType: 'KEYS_ONLY' } },
      ],
    }),
  );
};

type Attribute = [name: string, type: 'S' | 'N'];

const schema = (...keys: Attribute[]) => ({
  AttributeDefinitions: keys.map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
  KeySchema: keys.map(([AttributeName], at) => ({ AttributeName, KeyType: KeyType[at] })),
});

const KeyType = ['HASH', 'RANGE'] as const;
