/** API Gateway's HTTP API in front of the send function: HTTP → payload 2.0 → function → HTTP. */
import { parseKeepingDigits } from '../lambda/json.ts';
import { sendRoute } from '../lambda/wiring.ts';
import type { Invoke, Result } from './function.ts';
import { answerOf, answerWith, toEvent } from './gateway.ts';
import { type Answer, pathOf } from './loopback.ts';
import type { Heard, RecordCall } from './recorder.ts';
import { spokenMessage } from './spoken-message.ts';

interface Parts {
  invoke: Invoke;
  record: RecordCall;
  /** The name of the caller whose key stands in the Authorization header. */
  callerOf: (authorization: string) => string | undefined;
}

export const makeFrontDoor =
  ({ invoke, record, callerOf }: Parts): Answer =>
  async (request, response) => {
    const event = await toEvent(request, { routeKey: `${request.method} ${pathOf(request)}` });
    const { headers, body, requestContext } = event;
    const caller = callerOf(headers.authorization ?? '');
    const asked = {
      ...spokenMessage(body, headers),
      Entrance: 'http-api' as const,
      Scope: caller === undefined ? null : `http:${caller}`,
      RequestId: requestContext.requestId,
    };
    // An inquiry is no message; what it hears is on the page already.
    const isMessage = request.method === sendRoute.method;
    answerWith(response, await (isMessage ? record(event, asked, hear) : invoke(event)));
  };

const hear = (result: Result): Heard => {
  const answer = answerOf(result);
  if (!answer) return { Status: 500, State: 'Error', Text: 'The function failed; see its log.', SessionID: null };
  const body = parseKeepingDigits(answer.body ?? '{}') as {
    State?: string;
    Message?: string;
    Data?: { SessionID?: unknown };
  };
  const isSent = body.State === undefined;
  return {
    Status: answer.statusCode ?? 200,
    State: body.State ?? 'Sent',
    Text: isSent ? '' : (body.Message ?? ''),
    SessionID: isSent ? (body.Data?.SessionID ?? null) : null,
  };
};
