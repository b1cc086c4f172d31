/** The ledger's table on the wire, with faults made in front of DynamoDB; and what stands in it. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { onTestFinished } from 'vitest';
import { unmarshal } from '../../lambda/io/update-item.ts';
import type { Answered } from '../../sandbox/aws/sqs-sns.ts';
import { watch } from '../canary.ts';
import { createLedger, dynalite, dynamoDbClient, handOn } from './dynalite-peer.ts';
import type { OnEnd } from './on-end.ts';

export interface Call {
  operation: 'UpdateItem' | 'GetItem' | 'Scan' | 'PutItem' | 'DeleteItem' | 'Query' | 'BatchGetItem';
  /** Its name: the ledger, or what stands beside it. */
  table: string;
  /** The item that it is about; empty where it is about many. */
  pk: string;
  /** Of a Query: the index that it asks. */
  index?: string;
  /** What kind of write: a claim counts, a settle does not. */
  isClaim: boolean;
  /** A read that DynamoDB may answer from a copy that is behind. */
  mayBeOld: boolean;
  /** Lets DynamoDB do it, as often as it is called, and gives the answer. */
  pass: () => Promise<Answered>;
}

/** Answers in the place of DynamoDB, or gives false to let it answer. */
export type LedgerFault = (call: Call, response: ServerResponse) => Promise<boolean> | boolean;

export const respond = (response: ServerResponse, { status, headers, text }: Answered): true => {
  response.writeHead(status, headers).end(text);
  return true;
};

/** `shared`: a table that is there already. */
export const startLedgerPeer = async (shared?: string, onEnd: OnEnd = onTestFinished) => {
  const client = dynamoDbClient(await dynalite());
  const table = shared ?? (await createLedger(client));

  const peer = {
    url: '',
    table,
    /** Every call that arrived, in order. */
    calls: [] as Omit<Call, 'pass'>[],
    fault: (() => false) as LedgerFault,
    /** All items as they stand, as plain values. The run fails where one holds a canary. */
    items: async () => {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
      watch(JSON.stringify(Items));
      return Items.map(unmarshal);
    },
    /** The one item that there is. */
    item: async () => {
      const items = await peer.items();
      if (items.length !== 1) throw new Error(`the ledger holds ${items.length} items`);
      return items[0] as Record<string, string | number>;
    },
    /** The item with this key, as above; undefined where there is none. */
    itemAt: async (pk: string) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: { pk: { S: pk } }, ConsistentRead: true }),
      );
      watch(JSON.stringify(Item ?? {}));
      return Item && unmarshal(Item);
    },
    /** Puts an item as it is, whoever may have written it so. */
    put: (item: Record<string, { S: string } | { N: string } | { BOOL: boolean }>) =>
      client.send(new PutItemCommand({ TableName: table, Item: item })),
  };

  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return; // hung up before it had asked
    const operation = String(request.headers['x-amz-target']).split('.')[1] as Call['operation'];
    const pass = () => handOn(request.headers, body);
    const { RequestItems = {}, ...one } = JSON.parse(body);
    const [[TableName, { ConsistentRead }]] = Object.entries<typeof one>(RequestItems).concat([
      [one.TableName, one],
    ]) as [[string, { ConsistentRead?: boolean }]];
    const { Key, UpdateExpression = '' } = one;
    const call = {
      operation,
      table: TableName,
      pk: Key?.pk.S ?? '',
      ...(one.IndexName && { index: one.IndexName }),
      // Ours counts; others put a new item.
      isClaim: operation === 'PutItem' || / ADD #attempts /.test(UpdateExpression),
      mayBeOld: ['GetItem', 'Scan', 'BatchGetItem'].includes(operation) && ConsistentRead !== true,
    };
    peer.calls.push(call);
    if (await peer.fault({ ...call, pass }, response)) return;
    respond(response, await pass());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onEnd(() => {
    server.close();
    server.closeAllConnections();
    client.destroy();
  });
  peer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return peer;
};

export type LedgerPeer = Awaited<ReturnType<typeof startLedgerPeer>>;
