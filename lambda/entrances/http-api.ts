/** HTTPS through API Gateway's HTTP API, payload 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { callerOf } from '../callers.ts';
import type { Conclude } from '../conclude.ts';
import type { Reread } from '../io/secret-cache.ts';
import type { Secrets } from '../io/secrets.ts';
import { asObject, decodeUtf8, readJson } from '../json.ts';
import { invalid, keyForm, keyRule, type Message, type ReadMessage } from '../message.ts';
import type { Outcome } from '../outcome.ts';
import { placeOfCall } from '../parking.ts';
import type { OurSecret } from '../secret-values.ts';
import { bodyLimitBytes, inquiryRoute, sendRoute } from '../wiring.ts';
import { type Entrance, type Entry, onlyOne } from './entrance.ts';
import { answerOf } from './http-answer.ts';
import { answerInquiry, isInquiry, readInquiry, unanswered } from './http-inquiry.ts';
import { isFunctionUrl, notTaken } from './kind.ts';

type Event = APIGatewayProxyEventV2;

const unauthorized: Outcome = {
  state: 'Unauthorized',
  why: 'The caller key is missing or wrong: put your own key into the Authorization header, as it is, without "Bearer".',
};

interface Parts {
  readMessage: (value: unknown, where: string) => ReadMessage;
  rereadOurSecret: Reread<OurSecret>;
  conclude: Conclude;
  now: () => number;
}

/** Answers every event that it recognises: it never rejects for an outcome, and a wrong caller key is an outcome. */
export const makeHttpApi = ({ readMessage, rereadOurSecret, conclude, now }: Parts): Entrance => {
  const authenticate = async (
    event: Event,
    ours: Secrets['ours'],
  ): Promise<{ caller: string } | { outcome: Outcome }> => {
    if ('problem' in ours)
      return { outcome: conclude({ at: 'our secret', ...ours }, { requestId: requestIdOf(event) }) };
    const given = event.headers.authorization;
    if (!isText(given)) return { outcome: unauthorized };
    const caller = callerOf(ours.value.callers, given);
    if (caller !== undefined) return { caller };
    const reread = await rereadOurSecret(ours.value.version);
    const newer = callerOf(reread?.callers ?? [], given);
    return newer === undefined ? { outcome: unauthorized } : { caller: newer };
  };

  const read = (event: Event, caller: string): Entry => {
    const scope = `http:${caller}`;
    if (isInquiry(event)) return readInquiry(event, scope);
    const requestId = requestIdOf(event);
    const body = readBody(event, readMessage);
    const key = readKey(event, body.message);
    const problems = [
      ...wrongRoute(event),
      ...wrongType(event),
      ...misplacedKey(event),
      ...key.problems,
      ...body.problems,
    ];
    if (!body.message || problems.length > 0) return { outcome: invalid(problems) };
    const sourceTime = now();
    return {
      arrived: { body: textOf(event) as string, envelope: 'plain', sourceTime },
      delivery: {
        message: body.message,
        key: key.given ?? requestId,
        keyIsDerived: key.given === undefined,
        scope,
        caller,
        sourceTime,
        requestId,
      },
    };
  };

  return {
    name: 'http-api',
    recognises: (event) => isPayload2(event) || isPayload1(event),
    requestIdsOf: (event: Event) => [requestIdOf(event)],
    open: async (event: Event, _context, { ours }) => {
      if (isPayload1(event))
        return [{ outcome: invalid(['The payload format is 1.0: set the integration to payload format 2.0']) }];
      if (isFunctionUrl(event.requestContext as unknown as Record<string, unknown>))
        return [{ outcome: invalid([notTaken('one of a function URL')]) }];
      const who = await authenticate(event, ours);
      return ['caller' in who ? read(event, who.caller) : who];
    },
    throws: () => false,
    placeOf: placeOfCall,
    answer: (results, event: Event) => {
      const requestId = requestIdOf(event);
      const result = onlyOne(results);
      if ('found' in result) return answerInquiry(result.found, requestId, now());
      const { outcome } = result;
      return isInquiry(event) && outcome.state === 'NotSent' ? unanswered(requestId) : answerOf(outcome, requestId);
    },
  };
};

