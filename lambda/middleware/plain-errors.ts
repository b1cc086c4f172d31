import { OutcomeError } from '../entrances/entrance.ts';
import type { Fields, Log } from '../io/log.ts';
import type { Middleware } from './internal.ts';

/**
 * An outcome thrown by an entrance passes. All else is a bug of ours and leaves as InternalError with the request id:
 * AWS's runtime prints what is thrown, so neither its text nor its cause may go out.
 */
export const plainErrors = (log: Log): Middleware => ({
  onError: (request) => {
    const { error, context } = request;
    if (error instanceof OutcomeError) return;
    tellBug(log, error, { invocation: context.awsRequestId });
    // Assigned, not thrown: middy attaches the old error to whatever an onError throws.
    request.error = new InternalError(context.awsRequestId);
  },
});

/** Where it happened, and not a word of what it says. */
export const tellBug = (log: Log, bug: unknown, about: Fields): void =>
  log.error(
    'internal error',
    { ...about, errorName: (bug as Error | undefined)?.name, frames: framesOf(bug) },
    { InternalErrors: 1 },
  );

class InternalError extends Error {
  override name = 'InternalError';
  constructor(requestId: string) {
    super(`A bug of ours. It may have been sent: look up request ${requestId} in the logs before you send it again.`);
  }
}

/** The stack without its first lines, which are the message. */
const framesOf = (error: unknown): string[] => {
  if (!(error instanceof Error)) return [];
  const head = `${error.name}: ${error.message}`;
  const stack = error.stack ?? '';
  return (stack.startsWith(head) ? stack.slice(head.length) : '').split('\n').slice(1, 9);
};
