/** Whether the table of the model decides as a DynamoDB does: random items, and on them the writes that the ledger knows. */
import { type DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Value } from '../lambda/conditional-write.ts';
import { marshal, unmarshal, updateItem } from '../lambda/io/update-item.ts';
import type { Identity } from '../lambda/ledger/identity.ts';
import type { Attribute, Item, ItemState } from '../lambda/ledger/item.ts';
import { claim, giveBack, settle, settleByHand, type Write } from '../lambda/ledger/writes.ts';
import { type Chance, makeChance } from './chance.ts';
import { put, type Stored } from './model/table.ts';
import { createLedger, dynamoDbClient } from './peers/dynalite-peer.ts';

const cases = 300;
const consistent = { ConsistentRead: true } as const;

/** `start` gives the URL of the DynamoDB. SEED repeats a run. */
export const sameAsTheModel = (start: () => Promise<string>): void => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  const chance = makeChance(seed);
  let client: DynamoDBClient;
  let TableName: string;
  beforeAll(async () => {
    client = dynamoDbClient(await start());
    TableName = await createLedger(client);
  });
  afterAll(() => client?.destroy());

  const decide = async (before: Stored | undefined, write: Write): Promise<Stored | undefined> => {
    if (before) await client.send(new PutItemCommand({ TableName, Item: marshalled(before) }));
    const isDone = await client.send(new UpdateItemCommand(updateItem(TableName, write))).then(
      () => true,
      (error: Error) => {
        if (error.name !== 'ConditionalCheckFailedException') throw error;
        return false;
      },
    );
    const { Item: after } = await client.send(
      new GetItemCommand({ TableName, Key: { pk: { S: write.pk } }, ...consistent }),
    );
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
  });
};

const marshalled = (item: Stored) =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, marshal(value)]));

const states: readonly ItemState[] = ['Sending', 'Sent', 'Refused', 'NotSent', 'Unknown'];
const owners = ['A', 'B', 'P'];
const time = (chance: Chance) => 1_700_000_000_000 + chance.below(100_000);

/** Nothing, or an item of which any attribute may be missing, or of a type that we do not write. */
const someItem = (chance: Chance, pk: string): Stored | undefined => {
  if (chance.below(5) === 0) return undefined;
  const whole: Partial<Record<Attribute, Value>> = {
    state: chance.of(states),
    owner: chance.of(owners),
    leaseUntil: time(chance),
    attempts: chance.below(4),
    fingerprint: chance.of(['one', 'other']),
    reply: '{}',
    recipient: 'hash …42',
    caller: '',
    settledAt: time(chance),
    settledBy: 'somebody',
    why: 'looked',
    expiresAt: chance.below(1_000_000),
  };
  const odd: Partial<Record<Attribute, Value>> = { state: 1, owner: 2, fingerprint: 3 };
  const kept = Object.entries(whole).filter(() => chance.below(6) > 0);
  const mixed = kept.map(([name, value]) => [name, chance.below(12) === 0 ? (odd[name as Attribute] ?? value) : value]);
  return { pk, ...Object.fromEntries(mixed) };
};

/** Two of three are meant for the item that is there. */
const someWrite = (chance: Chance, pk: string, before: Stored = { pk }): Write => {
  const fits = <T extends Value>(name: Attribute, values: readonly T[]): T =>
    chance.below(3) > 0 && values.includes(before[name] as T) ? (before[name] as T) : chance.of(values);
  const identity: Identity = {
    pk,
    fingerprint: chance.of(['one', 'other']),
    recipient: 'hash …17',
    scope: 'direct',
    key: 'key',
    requestId: 'r',
  };
  const owner = fits('owner', owners);
  const now = time(chance);
  const seen: Item = {
    pk,
    state: fits('state', states),
    owner: fits('owner', owners),
    leaseUntil: now,
    attempts: 1,
    fingerprint: 'one',
  };
  const unsent = chance.below(2) === 0 ? undefined : seen;
  const claimant = { owner, leaseUntil: now + 30_000 };
  const state = fits('state', ['Sent', 'Refused', 'NotSent', 'Unknown'] as const);
  const word = { state: chance.of(['Sent', 'NotSent'] as const), owner: 'Q', settledBy: 'Q', why: 'looked' };
  return chance.of([
    () => claim(identity, claimant, unsent, now),
    () => giveBack({ ...identity, caller: 'web' }, claimant, unsent, now),
    () => settle(pk, owner, { state, reply: '{"Code":200}' }, now),
    () => settleByHand(seen, word, now),
  ])();
};
