/** An event of API Gateway's HTTP API, payload 2.0, as every function behind it reads one. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { asObject, decodeUtf8, type ReadJson, readJson } from '../json.ts';
import { invalid } from '../message.ts';
import type { Outcome } from '../outcome.ts';
import { bodyLimitBytes } from '../wiring.ts';
import { isFunctionUrl, notTaken } from './kind.ts';

export type HttpEvent = APIGatewayProxyEventV2;

export const isHttpEvent = (event: unknown): boolean => isPayload2(event) || isPayload1(event);

export const requestIdOf = ({ requestContext }: HttpEvent): string => requestContext.requestId;

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

/** Why nothing in it is read, or undefined. */
export const wiredWrongly = (event: HttpEvent): Outcome | undefined => {
  if (isPayload1(event)) return invalid(['The payload format is 1.0: set the integration to payload format 2.0']);
  if (isFunctionUrl(event.requestContext as unknown as Record<string, unknown>))
    return invalid([notTaken('one of a function URL')]);
  return undefined;
};

export const isText = (value: unknown): value is string => typeof value === 'string';

export const wrongType = ({ headers }: HttpEvent): string[] =>
  /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(headers['content-type'] ?? '')
    ? []
    : ['Content-Type must be application/json (in UTF-8)'];

export const textOf = ({ body = '', isBase64Encoded }: HttpEvent): string | undefined =>
  isBase64Encoded ? decode(body) : body;

/** The body as JSON, or the whole sentence that says what is wrong with it. */
export const readBody = (event: HttpEvent): ReadJson => {
  if (!isText(event.body) || event.body === '') return { problem: 'The body is empty: send a JSON object' };
  const text = textOf(event);
  if (text === undefined) return { problem: 'The body is flagged as base64, and is not UTF-8 text in base64' };
  const bytes = Buffer.byteLength(text);
  if (bytes > bodyLimitBytes) return { problem: `The body must have at most ${bodyLimitBytes} bytes; got ${bytes}` };
  const json = readJson(text);
  return 'problem' in json ? { problem: `The body ${json.problem}` } : json;
};

const decode = (base64: string): string | undefined =>
  /^[A-Za-z0-9+/]*={0,2}$/.test(base64) ? decodeUtf8(Buffer.from(base64, 'base64')) : undefined;
