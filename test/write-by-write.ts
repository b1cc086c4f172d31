/** Whether the table of the models decides as a DynamoDB does: random items, and on them the writes that a table knows. */
import { type DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConditionalWrite } from '../lambda/conditional-write.ts';
import { marshal, unmarshal, updateItem } from '../lambda/io/update-item.ts';
import { type Chance, makeChance } from './chance.ts';
import { put, type Stored } from './model/table.ts';
import { dynamoDbClient } from './peers/dynalite-peer.ts';

const cases = 300;
const consistent = { ConsistentRead: true } as const;

interface Table<Name extends string> {
  /** Gives the URL of the DynamoDB. */
  start: () => Promise<string>;
  /** An empty one; gives its name. */
  create: (client: DynamoDBClient) => Promise<string>;
  someItem: (chance: Chance, pk: string) => Stored | undefined;
  /** Two of three are meant for the item that is there. */
  someWrite: (chance: Chance, pk: string, before: Stored | undefined) => ConditionalWrite<Name>;
}

/** SEED repeats a run. */
export const writeByWrite = <Name extends string>({ start, create, someItem, someWrite }: Table<Name>): void => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  const chance = makeChance(seed);
  let client: DynamoDBClient;
  let TableName: string;
  beforeAll(async () => {
    client = dynamoDbClient(await start());
    TableName = await create(client);
  });
  afterAll(() => client?.destroy());

  const decide = async (before: Stored | undefined, write: ConditionalWrite<Name>): Promise<Stored | undefined> => {
    if (before) await client.send(new PutItemCommand({ TableName, Item: marshalled(before) }));
    const asked = updateItem(TableName, write);
    const isDone = await client.send(new UpdateItemCommand(asked)).then(
      () => true,
      (error: Error) => {
        if (error.name !== 'ConditionalCheckFailedException') throw error;
        return false;
      },
    );
    const { Item: after } = await client.send(new GetItemCommand({ TableName, Key: asked.Key, ...consistent }));
    if (isDone) return after && unmarshal(after);
    expect(after && unmarshal(after), 'what a refused write leaves behind').toEqual(before);
    return undefined;
  };

  test(`${cases} writes on random items: refused or written, and then the same item (SEED=${seed})`, async () => {
    const met = { written: 0, refused: 0 };
    for (let each = 0; each < cases; each += 1) {
      const pk = `case-${each}`;
      const before = someItem(chance, pk);
      const write = someWrite(chance, pk, before);
      const after = put(before, write);
      expect(await decide(before, write), JSON.stringify({ each, before, write })).toEqual(after);
      met[after ? 'written' : 'refused'] += 1;
    }
    expect(Math.min(met.written, met.refused), 'of each kind').toBeGreaterThan(cases / 10);
  }, 120_000);
};

const marshalled = (item: Stored) =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, marshal(value)]));
