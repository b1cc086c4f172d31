/** Hands a batch to the function, and tells the journal of each record what became of it. */
import type { SQSRecord } from 'aws-lambda';
import { makeOpen } from '../lambda/envelopes/open.ts';
import { readMarks } from '../lambda/envelopes/parked.ts';
import type { Fields } from '../lambda/io/log.ts';
import { asObject, readJson } from '../lambda/json.ts';
import { pkOfDelivery } from '../lambda/ledger/identity.ts';
import { makeReadMessage } from '../lambda/message.ts';
import type { Invoke, Result } from './function.ts';
import type { Call, Journal } from './journal.ts';
import { longMs, underWay } from './recorder.ts';
import { spokenMessage } from './spoken-message.ts';

interface Parts {
  invoke: Invoke;
  journal: Journal;
  serialNumber: string | undefined;
  /** Why a record with this body was parked last; empty where it was not. */
  reasonOf: (body: string) => string;
  /** When records come, in epoch ms; how long they take goes by this machine's clock. */
  now: () => number;
}

export interface QueueRecorder {
  invoke: (event: { Records: SQSRecord[] }) => Promise<{ json: string } | undefined>;
  /** Hears the function's log: a record's outcome stands there alone, under its messageId. */
  hear: (what: string, fields: Fields) => void;
}

export const makeQueueRecorder = ({ invoke, journal, serialNumber, reasonOf, now }: Parts): QueueRecorder => {
  const open = makeOpen(makeReadMessage(serialNumber), { scope: 'queue', where: 'The body', keyMissing: '' });
  /** messageId → what the function's log said of it. */
  const outcomes = new Map<string, Fields>();

  /** The message as the function reads it, as far as it can be read. */
  const asked = ({ body, messageId, messageAttributes }: SQSRecord) => {
    const none = { ...spokenMessage({}), Scope: null, LedgerKey: null };
    const json = readJson(body);
    const { marks, problems } = readMarks(messageAttributes);
    if ('problem' in json || problems.length > 0) return none;
    const entry = open({ text: body, value: json.value, requestId: messageId, arrivedAt: now(), marks });
    if (!('delivery' in entry)) return { ...none, ...spokenMessage(wrappedIn(json.value)) };
    const { message, scope, key } = entry.delivery;
    return {
      ...spokenMessage({ ...message, IdempotencyKey: key }),
      Scope: scope,
      LedgerKey: pkOfDelivery(entry.delivery),
    };
  };

  const tell = (
    record: SQSRecord,
    cameAt: number,
    heard: Pick<Call, 'State' | 'Text' | 'Parked' | 'Envelope' | 'Ms'>,
  ) =>
    journal.called({
      ...asked(record),
      At: new Date(cameAt).toISOString(),
      Entrance: 'queue',
      RequestId: record.messageId,
      Status: null,
      SessionID: null,
      ...heard,
    });

  const ended = (record: SQSRecord, cameAt: number, Ms: number, result: Result) => {
    const { state, envelope = null, isParked = false } = outcomes.get(record.messageId) ?? {};
    outcomes.delete(record.messageId);
    const error = 'error' in result ? result.error.errorMessage : 'The function failed; see its log.';
    const Text = state === undefined ? error : isParked ? reasonOf(record.body) : '';
    tell(record, cameAt, {
      State: state ?? 'Error',
      Text,
      Parked: isParked,
      Envelope: envelope,
      Ms,
    });
  };

  return {
    invoke: async (event) => {
      const [cameAt, began] = [now(), Date.now()];
      const timer = setTimeout(() => {
        for (const record of event.Records)
          tell(record, cameAt, { State: underWay.State, Text: '', Parked: false, Envelope: null, Ms: null });
      }, longMs);
      const result = await invoke(event);
      clearTimeout(timer);
      const ms = Date.now() - began;
      for (const record of event.Records) ended(record, cameAt, ms, result);
      return 'json' in result ? result : undefined;
    },
    hear: (what, fields) => {
      if (what === 'outcome' && fields.entrance === 'queue' && fields.requestId) outcomes.set(fields.requestId, fields);
    },
  };
};

/** Of what is no message: as far as it can be read. */
const wrappedIn = (value: unknown): unknown => {
  const { detail, TopicArn, Reminder, Message } = asObject(value) ?? {};
  return detail ?? (TopicArn === undefined && Reminder === undefined ? value : Message);
};