const requestIdOf = ({ requestContext }: Event): string => requestContext.requestId;

/** What the gateway always sends; an event made by hand that lacks some of it is no HTTP event. */
const isPayload2 = (event: unknown): boolean => {
  const fields = asObject(event);
  const context = asObject(fields?.requestContext);
  return isText(fields?.routeKey) && asObject(fields?.headers) !== undefined && isText(context?.requestId);
};

/** Payload 1.0 carries its method at the top; the events of load balancers and WebSocket APIs do too, and are none of ours. */
const isPayload1 = (event: unknown): boolean => {
  const fields = asObject(event);
  const { requestId, connectionId } = asObject(fields?.requestContext) ?? {};
  return isText(fields?.httpMethod) && isText(requestId) && connectionId === undefined;
};

const isText = (value: unknown): value is string => typeof value === 'string';

const wrongRoute = ({ routeKey }: Event): string[] => {
  const ours = [sendRoute, inquiryRoute].map(({ method, path }) => `${method} ${path}`);
  return routeKey === ours[0] ? [] : [`The route must be ${ours.join(' or ')}`];
};

const wrongType = ({ headers }: Event): string[] =>
  /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(headers['content-type'] ?? '')
    ? []
    : ['Content-Type must be application/json (in UTF-8)'];

const textOf = ({ body = '', isBase64Encoded }: Event): string | undefined => (isBase64Encoded ? decode(body) : body);

const readBody = (event: Event, readMessage: Parts['readMessage']): ReadMessage => {
  if (!isText(event.body) || event.body === '') return { problems: ['The body is empty: send a JSON object'] };
  const text = textOf(event);
  if (text === undefined) return { problems: ['The body is flagged as base64, and is not UTF-8 text in base64'] };
  const bytes = Buffer.byteLength(text);
  if (bytes > bodyLimitBytes) return { problems: [`The body must have at most ${bodyLimitBytes} bytes; got ${bytes}`] };
  const json = readJson(text);
  return 'problem' in json ? { problems: [`The body ${json.problem}`] } : readMessage(json.value, 'The body');
};

const decode = (base64: string): string | undefined =>
  /^[A-Za-z0-9+/]*={0,2}$/.test(base64) ? decodeUtf8(Buffer.from(base64, 'base64')) : undefined;

/** Who writes the key where nobody reads it believes that a repeated call is safe. */
const misplacedKey = ({ headers, queryStringParameters }: Event): string[] => {
  const elsewhere = Object.keys(headers).filter((name) => name !== 'idempotency-key');
  const names = [...elsewhere, ...Object.keys(queryStringParameters ?? {})];
  return names.some((name) => /^(x-)?idempotency[-_]?key$/i.test(name))
    ? [
        'The idempotency key stands in the wrong place: send it as the header Idempotency-Key, or as the field IdempotencyKey',
      ]
    : [];
};

/** The header, else the field. Quotes around the header's value are the draft's form: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ */
const readKey = (
  { headers }: Event,
  message: Message | undefined,
): { given?: string | undefined; problems: string[] } => {
  const sent: unknown = headers['idempotency-key'];
  const header = isText(sent) ? sent.replace(/^"(.*)"$/s, '$1') : undefined;
  if (header === undefined) return { given: message?.IdempotencyKey, problems: [] };
  if (!keyForm.test(header)) return { problems: [`The header Idempotency-Key ${keyRule}, and is sent once`] };
  if (message?.IdempotencyKey !== undefined && message.IdempotencyKey !== header)
    return {
      problems: ['IdempotencyKey differs from the header Idempotency-Key: send one of them, or the same in both'],
    };
  return { given: header, problems: [] };
};
