/** Direct invocation: Step Functions, another function, `aws lambda invoke`; also a rule or a topic wired to the function itself. */
import { answerBody } from '../answer.ts';
import { makeOpen } from '../envelopes/open.ts';
import { asObject, readObjectKeepingDigits, withoutByteOrderMark } from '../json.ts';
import { invalid, type ReadMessage } from '../message.ts';
import type { Outcome, State } from '../outcome.ts';
import { placeOfCall } from '../parking.ts';
import { type Entrance, OutcomeError, onlyOne } from './entrance.ts';
import { kindOf, notTaken } from './kind.ts';

/** State → how a direct call hears it: a value, or an error of this name. */
const errorNames: Record<Exclude<State, 'Sent' | 'DryRun'>, string> = {
  Invalid: 'InvalidMessage',
  Unauthorized: 'Unauthorized',
  Blocked: 'Blocked',
  InProgress: 'InProgress',
  KeyReused: 'KeyReused',
  Cancelled: 'Cancelled',
  Expired: 'Expired',
  Refused: 'Refused',
  NotSent: 'NotSent',
  Unknown: 'OutcomeUnknown',
};

interface Parts {
  readMessage: (value: unknown, where: string) => ReadMessage;
  now: () => number;
}

const keyMissing =
  'IdempotencyKey is required in a direct call: name a business key such as appt-42.confirmed, since a retried call has a new request id';

/**
 * Sent and DryRun are values; every other outcome rejects with an OutcomeError of the name above.
 * It takes whatever no other entrance recognises, so it stands last.
 */
export const makeDirect = ({ readMessage, now }: Parts): Entrance => {
  const open = makeOpen(readMessage, { scope: 'direct', where: 'The event', keyMissing });
  return {
    name: 'direct',
    recognises: () => true,
    requestIdsOf: (_event, { awsRequestId }) => [awsRequestId],
    open: (event: unknown, { awsRequestId: requestId }) => {
      const value = notificationOf(event) ?? event;
      const kind = kindOf(value);
      if (kind) return [{ outcome: invalid([notTaken(kind)]) }];
      const text = textOf(value);
      if (text === undefined) return [{ outcome: invalid(['The event is nested too deep: a message is flat']) }];
      return [open({ text, value, requestId, arrivedAt: now(), marks: {} })];
    },
    throws: ({ state }) => state !== 'Sent' && state !== 'DryRun',
    placeOf: placeOfCall,
    answer: (results) => {
      const result = onlyOne(results);
      if ('found' in result) throw new TypeError('a direct call holds no inquiry');
      return answerOf(result.outcome);
    },
  };
};

/** SNS gives a function one notification at a time, in the form that a queue gets without `Records` around it. */
const notificationOf = (event: unknown): unknown => {
  const { Records } = asObject(event) ?? {};
  if (!Array.isArray(Records) || Records.length !== 1) return undefined;
  const { EventSource, Sns } = asObject(Records[0]) ?? {};
  return EventSource === 'aws:sns' ? asObject(Sns) : undefined;
};

/** The event as JSON; undefined where it is nested deeper than that can be written. */
const textOf = (value: unknown): string | undefined => {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

const answerOf = (outcome: Outcome): unknown => {
  if (outcome.state === 'Sent') return readObjectKeepingDigits(withoutByteOrderMark(outcome.reply));
  if (outcome.state === 'DryRun') return answerBody(outcome, 200);
  throw new OutcomeError(errorNames[outcome.state], outcome.why);
};
