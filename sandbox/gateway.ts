/** API Gateway's HTTP API: HTTP → payload 2.0, and what a function answers → HTTP. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Result } from './function.ts';
import { json, type ParametersOf, pathOf, queryOf, readBody, respond } from './loopback.ts';

/** The gateway's own limit: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const payloadLimitBytes = 10 * 1024 * 1024;

interface Matched {
  /** As the route is named, such as `PUT /reminders/{key}`. */
  routeKey: string;
  /** Percent-decoded. */
  parameters?: ParametersOf;
}

export const toEvent = async (
  request: IncomingMessage,
  { routeKey, parameters }: Matched,
): Promise<APIGatewayProxyEventV2> => {
  const { cookie, ...headers } = joined(request);
  const bytes = await readBody(request, payloadLimitBytes);
  const isBase64Encoded = !isText(headers['content-type']);
  const path = pathOf(request);
  const query = new URLSearchParams(queryOf(request));
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: queryOf(request),
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(query.size > 0 ? { queryStringParameters: joinedQuery(query) } : {}),
    ...(parameters && Object.keys(parameters).length > 0 ? { pathParameters: parameters } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'sandbox',
      domainName: headers.host ?? '',
      domainPrefix: 'sandbox',
      http: {
        method: request.method ?? 'POST',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(bytes.length > 0 ? { body: bytes.toString(isBase64Encoded ? 'base64' : 'utf8') } : {}),
    isBase64Encoded,
  };
};

/** Undefined where the function failed. */
export const answerOf = (result: Result): APIGatewayProxyStructuredResultV2 | undefined =>
  'json' in result ? JSON.parse(result.json) : undefined;

/** The gateway's own 500 where the function failed. */
export const answerWith = (response: ServerResponse, result: Result) => {
  const answer = answerOf(result);
  if (!answer) return json(response, 500, { message: 'Internal Server Error' });
  respond(response, answer.statusCode ?? 200, answer.body ?? '', answer.headers as Record<string, string>);
};

/** Lowercase names; what was sent twice is joined by a comma, as the gateway does it. */
const joined = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(request.headersDistinct).map(([name, values]) => [name, (values ?? []).join(',')]));

const joinedQuery = (query: URLSearchParams): Record<string, string> =>
  Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name).join(',')]));

/** Types that the gateway hands over as text; all others as base64. */
const isText = (type = ''): boolean => type === '' || /^(text\/|application\/(json|xml|javascript))/i.test(type);
