import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Deadlines } from '../deadlines.ts';
import type { Entrance, Entry } from '../entrances/entrance.ts';
import type { Secrets } from '../io/secrets.ts';

/** What the middlewares hand on to each other, in the order in which they set it. */
export interface Internal extends Record<string, unknown> {
  deadlines: Deadlines;
  secrets: Secrets;
  /** The event as AWS handed it over. */
  event: unknown;
  entrance: Entrance;
  entries: Entry[];
  /** In the same order. */
  requestIds: string[];
}

/** What the handler gets as its event. */
export interface Opened {
  entries: Entry[];
  /** In the same order. */
  requestIds: string[];
  placeOf: Entrance['placeOf'];
  secrets: Secrets;
  deadlines: Deadlines;
}

/**
 * Any value that a `before` returns would end the chain there, so none returns one:
 * https://middy.js.org/docs/intro/early-interrupt
 */
export type Middleware = MiddlewareObj<unknown, unknown, Error, Context, Internal>;
