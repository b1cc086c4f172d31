/** Direct invocation: Step Functions, another function, `aws lambda invoke`. The event is the message. */
import { answerBody } from '../answer.ts';
import { readObjectKeepingDigits, withoutByteOrderMark } from '../json.ts';
import { invalid, type ReadMessage } from '../message.ts';
import type { Outcome, State } from '../outcome.ts';
import { type Entrance, OutcomeError } from './entrance.ts';

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
export const makeDirect = ({ readMessage, now }: Parts): Entrance => ({
  name: 'direct',
  recognises: () => true,
  requestIdOf: (_event, { awsRequestId }) => awsRequestId,
  open: (event: unknown, { awsRequestId }) => {
    const { message, problems } = readMessage(event, 'The event');
    if (!message) return [{ outcome: invalid(problems) }];
    if (message.IdempotencyKey === undefined) return [{ outcome: invalid([keyMissing]) }];
    return [
      {
        delivery: {
          message,
          key: message.IdempotencyKey,
          keyIsDerived: false,
          scope: 'direct',
          sourceTime: now(),
          requestId: awsRequestId,
        },
      },
    ];
  },
  answer: ([outcome]) => answerOf(outcome as Outcome),
});

const answerOf = (outcome: Outcome): unknown => {
  if (outcome.state === 'Sent') return readObjectKeepingDigits(withoutByteOrderMark(outcome.reply));
  if (outcome.state === 'DryRun') return answerBody(outcome, 200);
  throw new OutcomeError(errorNames[outcome.state], outcome.why);
};
