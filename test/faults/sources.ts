/** The ways in: how a caller asks, and how it hears what became of its message. A source more is an entry more. */
import { createHash } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { expect } from 'vitest';
import type { State } from '../../lambda/outcome.ts';
import { watch } from '../canary.ts';
import { httpEvent } from '../function.ts';
import type { Answered } from './environment.ts';

export interface Keyed {
  SerialNumber: string;
  ToPhoneNumber: string;
  Message: string;
  IdempotencyKey: string;
  NotAfter?: string;
}

/** `nothing`: the process ended before it had answered. */
export interface Heard {
  state: State | 'nothing';
  /** An earlier answer, heard again; undefined where this source does not say it. */
  isReplayed?: boolean;
  /** In seconds; where this source says it, and the answer does. */
  retryAfter?: number | undefined;
}

export interface Source {
  name: string;
  /** Whose keys these are, in the ledger. */
  scope: string;
  event: (message: Keyed) => unknown;
  /** What the caller hears. Fails where the answer is not of the documented form. */
  hear: (answered: Answered) => Heard;
}

/** The item's key in the ledger, as it is documented. */
export const pkOf = ({ scope }: Source, { IdempotencyKey }: Keyed): string =>
  createHash('sha256')
    .update(JSON.stringify([scope, IdempotencyKey]))
    .digest('hex');

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

const http: Source = {
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

const direct: Source = {
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

export const sources: readonly Source[] = [http, direct];
