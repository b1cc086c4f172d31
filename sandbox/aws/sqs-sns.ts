/** SQS and SNS in memory, played by fauxqs: https://github.com/kibertoad/fauxqs */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { type BuildAppOptions, buildApp } from 'fauxqs';
import { readObject } from '../../lambda/json.ts';
import { type IsAtWork, pass, visibleIn } from './hidden.ts';

type Stores = NonNullable<BuildAppOptions['stores']>;

/** Parts of fauxqs that it does not export; the pinned version has them. */
const inside = (path: string) => import(new URL(path, import.meta.resolve('fauxqs')).href);
const [{ SqsStore }, { SnsStore }, { S3Store }, { INVALID_MESSAGE_BODY_CHAR }] = (await Promise.all(
  ['./sqs/sqsStore.js', './sns/snsStore.js', './s3/s3Store.js', './sqs/sqsTypes.js'].map(inside),
)) as [
  { SqsStore: new () => Stores['sqsStore'] },
  { SnsStore: new () => Stores['snsStore'] },
  { S3Store: new () => Stores['s3Store'] },
  { INVALID_MESSAGE_BODY_CHAR: RegExp },
];

// Its pattern looks at halves of characters, and so refuses every emoji. SQS takes #x10000 to #x10FFFF too:
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
const invalid = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
Object.assign(INVALID_MESSAGE_BODY_CHAR, { test: (text: string) => invalid.test(text) });

