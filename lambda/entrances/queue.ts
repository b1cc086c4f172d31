/** Everything asynchronous, through one SQS queue: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { makeOpen } from '../envelopes/open.ts';
import { type Marks, readMarks } from '../envelopes/parked.ts';
import { asObject, readJson } from '../json.ts';
import { invalid, type ReadMessage } from '../message.ts';
import { placeOfRecord } from '../parking.ts';
import type { Entrance, Entry, Result } from './entrance.ts';

interface Parts {
  readMessage: (value: unknown, where: string) => ReadMessage;
  now: () => number;
}

const keyMissing =
  'IdempotencyKey is required in a message on the queue: name a business key such as appt-42.confirmed, since a message that is put there again has a new id';

/**
 * Each record ends for itself: done, parked, or named as failed, and then it comes back. None of them, whatever it holds,
 * keeps another from its end.
 */
export const makeQueue = ({ readMessage, now }: Parts): Entrance => {
  const open = makeOpen(readMessage, { scope: 'queue', where: 'The body', keyMissing });

  const openRecord = (record: SQSRecord): Entry => {
    const { body: text, messageAttributes, messageId: requestId, attributes } = record;
    const sent = Number(attributes?.SentTimestamp);
    const arrivedAt = sent > 0 ? Math.min(sent, now()) : now();
    const asItIs = { body: text, envelope: 'plain', sourceTime: arrivedAt } as const;
    const { marks, problems } = readMarks(messageAttributes);
    if (problems.length > 0) return { outcome: invalid(problems), arrived: { ...asItIs, ...kept(marks, arrivedAt) } };
    const json = readJson(text);
    if ('problem' in json)
      return { outcome: invalid([`The body ${json.problem}`]), arrived: { ...asItIs, ...kept(marks, arrivedAt) } };
    return open({ text, value: json.value, requestId, arrivedAt, marks });
  };

  return {
    name: 'queue',
    recognises: (event) => {
      const { Records } = asObject(event) ?? {};
      return Array.isArray(Records) && Records.every(isRecord);
    },
    requestIdsOf: ({ Records }: SQSEvent) => Records.map(({ messageId }) => messageId),
    open: ({ Records }: SQSEvent) =>
      Records.map((record): Entry => {
        try {
          return openRecord(record);
        } catch (bug) {
          return { bug };
        }
      }),
    throws: () => false,
    placeOf: placeOfRecord,
    /** Of another shape it would count as "all fine", and AWS would delete them all. */
    answer: (results, { Records }: SQSEvent): SQSBatchResponse => ({
      batchItemFailures: Records.filter((_, at) => !isDealtWith(results[at] as Result)).map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    }),
  };
};

/** Of a record that cannot be opened. */
const kept = ({ ledgerKey, sourceTime }: Marks, arrivedAt: number) => ({
  ledgerKey,
  sourceTime: Math.min(sourceTime ?? arrivedAt, arrivedAt),
});

const isRecord = (record: unknown): boolean => {
  const { eventSource, messageId, body } = asObject(record) ?? {};
  return eventSource === 'aws:sqs' && typeof messageId === 'string' && messageId !== '' && typeof body === 'string';
};

/** Acknowledged only where it has its final place: what should be parked and is not stays. */
const isDealtWith = (result: Result): boolean => 'outcome' in result && (result.isParked || result.place === 'done');
