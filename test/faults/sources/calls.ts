/** The calls that hear an answer: over HTTP, and direct ones. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { expect } from 'vitest';
import type { State } from '../../../lambda/outcome.ts';
import { watch } from '../../canary.ts';
import { httpEvent } from '../../function.ts';
import type { Source } from '../sources.ts';

const statuses: Partial<Record<State, number>> = {
  Sent: 200,
  Invalid: 400,
  Blocked: 403,
  InProgress: 409,
  KeyReused: 422,
  Expired: 410,
  Refused: 422,
  NotSent: 503,
  Unknown: 504,
};

export const http: Source = {
  name: 'HTTP',
  scope: 'http:web',
  event: ({ IdempotencyKey, ...body }) => httpEvent(JSON.stringify(body), { 'idempotency-key': IdempotencyKey }),
  hear: (answered) => {
    if ('lost' in answered) return { state: 'nothing' };
    if ('threw' in answered) throw new Error(`an error over HTTP: ${answered.threw.name}`);
    const {
      statusCode,
      headers = {},
      body = '',
    } = JSON.parse(watch(answered.answer)) as APIGatewayProxyStructuredResultV2;
    const state: State = JSON.parse(body).State ?? 'Sent';
    expect(statusCode).toBe(statuses[state]);
    if (state === 'Sent') expect(body).toContain('"SessionID":123123123123123123');
    const retryAfter = headers['retry-after'];
    if (state === 'NotSent') expect(retryAfter).toMatch(/^\d+$/);
    if (state === 'InProgress') expect(retryAfter).toMatch(/^[1-9]\d?$/);
    return {
      state,
      isReplayed: headers['idempotent-replayed'] === 'true',
      retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
    };
  },
};

const errorNames: Record<string, State> = {
  InvalidMessage: 'Invalid',
  Blocked: 'Blocked',
  InProgress: 'InProgress',
  KeyReused: 'KeyReused',
  Expired: 'Expired',
  Refused: 'Refused',
  NotSent: 'NotSent',
  OutcomeUnknown: 'Unknown',
};

export const direct: Source = {
  name: 'direct',
  scope: 'direct',
  event: (message) => message,
  hear: (answered) => {
    if ('lost' in answered) return { state: 'nothing' };
    if ('answer' in answered) {
      expect(watch(answered.answer)).toContain('"SessionID":123123123123123123');
      return { state: 'Sent' };
    }
    watch(JSON.stringify(answered.threw));
    const state = errorNames[answered.threw.name];
    if (!state) throw new Error(`an error of another name: ${answered.threw.name}`);
    return { state };
  },
};
