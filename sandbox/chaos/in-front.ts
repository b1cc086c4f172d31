/** Where chaos stands: on the send function's own ways to HotTask and to AWS, which nobody else knows. */
import type { IncomingMessage } from 'node:http';
import type { Answered } from '../aws/sqs-sns.ts';
import { type Answer, readBody, respond } from '../loopback.ts';
import { type Call, strike } from './aws-troubles.ts';
import type { Chaos } from './chaos.ts';
import { kindOf, serviceOf } from './faults.ts';
import { type HotTaskTrouble, hottaskTroubles } from './hottask-troubles.ts';

interface FarEnd {
  chaos: Chaos;
  /** Answers as if nothing stood here. */
  farEnd: Answer;
  /** Where the far end is for everybody. */
  url: string;
}

/** Lambda's own limit for what it is given; the function never asks for more. */
const longestBodyBytes = 6 * 1024 * 1024;

export const inFrontOfHotTask =
  ({ chaos, farEnd, url }: FarEnd): Answer =>
  async (request, response) => {
    const blow = chaos.strikes('HotTask');
    if (!blow) return farEnd(request, response);
    const { mayAccept, behave }: HotTaskTrouble = hottaskTroubles[blow.trouble];
    const body = await readBody(request, longestBodyBytes);
    if (mayAccept && blow.isDone) {
      // Some test numbers are never answered: that wait ends with the function's.
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      await forward(url, request, { body, signal: gone.signal }).catch(() => {});
    }
    behave(response, () => response.socket?.resetAndDestroy());
  };

export const inFrontOfAws =
  ({ chaos, farEnd, url }: FarEnd): Answer =>
  async (request, response) => {
    if (!chaos.isOn()) return farEnd(request, response);
    const body = await readBody(request, longestBodyBytes);
    const pass = () => forward(url, request, { body });
    const kind = kindOf(String(request.headers['x-amz-target']), body.toString());
    const blow = kind && chaos.strikes(kind);
    if (!blow) {
      const { status, text, headers } = await pass();
      return respond(response, status, text, headers);
    }
    const late: Call[] = [];
    await strike(blow.trouble, serviceOf(kind), { pass }, response, late);
    await chaos.hold(late);
  };

interface Forwarded {
  body: Buffer;
  signal?: AbortSignal;
}

/** The same request on the way that everybody takes, as often as one likes. Who asked for it may be gone. */
const forward = async (url: string, request: IncomingMessage, { body, signal }: Forwarded): Promise<Answered> => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (!ofTheConnection.has(name)) headers.set(name, String(value));
  const answer = await fetch(url + request.url, {
    method: String(request.method),
    redirect: 'manual',
    headers,
    body: new Uint8Array(body),
    ...(signal && { signal }),
  });
  const kept = [...answer.headers].filter(([name]) => !ofTheConnection.has(name));
  return { status: answer.status, headers: Object.fromEntries(kept), text: await answer.text() };
};

/** They speak of one connection alone, or of how long what it carries is. */
const ofTheConnection = new Set(['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'expect']);