export interface Answered {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export interface Looked {
  /** Oldest first. */
  visible: Waiting[];
  /** Received by somebody, and not deleted yet. */
  inFlight: Waiting[];
}

/** What stands in a queue, without the records themselves: to ask costs the same however many there are. */
export interface Standing {
  visible: number;
  /** Of what somebody has received and not deleted yet: the receipt handles. */
  inFlight: Pick<ReadonlySet<string>, 'has' | 'size'>;
  /** Message ids of what is visible, or in flight and at work. This one costs more the more there is. */
  restless: (isAtWork: IsAtWork) => Set<string>;
}

export interface Waiting {
  messageId: string;
  body: string;
  messageAttributes: Record<string, { StringValue?: string }>;
  /** Epoch ms. */
  sentTimestamp: number;
  approximateReceiveCount: number;
}

export interface SqsSns {
  /** One request as it came on the wire: SQS in its JSON protocol, SNS in the query protocol. */
  exchange: (headers: Record<string, string | string[] | undefined>, body: string | Buffer) => Promise<Answered>;
  /** What stands in a queue, without a receive; undefined where there is none of this name. */
  look: (name: string) => Looked | undefined;
  standing: (name: string) => Standing | undefined;
  /** In how many ms each that is in flight and not at work, or delayed, becomes visible. */
  visibleIn: (name: string, isAtWork: IsAtWork) => number[];
  /** So many ms pass at once for those, on each queue. */
  pass: (ms: number, isAtWork: IsAtWork) => void;
  /** Ends what waits in a long poll. */
  close: () => Promise<void>;
}

/**
 * `url`: where callers reach it; its queue URLs are there, and not at names that no machine resolves. `now`: when what is
 * sent now was sent, in epoch ms. Visibility and delays go by this machine's clock, and by what `pass` adds to it.
 */
export const makeSqsSns = async (url: string, now = Date.now): Promise<SqsSns> => {
  const sqsStore = Object.assign(new SqsStore(), { buildQueueUrl: (name: string) => `${url}/000000000000/${name}` });
  dateBy(sqsStore, now);
  const app = buildApp({ logger: false, stores: { sqsStore, snsStore: new SnsStore(), s3Store: new S3Store() } });
  await app.ready();

  return {
    exchange: async (given, body) => {
      // Without the caller's credentials, which would name a region: here is only one.
      const headers = picked(given, ['content-type', 'x-amz-target']);
      const payload = namingAttributes(headers['x-amz-target'], body);
      const ask = async () => app.inject({ method: 'POST', url: '/', headers, payload });
      const answer = await (headers['x-amz-target'] ? ask() : published.run(true, ask));
      const kept = picked(answer.headers, ['content-type', 'x-amzn-query-error']);
      const error = kept['x-amzn-query-error'];
      if (error) kept['x-amzn-query-error'] = error.replace(plainNames, '');
      const text = answer.statusCode === 400 ? answer.payload.replace(unknown, 'Not simulated here: ') : answer.payload;
      return { status: answer.statusCode, headers: kept, text };
    },
    look: (name) => {
      sqsStore.processAllTimers();
      const messages = sqsStore.inspectQueue(name)?.messages;
      return (
        messages && {
          visible: messages.ready,
          inFlight: messages.inflight.map(({ message }) => message),
        }
      );
    },
    standing: (name) => {
      const queue = sqsStore.getQueueByName(name);
      return (
        queue && {
          visible: Number(queue.getAttribute('ApproximateNumberOfMessages')),
          inFlight: queue.inflightMessages,
          restless: (isAtWork) => {
            const atWork = [...queue.inflightMessages.values()].filter(({ receiptHandle }) => isAtWork(receiptHandle));
            const all = [...queue.inspectMessages().ready, ...atWork.map(({ message }) => message)];
            return new Set(all.map(({ messageId }) => messageId));
          },
        }
      );
    },
    visibleIn: (name, isAtWork) => {
      const queue = sqsStore.getQueueByName(name);
      return queue ? visibleIn(queue, isAtWork) : [];
    },
    pass: (ms, isAtWork) => {
      for (const queue of sqsStore.allQueues()) pass(queue, ms, isAtWork);
    },
    close: async () => void (await app.close()),
  };
};

/** It gives the name of every error a prefix; AWS only those of queues and batches. The SDK takes its error's name from it. */
const plainNames = /^AWS\.SimpleQueueService\.(?=Invalid(Attribute|Message|Parameter)|MissingParameter)/;

/** How it begins to speak of an operation that it does not have. */
const unknown = /Unknown action: (?=\w+("\}|<))/;

/** Who names no message attributes gets none, as at AWS; it would give all. */
const namingAttributes = (target: string | undefined, body: string | Buffer): string | Buffer => {
  const input = target === 'AmazonSQS.ReceiveMessage' ? readObject(body.toString()) : undefined;
  const { MessageAttributeNames: names } = input ?? {};
  return !input || (Array.isArray(names) && names.length > 0)
    ? body
    : JSON.stringify({ ...input, MessageAttributeNames: [''] });
};

const picked = (headers: Record<string, unknown>, names: string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])));

/** Set while SNS delivers: what somebody sends to a queue himself may be such a notification too, and stays as it is. */
const published = new AsyncLocalStorage<true>();

/** Dates each message, and the notification that SNS wraps it in. What the redrive moves keeps its date. */
const dateBy = (store: Stores['sqsStore'], now: () => number) => {
  const createQueue = store.createQueue.bind(store);
  store.createQueue = (...given) => {
    const queue = createQueue(...given);
    const enqueue = queue.enqueue.bind(queue);
    queue.enqueue = (message) => {
      if (message.approximateReceiveCount === 0) message.sentTimestamp = now();
      if (published.getStore()) {
        message.body = message.body.replace(
          notified,
          (_, before, after) => before + new Date(now()).toISOString() + after,
        );
        message.md5OfBody = createHash('md5').update(message.body).digest('hex');
      }
      enqueue(message);
    };
    return queue;
  };
};

/** Within the text that was published, the quotes are escaped. */
const notified = /^(\{"Type":"Notification",.*"Timestamp":")[^"]+(","SignatureVersion":)/s;

/** One operation of SQS, as its clients ask for it. */
export const askSqs = (exchange: SqsSns['exchange'], operation: string, input: object): Promise<Answered> =>
  exchange(
    { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` },
    JSON.stringify(input),
  );
