/** Outcomes as HTTP answers. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { answerBody } from '../answer.ts';
import type { Outcome, State } from '../outcome.ts';

/** State → HTTP status. */
export const statuses: Record<State, number> = {
  Sent: 200,
  DryRun: 200,
  Invalid: 400,
  Unauthorized: 401,
  Blocked: 403,
  InProgress: 409,
  KeyReused: 422,
  Cancelled: 410,
  Expired: 410,
  Refused: 422,
  NotSent: 503,
  Unknown: 504,
};

export const answerOf = (outcome: Outcome, requestId: string): APIGatewayProxyStructuredResultV2 => {
  const status = statuses[outcome.state];
  const body = outcome.state === 'Sent' ? outcome.reply : JSON.stringify(answerBody(outcome, status));
  return answer(status, body, requestId, {
    ...('retryAfter' in outcome ? { 'retry-after': String(outcome.retryAfter) } : {}),
    // Not for Unknown, of which nothing was answered that could be heard again.
    ...('isReplayed' in outcome && outcome.state !== 'Unknown' ? { 'idempotent-replayed': 'true' } : {}),
  });
};

export const answer = (
  statusCode: number,
  body: string,
  requestId: string,
  headers: Record<string, string> = {},
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'x-request-id': requestId, ...headers },
  body,
});
