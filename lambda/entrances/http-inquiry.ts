/** `GET /messages?IdempotencyKey=…`: what became of a message, for the caller whose key it is, without number and text. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { envelope } from '../answer.ts';
import { readObject } from '../json.ts';
import { accountOf } from '../ledger/account.ts';
import { pkOf } from '../ledger/identity.ts';
import type { Foreign, Item } from '../ledger/item.ts';
import { codeOf } from '../ledger/kept-reply.ts';
import type { Found } from '../ledger/protocol.ts';
import { invalid, keyForm, keyRule } from '../message.ts';
import { inquiryRoute, retryAfterSeconds } from '../wiring.ts';
import type { Entry } from './entrance.ts';
import { answer, statuses } from './http-answer.ts';

export const isInquiry = ({ routeKey }: APIGatewayProxyEventV2): boolean =>
  routeKey === `${inquiryRoute.method} ${inquiryRoute.path}`;

export const readInquiry = (
  { queryStringParameters, requestContext: { requestId } }: APIGatewayProxyEventV2,
  scope: string,
): Entry => {
  const { IdempotencyKey: key, ...others } = queryStringParameters ?? {};
  const problems = [
    ...(typeof key === 'string' && keyForm.test(key)
      ? []
      : [`The query's IdempotencyKey ${keyRule}, and is given once`]),
    ...(Object.keys(others).length > 0 ? ['The query takes IdempotencyKey alone'] : []),
  ];
  return problems.length > 0
    ? { outcome: invalid(problems) }
    : { inquiry: { pk: pkOf(scope, key as string), requestId } };
};

/** No `State` where the ledger says nothing: that would be a word on the message, and there is none. */
export const answerInquiry = (found: Found, requestId: string, now: number): APIGatewayProxyStructuredResultV2 => {
  if (found === 'unreadable') return unanswered(requestId);
  if (found.item === undefined)
    return withoutState(
      404,
      'Nothing is known under this IdempotencyKey: it was never claimed, or over 45 days ago.',
      requestId,
    );
  return answer(200, JSON.stringify(told(found.item, now)), requestId);
};

export const unanswered = (requestId: string): APIGatewayProxyStructuredResultV2 =>
  withoutState(503, 'What became of it cannot be looked up now: ask again.', requestId, {
    'retry-after': String(retryAfterSeconds.usual),
  });

const withoutState = (code: number, why: string, requestId: string, headers?: Record<string, string>) =>
  answer(code, JSON.stringify(envelope(why, code)), requestId, headers);

/** `Code` is HotTask's own where it answered, else the HTTP status that the state has in an answer. Times in ISO 8601. */
const told = (item: Item | Foreign, now: number) => {
  const { State, SessionID, ClaimedAt, SettledAt } = accountOf(item, now);
  const kept = item === 'foreign' ? undefined : readObject(item.reply ?? '');
  return { State, Code: codeOf(kept) ?? statuses[State], SessionID, ClaimedAt, SettledAt };
};
