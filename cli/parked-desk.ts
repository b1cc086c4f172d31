/** What a person may do with what is parked: read all of it, put it back on the main queue, drop it. Prints nothing. */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { failureOf } from '../lambda/io/aws-client.ts';
import { messageAttributes } from '../lambda/parking.ts';
import { bytesOf, inBatches } from './sqs-batches.ts';

/** A record as it waits. */
export interface Waiting {
  id: string;
  /** Names it for as long as nobody else sees it. */
  receipt: string;
  body: string;
  /** Epoch ms. */
  sentAt: number;
  attributes: Record<string, string>;
}

/** What goes back to the main queue in its place. */
export interface Replay {
  record: Waiting;
  body: string;
  attributes: Record<string, string | number>;
}

/** Id → AWS's own name for why not. */
export type Failures = Map<string, string>;

/** All of them reject with what AWS's SDK threw. */
export interface ParkedDesk {
  /** All that waits. Nobody else sees it for 5 minutes, or until it is given back. */
  read: (onRead: (count: number) => void) => Promise<Waiting[]>;
  giveBack: (records: Waiting[]) => Promise<void>;
  /** Each is deleted only when its replay is there: who dies in between leaves a twin, of which the ledger sends one. */
  replay: (replays: Replay[], onDone: (count: number) => void) => Promise<Failures>;
  drop: (records: Waiting[]) => Promise<Failures>;
  /** Whatever runs ends behind its present batch; what it did not get to is among its failures. Giving back goes on. */
  stop: () => void;
  /** Epoch ms, by AWS's clock from the first answer on. */
  now: () => number;
}

interface Parts {
  client: SQSClient;
  main: string;
  parked: string;
  now: () => number;
}

const stopped = 'stopped before its turn';

const hiddenSeconds = 300;
/** SQS gives ten at most to each receive. */
const lanes = 5;

export const makeParkedDesk = ({ client, main, parked, now }: Parts): ParkedDesk => {
  const receive = new ReceiveMessageCommand({
    QueueUrl: parked,
    MaxNumberOfMessages: 10,
    VisibilityTimeout: hiddenSeconds,
    // Asks all of SQS's servers, so that an empty answer means empty.
    WaitTimeSeconds: 1,
    MessageSystemAttributeNames: ['SentTimestamp'],
    MessageAttributeNames: ['All'],
  });

  let isStopped = false;

  const read: ParkedDesk['read'] = async (onRead) => {
    const found = new Map<string, Waiting>();
    const lane = async () => {
      while (!isStopped) {
        const { Messages = [] } = await client.send(receive);
        if (Messages.length === 0) return;
        // One that comes twice is the same record: its later receipt is the one that holds.
        for (const message of Messages) found.set(message.MessageId as string, waitingOf(message));
        onRead(found.size);
      }
    };
    const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
    const failed = ended.find((lane) => lane.status === 'rejected');
    if (failed) {
      await giveBack([...found.values()]).catch(() => {});
      throw failed.reason;
    }
    return [...found.values()];
  };

  const giveBack: ParkedDesk['giveBack'] = async (records) => {
    for (const ten of inBatches(records))
      await client.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: parked,
          Entries: ten.map(({ receipt }, at) => ({ Id: String(at), ReceiptHandle: receipt, VisibilityTimeout: 0 })),
        }),
      );
  };

  /** `isDue`: it has gone out in another form already, so that its place must be cleared even when all is stopped. */
  const deleteAll = async (records: Waiting[], isDue: boolean): Promise<Failures> => {
    const failures: Failures = new Map();
    for (const ten of inBatches(records)) {
      if (isStopped && !isDue) {
        for (const { id } of ten) failures.set(id, stopped);
        continue;
      }
      const Entries = ten.map(({ receipt }, at) => ({ Id: String(at), ReceiptHandle: receipt }));
      const Failed = await failedOf(ten, client.send(new DeleteMessageBatchCommand({ QueueUrl: parked, Entries })));
      for (const { Id, Code } of Failed) failures.set((ten[Number(Id)] as Waiting).id, Code ?? 'Unknown');
    }
    return failures;
  };

  const replay: ParkedDesk['replay'] = async (replays, onDone) => {
    const failures: Failures = new Map();
    let done = 0;
    for (const some of inBatches(replays, bytesOf)) {
      if (isStopped) {
        for (const { record } of some) failures.set(record.id, stopped);
        continue;
      }
      const Entries = some.map(({ body, attributes }, at) => ({
        Id: String(at),
        MessageBody: body,
        MessageAttributes: messageAttributes(attributes),
      }));
      const Failed = await failedOf(some, client.send(new SendMessageBatchCommand({ QueueUrl: main, Entries })));
      for (const { Id, Code } of Failed) failures.set((some[Number(Id)] as Replay).record.id, Code ?? 'Unknown');
      const sent = some.map(({ record }) => record).filter(({ id }) => !failures.has(id));
      for (const [id, code] of await deleteAll(sent, true)) failures.set(id, `sent, but still parked: ${code}`);
      done += some.length;
      onDone(done);
    }
    return failures;
  };

  return {
    read,
    giveBack,
    replay,
    drop: (records) => deleteAll(records, false),
    stop: () => {
      isStopped = true;
    },
    now,
  };
};

interface Failed {
  Id?: string | undefined;
  Code?: string | undefined;
}

/** Where a whole batch fails, each of it does, and the next one is tried. No answer may stand for one that came through: twice on the way, the ledger makes one text of it. */
const failedOf = async (batch: unknown[], answer: Promise<{ Failed?: Failed[] | undefined }>): Promise<Failed[]> => {
  try {
    return (await answer).Failed ?? [];
  } catch (error) {
    const { code } = failureOf(error);
    return batch.map((_, at) => ({ Id: String(at), Code: code }));
  }
};

const waitingOf = ({ MessageId, ReceiptHandle, Body, Attributes, MessageAttributes = {} }: Message): Waiting => ({
  id: MessageId as string,
  receipt: ReceiptHandle as string,
  body: Body ?? '',
  sentAt: Number(Attributes?.SentTimestamp),
  attributes: Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
  ),
});
