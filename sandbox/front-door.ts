/** API Gateway's HTTP API in front of the send function: HTTP → payload 2.0 → function → HTTP. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { parseKeepingDigits } from '../lambda/json.ts';
import { sendRoute } from '../lambda/wiring.ts';
import type { Invoke, Result } from './function.ts';
import { type Answer, json, pathOf, queryOf, readBody, respond } from './loopback.ts';
import type { Heard, RecordCall } from './recorder.ts';
import { spokenMessage } from './spoken-message.ts';

interface Parts {
  invoke: Invoke;
  record: RecordCall;
  /** The name of the caller whose key stands in the Authorization header. */
  callerOf: (authorization: string) => string | undefined;
}

/** The gateway's own limit: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const payloadLimitBytes = 10 * 1024 * 1024;

export const makeFrontDoor =
  ({ invoke, record, callerOf }: Parts): Answer =>
  async (request, response) => {
    const event = await toEvent(request);
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
    const answer = answerOf(await (isMessage ? record(event, asked, hear) : invoke(event)));
    if (!answer) return json(response, 500, { message: 'Internal Server Error' });
    respond(response, answer.statusCode ?? 200, answer.body ?? '', answer.headers as Record<string, string>);
  };

const answerOf = (result: Result): APIGatewayProxyStructuredResultV2 | undefined =>
  'json' in result ? JSON.parse(result.json) : undefined;

const toEvent = async (request: IncomingMessage): Promise<APIGatewayProxyEventV2> => {
  const { cookie, ...headers } = joined(request);
  const bytes = await readBody(request, payloadLimitBytes);
  const isBase64Encoded = !isText(headers['content-type']);
  const path = pathOf(request);
  const method = request.method ?? 'POST';
  const query = new URLSearchParams(queryOf(request));
  const now = new Date();
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: queryOf(request),
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(query.size > 0 ? { queryStringParameters: joinedQuery(query) } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'sandbox',
      domainName: headers.host ?? '',
      domainPrefix: 'sandbox',
      http: {
        method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(bytes.length > 0 ? { body: bytes.toString(isBase64Encoded ? 'base64' : 'utf8') } : {}),
    isBase64Encoded,
  };
};

/** Lowercase names; what was sent twice is joined by a comma, as the gateway does it. */
const joined = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(request.headersDistinct).map(([name, values]) => [name, (values ?? []).join(',')]));

const joinedQuery = (query: URLSearchParams): Record<string, string> =>
  Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name).join(',')]));

/** Types that the gateway hands over as text; all others as base64. */
const isText = (type = ''): boolean => type === '' || /^(text\/|application\/(json|xml|javascript))/i.test(type);

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
