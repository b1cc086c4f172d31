/** What all cells share: the far ends themselves, and the bundle. */
import { GetItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Waiting } from '../../sandbox/aws/sqs-sns.ts';
import { canary, leaks as counted, watch } from '../canary.ts';
import { createLedger, createReminders, dynalite, dynamoDbClient } from '../peers/dynalite-peer.ts';
import { startFauxqsPeer } from '../peers/fauxqs-peer.ts';
import type { OnEnd } from '../peers/on-end.ts';
import { startSecretsPeer } from '../peers/secrets-peer.ts';
import { deploy } from './deployment.ts';
import { type Setting, startEnvironment } from './environment.ts';
import { startHotTask } from './hottask.ts';
import { makeReminders } from './reminders.ts';
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
  const remindersTable = await createReminders(client);
  onEnd(() => client.destroy());
  /** How many outputs so far have held a key, a number or a text: logs, answers, the queue's attributes and both tables. */
  const leaks = async () => {
    for (const TableName of [ledger.table, remindersTable])
      for await (const { Items } of paginateScan({ client }, { TableName })) watch(JSON.stringify(Items));
    return counted.count;
  };

  const turns = makeTurns(2);
  /** A process; `setting` says where it finds other far ends than the healthy ones. */
  const start = (setting: Partial<Setting> = {}, onItsEnd = onEnd) => {
    const healthy = { secrets, ledger, reminders: remindersTable, hottask: hottask.good, parked };
    return turns(() => startEnvironment(deployment, { ...healthy, ...setting }, onItsEnd));
  };
  const parkedOf = readParked(() => sqs.look(parked));
  /** One message's account, as the far ends have it. */
  const accountOf = async (source: Source, message: Keyed, heard: readonly Heard[]): Promise<Account> => {
    const asked = { TableName: ledger.table, Key: { pk: { S: pkOf(source, message) } }, ConsistentRead: true };
    const { Item } = await client.send(new GetItemCommand(asked));
    return { text: message.Message, left: Item?.state?.S, heard };
  };
  const reminders = makeReminders({ url, ledgerTable: ledger.table, remindersTable });
  return { hottask, ledger, reminders, start, sqs, parked, parkedOf, accountOf, leaks };
};

/** Nobody receives from this queue, so it only grows: each record is read once. */
const readParked = (look: () => Waiting[]) => {
  const statesOf = new Map<string, string[]>();
  let read = 0;
  const readNew = () => {
    const all = look();
    for (const { body, messageAttributes } of all.slice(read)) {
      watch(JSON.stringify(messageAttributes));
      // Up to its closing quote, which SNS escapes: one text may begin as another does.
      const [text = ''] = everyText.exec(body) ?? [];
      statesOf.set(text, [...(statesOf.get(text) ?? []), messageAttributes.State?.StringValue ?? 'none']);
    }
    read = all.length;
  };
  /** The states with which this message waits for a person, one for each copy. */
  return (text: string): string[] => {
    readNew();
    return statesOf.get(text) ?? [];
  };
};

const everyText = new RegExp(`${canary.text}[^"\\\\]*`);

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
