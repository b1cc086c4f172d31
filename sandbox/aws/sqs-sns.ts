/** SQS and SNS in memory, played by fauxqs: https://github.com/kibertoad/fauxqs */
import { type BuildAppOptions, buildApp } from 'fauxqs';

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
  /** Ends what waits in a long poll. */
  close: () => Promise<void>;
}

/** `url`: where callers reach it; its queue URLs are there, and not at names that no machine resolves. */
export const makeSqsSns = async (url: string): Promise<SqsSns> => {
  const sqsStore = Object.assign(new SqsStore(), { buildQueueUrl: (name: string) => `${url}/000000000000/${name}` });
  const app = buildApp({ logger: false, stores: { sqsStore, snsStore: new SnsStore(), s3Store: new S3Store() } });
  await app.ready();

  return {
    exchange: async (given, body) => {
      // Without the caller's credentials, which would name a region: here is only one.
      const headers = picked(given, ['content-type', 'x-amz-target']);
      const answer = await app.inject({ method: 'POST', url: '/', headers, payload: body });
      const kept = picked(answer.headers, ['content-type', 'x-amzn-query-error']);
      return { status: answer.statusCode, headers: kept, text: answer.payload };
    },
    look: (name) => {
      sqsStore.processAllTimers();
      const messages = sqsStore.inspectQueue(name)?.messages;
      return messages && { visible: messages.ready, inFlight: messages.inflight.map(({ message }) => message) };
    },
    close: async () => void (await app.close()),
  };
};

const picked = (headers: Record<string, unknown>, names: string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])));
