/** The queue `parked`: what no retry can help is put there for a person, before anybody is told that it is dealt with. */
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Deadlines } from '../deadlines.ts';
import { hasRoom, messageAttributes, type ParkedRecord } from '../parking.ts';
import { type Timings, timings as usualTimings } from '../wiring.ts';
import { clientOptions, failureOf, type Overrides, persevere } from './aws-client.ts';
import type { Log } from './log.ts';

/** True once it is there. Never rejects. */
export type Park = (record: ParkedRecord, requestId: string, deadlines: Deadlines) => Promise<boolean>;

interface Parts {
  sqs: Sqs;
  queueUrl: string;
  timings: Timings;
  log: Log;
  now: () => number;
}

export const makePark =
  ({ sqs, queueUrl: QueueUrl, timings, log, now }: Parts): Park =>
  async (record, requestId, { endsAt }) => {
    const { body: MessageBody, attributes } = record;
    if (!hasRoom(record)) {
      const what = 'a record is too large to be parked with its attributes: of a queue the redrive takes it';
      log.error(what, { requestId }, { NeedsMending: 1 });
      return false;
    }
    const withinMs = Math.min(timings.parkWithinMs, endsAt - now());
    if (withinMs <= 0) return false;
    const MessageAttributes = messageAttributes(attributes);
    const { isParked, code } = await persevere(withinMs, async (abortSignal): Promise<Tried> => {
      try {
        const { client, SendMessageCommand } = await sqs(QueueUrl);
        await client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }), { abortSignal });
        return { isParked: true, mayRepeat: false };
      } catch (error) {
        return { isParked: false, ...failureOf(error) };
      }
    });
    if (code) log.error('a record could not be parked', { code, requestId }, { NeedsMending: 1 });
    return isParked;
  };

interface Tried {
  isParked: boolean;
  mayRepeat: boolean;
  code?: string;
}

/** The client, loaded when it is first needed: most environments never park anything, and none starts slower for it. */
export type Sqs = (queueUrl: string) => Promise<Loaded>;

interface Loaded {
  client: SQSClient;
  SendMessageCommand: typeof import('@aws-sdk/client-sqs').SendMessageCommand;
}

export const makeSqs = (overrides: Overrides = {}): Sqs => {
  let loaded: Promise<Loaded> | undefined;
  const load = async (queueUrl: string): Promise<Loaded> => {
    const { SQSClient, SendMessageCommand } = await import('@aws-sdk/client-sqs');
    // It calls the URL's own host in any case, and prints a warning where its endpoint is another.
    const endpoint = new URL(queueUrl).origin;
    const client = new SQSClient({ ...overrides, endpoint, ...clientOptions(usualTimings.parkWithinMs) });
    return { client, SendMessageCommand };
  };
  return (queueUrl) => {
    loaded ??= load(queueUrl).catch((error) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
};
