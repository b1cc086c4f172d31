/** HTTPS through API Gateway's HTTP API, payload 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
import { invalid, keyForm, keyRule, type Message, type ReadMessage } from '../message.ts';
import { placeOfCall } from '../parking.ts';
import { inquiryRoute, sendRoute } from '../wiring.ts';
import { type Entrance, type Entry, onlyOne } from './entrance.ts';
import { answerOf } from './http-answer.ts';
import type { Authenticate } from './http-caller.ts';
import {
  type HttpEvent,
  isHttpEvent,
  isText,
  readBody,
  requestIdOf,
  textOf,
  wiredWrongly,
  wrongType,
} from './http-event.ts';
import { answerInquiry, isInquiry, readInquiry, unanswered } from './http-inquiry.ts';

interface Parts {
  readMessage: (value: unknown, where: string) => ReadMessage;
  authenticate: Authenticate;
  now: () => number;
}

/** Answers every event that it recognises: it never rejects for an outcome, and a wrong caller key is an outcome. */
export const makeHttpApi = ({ readMessage, authenticate, now }: Parts): Entrance => {
  const read = (event: HttpEvent, caller: string): Entry => {
    const scope = `http:${caller}`;
    if (isInquiry(event)) return readInquiry(event, scope);
    const requestId = requestIdOf(event);
    const body = readMessageIn(event, readMessage);
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
    recognises: isHttpEvent,
    requestIdsOf: (event: HttpEvent) => [requestIdOf(event)],
    open: async (event: HttpEvent, _context, { ours }) => {
      const wrong = wiredWrongly(event);
      if (wrong) return [{ outcome: wrong }];
      const who = await authenticate(event, ours);
      return ['caller' in who ? read(event, who.caller) : who];
    },
    throws: () => false,
    placeOf: placeOfCall,
    answer: (results, event: HttpEvent) => {
      const requestId = requestIdOf(event);
      const result = onlyOne(results);
      if ('found' in result) return answerInquiry(result.found, requestId, now());
      const { outcome } = result;
      return isInquiry(event) && outcome.state === 'NotSent' ? unanswered(requestId) : answerOf(outcome, requestId);
    },
  };
};

const wrongRoute = ({ routeKey }: HttpEvent): string[] => {
  const ours = [sendRoute, inquiryRoute].map(({ method, path }) => `${method} ${path}`);
  return routeKey === ours[0] ? [] : [`The route must be ${ours.join(' or ')}`];
};

const readMessageIn = (event: HttpEvent, readMessage: Parts['readMessage']): ReadMessage => {
  const body = readBody(event);
  return 'problem' in body ? { problems: [body.problem] } : readMessage(body.value, 'The body');
};

/** Who writes the key where nobody reads it believes that a repeated call is safe. */
const misplacedKey = ({ headers, queryStringParameters }: HttpEvent): string[] => {
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
  { headers }: HttpEvent,
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
