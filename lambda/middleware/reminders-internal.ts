import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Deadlines } from '../deadlines.ts';
import type { HttpEvent } from '../entrances/http-event.ts';
import type { Opened } from '../entrances/reminders-http.ts';
import type { SecretRead } from '../io/secret-cache.ts';
import type { OurSecret } from '../secret-values.ts';

/** What the reminders function's middlewares hand on to each other, in the order in which they set it. */
export interface RemindersInternal extends Record<string, unknown> {
  deadlines: Deadlines;
  ours: SecretRead<OurSecret>;
  /** The event as the gateway handed it over. */
  event: HttpEvent;
  opened: Opened;
}

/** As Middleware in internal.ts. */
export type RemindersMiddleware = MiddlewareObj<unknown, unknown, Error, Context, RemindersInternal>;
