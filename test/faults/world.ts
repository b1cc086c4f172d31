/** What all cells share: the far ends themselves, and the bundle. */
import { GetItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { watch } from '../canary.ts';
import { createLedger, dynalite, dynamoDbClient } from '../peers/dynalite-peer.ts';
import { startFauxqsPeer } from '../peers/fauxqs-peer.ts';
import type { OnEnd } from '../peers/on-end.ts';
import { startSecretsPeer } from '../peers/secrets-peer.ts';
import { deploy } from './deployment.ts';
import { type Setting, startEnvironment } from './environment.ts';
import { startHotTask } from './hottask.ts';
import { type Heard, type Keyed, pkOf, type Source } from './sources.ts';
import type { Account } from './tally.ts';

export const startWorld = async (onEnd: OnEnd, deployment = deploy(onEnd)) => {
  const hottask = await startHotTask(onEnd);
  const secrets = await startSecretsPeer({}, onEnd);
  const sqs = await startFauxqsPeer(onEnd);
  const { parked } = await sqs.createQueues();
  const url = await dynalite();
  const client = dynamoDbClient(url);
  const ledger = { url, table: await createLedger(client) };
  onEnd(async () => {
    for await (const { Items } of paginateScan({ client }, { TableName: ledger.table })) watch(JSON.stringify(Items));
    client.destroy();
  });

  const turns = makeTurns(2);
  /** A process; `setting` says where it finds other far ends than the healthy ones. */
  const start = (setting: Partial<Setting> = {}, onItsEnd = onEnd) =>
    turns(() => startEnvironment(deployment, { secrets, ledger, hottask: hottask.good, parked, ...setting }, onItsEnd));
  /** The states with which this message waits for a person, one for each copy. */
  const parkedOf = (text: string): string[] =>
    sqs.look(parked).flatMap(({ body, messageAttributes }) => {
      if (!body.includes(text)) return [];
      watch(JSON.stringify(messageAttributes));
      return [messageAttributes.State?.StringValue ?? 'none'];
    });
  /** One message's account, as the far ends have it. */
  const accountOf = async (source: Source, message: Keyed, heard: readonly Heard[]): Promise<Account> => {
    const asked = { TableName: ledger.table, Key: { pk: { S: pkOf(source, message) } }, ConsistentRead: true };
    const { Item } = await client.send(new GetItemCommand(asked));
    return { text: message.Message, left: Item?.state?.S, heard };
  };
  return { hottask, ledger, start, sqs, parked, parkedOf, accountOf };
};

/** A process that starts takes a core for itself; those that run must not miss their time-outs for it. */
const makeTurns = (atOnce: number) => {
  const lanes = Array.from({ length: atOnce }, () => Promise.resolve() as Promise<unknown>);
  let turn = 0;
  return <T>(start: () => Promise<T>): Promise<T> => {
    const lane = turn++ % atOnce;
    const started = (lanes[lane] as Promise<unknown>).then(start);
    lanes[lane] = started.catch(() => {});
    return started;
  };
};

export type World = Awaited<ReturnType<typeof startWorld>>;
