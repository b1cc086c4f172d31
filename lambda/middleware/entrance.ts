import type { Entrance, Result } from '../entrances/entrance.ts';
import type { Log } from '../io/log.ts';
import type { Internal, Middleware, Opened } from './internal.ts';

/**
 * Before: the first entrance that recognises the event authenticates and validates it. After: outcomes become its answer.
 * Unauthorized and Invalid travel to the answer as outcomes, so that there is one way back.
 */
export const entrance = (entrances: Entrance[], log: Log): Middleware => ({
  before: async (request) => {
    const internal = request.internal as Internal;
    const { secrets, deadlines } = internal;
    internal.event = request.event;
    internal.entrance = entrances.find(({ recognises }) => recognises(request.event)) as Entrance;
    const entries = await internal.entrance.open(request.event as never, request.context, secrets);
    request.event = { entries, secrets, deadlines } satisfies Opened;
  },
  after: (request) => {
    const { entrance: from, event } = request.internal as Internal;
    const results = request.response as Result[];
    const requestId = from.requestIdOf(event as never, request.context);
    const invocation = request.context.awsRequestId;
    for (const result of results) log.info('outcome', { ...told(result), entrance: from.name, requestId, invocation });
    request.response = from.answer(results, event as never, request.context);
  },
});

const told = (result: Result) =>
  typeof result === 'object' && 'state' in result
    ? { state: result.state, isReplayed: 'isReplayed' in result ? result.isReplayed : undefined }
    : { state: 'Inquiry' };
