/** What stands in `parked`: put there by our function, or by AWS, by each of its services in a shape of its own. Pure. */
import { instantOf } from '../lambda/envelopes/envelope.ts';
import { makeOpen } from '../lambda/envelopes/open.ts';
import { asObject, readJson, readObjectKeepingDigits } from '../lambda/json.ts';
import { pkOfDelivery } from '../lambda/ledger/identity.ts';
import { type Message, makeReadMessage } from '../lambda/message.ts';
import { sqsText } from '../lambda/parking.ts';
import { readCall } from './parked-call.ts';
import type { Waiting } from './parked-desk.ts';

export type Shape = 'function' | 'redrive' | 'rule' | 'schedule' | 'topic' | 'asynchronous call';

export interface Parked {
  record: Waiting;
  /** Who put it there. */
  shape: Shape;
  /** What became of the message; null where AWS gave up before anything did. */
  state: string | null;
  /** Our own sentence, or AWS's name for the error. */
  reason: string | null;
  envelope: string | null;
  /** Epoch ms: when its source made it, however often it came since. */
  sourceTime: number;
  /** The ledger's pk that it carries, or that only its shape tells: it goes along with a replay. */
  ledgerKey: string | null;
  /** The ledger's pk under which a replay is known there; null where it cannot be opened. */
  pk: string | null;
  back: Back;
  /** Of a reminder: how late it may be. */
  lateBySeconds: number | undefined;
  /** The message in it, where the main queue could open it. */
  message: Message | undefined;
}

/** How it goes back to the main queue: as this body; by its rule's template, which must be looked up first; or not at all. */
export type Back = { body: string } | RuleEvent | { cannot: string };

export interface RuleEvent {
  ruleArn: string;
  targetArn: string;
  event: string;
}

export type Read = Partial<Omit<Parked, 'record' | 'shape' | 'message' | 'lateBySeconds' | 'pk'>> &
  Pick<Parked, 'back'>;

interface Row {
  shape: Shape;
  when: (record: Waiting, body: Record<string, unknown>) => boolean;
  read: (record: Waiting, body: Record<string, unknown>) => Read;
}

const asItIs = ({ body }: Waiting): Back => ({ body });
const errorOf = ({ attributes }: Waiting): string | null => attributes.ERROR_CODE ?? attributes.ErrorCode ?? null;

/** The stack's rule for events that are messages already, by its name in infra/event-rule.ts: it alone has no template. */
const isMessageRule = ({ attributes }: Waiting): boolean => /-message$/.test(attributes.RULE_ARN ?? '');

/** The first that fits. What nobody else has marked, SQS's redrive has moved there as it was. */
const table: readonly Row[] = [
  {
    shape: 'function',
    when: ({ attributes }) => attributes.State !== undefined,
    read: (record) => ({
      state: record.attributes.State as string,
      reason: record.attributes.Reason ?? null,
      back: asItIs(record),
    }),
  },
  {
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    shape: 'rule',
    when: ({ attributes }) => attributes.RULE_ARN !== undefined,
    read: (record, event) => ({
      reason: errorOf(record),
      envelope: isMessageRule(record) ? 'event' : 'on-event',
      sourceTime: instantOf(event.time) ?? record.sentAt,
      // The event before any transformation: only a message's own rule has none.
      back: isMessageRule(record)
        ? asItIs(record)
        : {
            ruleArn: record.attributes.RULE_ARN as string,
            targetArn: record.attributes.TARGET_ARN ?? '',
            event: record.body,
          },
    }),
  },
  {
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
    shape: 'schedule',
    when: ({ attributes }) => attributes.SCHEDULE_ARN !== undefined,
    read: (record, request) => ({
      reason: errorOf(record),
      envelope: 'reminder',
      sourceTime: instantOf(record.attributes.SCHEDULED_TIME) ?? record.sentAt,
      back:
        typeof request.MessageBody === 'string'
          ? { body: request.MessageBody }
          : { cannot: 'The request that Scheduler would have made is not in it (MessageBody): look the schedule up' },
    }),
  },
  {
    // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    shape: 'asynchronous call',
    when: (_record, { requestPayload, requestContext }) =>
      requestPayload !== undefined && asObject(requestContext)?.functionArn !== undefined,
    read: (record, invocation) => readCall(invocation, record.sentAt),
  },
  {
    // https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
    shape: 'topic',
    when: (_record, { Type, TopicArn }) => Type === 'Notification' && typeof TopicArn === 'string',
    read: (record, { Timestamp }) => ({
      reason: errorOf(record),
      envelope: 'topic',
      sourceTime: instantOf(Timestamp) ?? record.sentAt,
      back: asItIs(record),
    }),
  },
  {
    shape: 'redrive',
    when: () => true,
    read: (record, { time, Event }) => ({
      sourceTime: instantOf(time ?? asObject(Event)?.time) ?? record.sentAt,
      back: asItIs(record),
    }),
  },
];

/** As the queue's entrance opens it, whatever chatbot is the default there. */
const open = makeOpen(makeReadMessage('any'), { scope: 'queue', where: 'The body', keyMissing: '' });

/** What the main queue would make of it: the message, and the pk under which it is known there. */
const openedOf = (back: Back, ledgerKey: string | undefined) => {
  const json = 'body' in back ? readJson(back.body) : { problem: '' };
  if (!('body' in back) || 'problem' in json) return undefined;
  const came = { text: back.body, value: json.value, requestId: '', arrivedAt: 0 };
  const entry = open({ ...came, marks: ledgerKey === undefined ? {} : { ledgerKey } });
  return 'delivery' in entry ? entry.delivery : undefined;
};

const malformedKey =
  'its LedgerKey is none, and with another one it might be sent twice: look the message up in the ledger, then drop it';
const tooDeep = 'it is nested too deep for a message: drop it';

/** What nobody can read must not keep the others from being read. */
const readBy = (row: Row, record: Waiting, body: Record<string, unknown>): Read => {
  try {
    return row.read(record, body);
  } catch (error) {
    if (error instanceof RangeError) return { back: { cannot: tooDeep } };
    throw error;
  }
};

const withSqsText = (back: Back): Back => ('body' in back ? { body: sqsText(back.body) } : back);

export const parkedOf = (record: Waiting): Parked => {
  const body = readObjectKeepingDigits(record.body) ?? {};
  const row = table.find(({ when }) => when(record, body)) as Row;
  const { LedgerKey = '', SourceTime = '', Envelope } = record.attributes;
  const read = readBy(row, record, body);
  const ledgerKey = LedgerKey || (read.ledgerKey ?? undefined);
  const isMalformed = ledgerKey !== undefined && !/^[0-9a-f]{64}$/.test(ledgerKey);
  const back = isMalformed ? { cannot: malformedKey } : withSqsText(read.back);
  const delivery = openedOf(back, ledgerKey);
  return {
    record,
    shape: row.shape,
    state: read.state ?? null,
    reason: read.reason ?? null,
    envelope: Envelope ?? read.envelope ?? null,
    // A replay that came back keeps what it was sent with.
    sourceTime: Math.min(
      /^\d{1,15}$/.test(SourceTime) ? Number(SourceTime) : (read.sourceTime ?? record.sentAt),
      // A source whose clock is ahead makes nothing young.
      record.sentAt,
    ),
    ledgerKey: isMalformed ? null : (ledgerKey ?? null),
    lateBySeconds: delivery?.lateBySeconds,
    message: delivery?.message,
    pk: isMalformed ? null : ((delivery && pkOfDelivery(delivery)) ?? ledgerKey ?? null),
    back,
  };
};
