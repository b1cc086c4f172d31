/** What comes through the queue: the mapping hears which records come back, and only the log says what became of them. */
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { expect } from 'vitest';
import type { State } from '../../../lambda/outcome.ts';
import { watch } from '../../canary.ts';
import { batch, record } from '../../queue-records.ts';
import type { Heard, Place, Source } from '../sources.ts';

/** What a producer puts into the record, by itself or wrapped by a service. */
export type Body<Given = object> = (message: Given) => object | string;

/** Where each state ends, as the README has it. */
export const placeOf: Partial<Record<State, Place>> = {
  Sent: 'done',
  Blocked: 'parked',
  InProgress: 'again',
  Cancelled: 'done',
  KeyReused: 'parked',
  Expired: 'done',
  Refused: 'parked',
  NotSent: 'again',
  Unknown: 'parked',
};

export const queued = (name: Source['name'], scope: string, bodyOf: Body): Source => ({
  name,
  scope,
  event: (message) => batch(record(bodyOf(message))),
  redriven: (message) => {
    // Without a key of its own it is known by its envelope's; on the plain queue it must name one.
    const { IdempotencyKey, ...keyless } = message;
    const body = JSON.stringify(bodyOf(name === 'SQS' ? { ...keyless, IdempotencyKey } : keyless));
    return [batch(record(body)), batch(record(body))];
  },
  hear: (answered, event) => {
    if ('lost' in answered) return { state: 'nothing' };
    if ('threw' in answered) throw new Error(`an error to the queue: ${answered.threw.name}`);
    const { batchItemFailures } = JSON.parse(watch(answered.answer)) as SQSBatchResponse;
    const ids = (event as SQSEvent).Records.map(({ messageId }) => messageId);
    const { state, isParked } = outcomeIn(answered.lines);
    const isBack = batchItemFailures.length > 0;
    if (isBack) expect(batchItemFailures).toEqual(ids.map((itemIdentifier) => ({ itemIdentifier })));
    const place = isBack ? 'again' : isParked ? 'parked' : 'done';
    return { state, place } satisfies Heard;
  },
});

const outcomeIn = (lines: string[]): { state: State; isParked?: true } => {
  const outcomes = lines.map((line) => JSON.parse(line)).filter(({ message }) => message === 'outcome');
  expect(outcomes, 'outcomes in the log').toHaveLength(1);
  return outcomes[0];
};
