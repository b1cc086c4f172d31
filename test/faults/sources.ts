/** The ways in: how a caller asks, and how it hears what became of its message. A source more is an entry more. */
import { createHash } from 'node:crypto';
import type { State } from '../../lambda/outcome.ts';
import { eventBridgeEvent, notification } from '../queue-records.ts';
import type { Answered } from './environment.ts';
import type { Reminders } from './reminders.ts';
import { direct, http } from './sources/calls.ts';
import { type Body, queued } from './sources/queued.ts';
import { reminder } from './sources/reminder.ts';

export interface Keyed {
  SerialNumber: string;
  ToPhoneNumber: string;
  Message: string;
  IdempotencyKey: string;
  NotAfter?: string;
}

/** Where a record of a queue has ended: deleted, back in its queue, or deleted and waiting for a person. */
export type Place = 'done' | 'again' | 'parked';

/** `nothing`: the process ended before it had answered. */
export interface Heard {
  state: State | 'nothing';
  /** An earlier answer, heard again; undefined where this source does not say it. */
  isReplayed?: boolean;
  /** In seconds; where this source says it, and the answer does. */
  retryAfter?: number | undefined;
  /** Of a record alone. */
  place?: Place;
}

export interface Source {
  name: 'HTTP' | 'SQS' | 'EventBridge' | 'SNS' | 'reminder' | 'direct';
  /** Whose keys these are, in the ledger. */
  scope: string;
  /** As the ledger has it. @default the message's own */
  keyOf?: (message: Keyed) => string;
  /** What must stand before this message can come. */
  prepare?: (message: Keyed, reminders: Reminders) => Promise<unknown>;
  event: (message: Keyed) => unknown;
  /** What the caller hears. Fails where the answer is not of the documented form. */
  hear: (answered: Answered, event: unknown) => Heard;
  /** Of a queue: the same message, put there again by a redrive, which gives its record another id. */
  redriven?: (message: Keyed) => [unknown, unknown];
}

/** The item's key in the ledger, as it is documented. */
export const pkOf = ({ scope, keyOf }: Source, message: Keyed): string =>
  createHash('sha256')
    .update(JSON.stringify([scope, keyOf?.(message) ?? message.IdempotencyKey]))
    .digest('hex');

const eventBridge: Body = (message) => eventBridgeEvent(message);
const sns: Body = (message) => notification(message);

export const sources: readonly Source[] = [
  http,
  queued('SQS', 'queue', (message) => message),
  queued('EventBridge', 'event:shop.orders', eventBridge),
  queued('SNS', 'topic:arn:aws:sns:us-east-1:123456789012:orders', sns),
  reminder,
  direct,
];
