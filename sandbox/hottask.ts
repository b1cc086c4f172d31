/**
 * HotTask itself, standing in: same path, headers and envelope. Some numbers behave badly on purpose; the list is in
 * `numbers`. It knows the key that the secret holds now, so that a new one is a rotation; keys and chatbots that begin with
 * "wrong" it never knows.
 */
import type { ServerResponse } from 'node:http';
import { readObject } from '../lambda/json.ts';
import { sendRoute } from '../lambda/wiring.ts';
import type { Journal } from './journal.ts';
import { type Answer, json, readBody, route } from './loopback.ts';

interface Parts {
  journal: Journal;
  /** The key that HotTask knows, at this moment. */
  knownKey: () => string | undefined;
  /** Epoch ms. */
  now: () => number;
}

type Misbehaviour = (response: ServerResponse) => void;

const envelope = (
  Code: number,
  Message: string,
  data: { Status: string; SessionID: unknown } = { Status: 'False', SessionID: null },
) => ({
  Data: { Status: data.Status, Message: '', SessionID: data.SessionID },
  Version: '1.0.0',
  Success: Code === 200,
  Code,
  Message,
});
const raw =
  (status: number, type: string, body: string): Misbehaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  };

/** Twilio's own test numbers, then ours. https://www.twilio.com/docs/iam/test-credentials */
const numbers: Record<string, Misbehaviour> = {
  '+15005550001': (response) => json(response, 200, envelope(400, 'The phone number is not valid.')),
  '+15005550004': (response) => json(response, 200, envelope(422, 'The recipient has opted out.')),
  '+15005551001': () => {},
  '+15005551002': (response) => response.socket?.resetAndDestroy(),
  '+15005551003': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '200' });
    response.write('{"Data":{"Status":"Tr', () => response.destroy());
  },
  '+15005551004': raw(200, 'text/html', '<html><body>It works!</body></html>'),
  '+15005551005': raw(200, 'application/json', ''),
  '+15005551006': (response) => json(response, 200, envelope(500, 'An internal error occurred.')),
  '+15005551007': (response) => json(response, 200, envelope(200, '', { Status: 'False', SessionID: null })),
};

/** +15005550NNN answers with the HTTP status NNN, from 300. */
const byStatus = (number: string): Misbehaviour | undefined => {
  const status = Number(/^\+15005550([3-9]\d\d)$/.exec(number)?.[1]);
  if (!status) return undefined;
  const headers: Record<string, string> =
    status === 429 ? { 'retry-after': '5' } : status < 400 ? { location: '/elsewhere' } : {};
  return (response) =>
    json(response, status, envelope(status, `HTTP status ${status}, as this test number asks.`), headers);
};

export const makeHotTaskStandIn = ({ journal, knownKey, now }: Parts): Answer => {
  const isKnown = (given: string | undefined): boolean =>
    given !== undefined && given !== '' && !given.startsWith('wrong') && given === knownKey();
  const stranger = (response: ServerResponse) => json(response, 401, envelope(401, 'The secret key is invalid.'));
  const told = (response: ServerResponse, Data: unknown) => json(response, 200, { ...envelope(200, ''), Data });

  let session = 123_123_123_123_123_122n;

  const send: Answer = async (request, response) => {
    const body = await readBody(request, 1024 * 1024);
    if (!isKnown(request.headers.authorization)) return stranger(response);
    const message = parse(body);
    if (!message) return json(response, 200, envelope(400, 'SerialNumber, ToPhoneNumber and Message are required.'));

    const misbehave = numbers[message.ToPhoneNumber] ?? byStatus(message.ToPhoneNumber);
    if (misbehave) return misbehave(response);
    session += 1n;
    const SessionID = JSON.rawJSON(String(session));
    journal.accepted({ ...message, SessionID, At: new Date(now()).toISOString() });
    json(response, 200, envelope(200, '', { Status: 'True', SessionID }));
  };
  const credits: Answer = (request, response) =>
    isKnown(request.headers.authorization) ? told(response, { Total: -1, Used: 243, Remain: -1 }) : stranger(response);

  const count: Answer = async (request, response) => {
    const { SerialNumber } = readObject((await readBody(request, 1024 * 1024)).toString()) ?? {};
    if (!isKnown(request.headers.authorization)) return stranger(response);
    if (typeof SerialNumber !== 'string' || SerialNumber.startsWith('wrong'))
      return json(response, 200, envelope(404, 'The chatbot does not exist.'));
    told(response, 13);
  };

  return route([
    [sendRoute.method, sendRoute.path, send],
    ['GET', '/chat/Chatbot/GetMessageCreditsUsage', credits],
    ['POST', '/chat/Chatbot/GetMessageCountByChatbot', count],
  ]);
};

const parse = (body: Buffer): Record<'SerialNumber' | 'ToPhoneNumber' | 'Message', string> | undefined => {
  try {
    const { SerialNumber, ToPhoneNumber, Message } = JSON.parse(body.toString('utf8'));
    const isWhole = [SerialNumber, ToPhoneNumber, Message].every((field) => typeof field === 'string' && field !== '');
    return isWhole ? { SerialNumber, ToPhoneNumber, Message } : undefined;
  } catch {
    return undefined;
  }
};
