import type { Arrived, Entrance, Entry, Result } from '../entrances/entrance.ts';
import type { Fields, Log } from '../io/log.ts';
import type { Counts } from '../metrics.ts';
import type { State } from '../outcome.ts';
import type { Internal, Middleware, Opened } from './internal.ts';
import { tellBug } from './plain-errors.ts';

/**
 * Before: the first entrance that recognises the event authenticates and validates it. After: outcomes become its answer.
 * Unauthorized and Invalid travel to the answer as outcomes, so that there is one way back.
 */
export const entrance = (entrances: Entrance[], log: Log, now: () => number): Middleware => ({
  before: async (request) => {
    const internal = request.internal as Internal;
    const { secrets, deadlines } = internal;
    internal.event = request.event;
    internal.entrance = entrances.find(({ recognises }) => recognises(request.event)) as Entrance;
    const { open, requestIdsOf, placeOf } = internal.entrance;
    internal.entries = await open(request.event as never, request.context, secrets);
    internal.requestIds = requestIdsOf(request.event as never, request.context);
    const { entries, requestIds } = internal;
    request.event = { entries, requestIds, secrets, deadlines, placeOf } satisfies Opened;
  },
  after: (request) => {
    const { entrance: from, event, entries, requestIds } = request.internal as Internal;
    const results = request.response as Result[];
    const invocation = request.context.awsRequestId;
    results.forEach((result, at) => {
      const about = { entrance: from.name, requestId: requestIds[at], invocation };
      if ('bug' in result) tellBug(log, result.bug, about);
      else {
        const entry = entries[at] as Entry;
        log.info('outcome', { ...told(entry, result), ...about }, counts(entry, result, from, now()));
      }
    });
    request.response = from.answer(results, event as never, request.context);
  },
});

const counts = (entry: Entry, result: Exclude<Result, { bug: unknown }>, { throws }: Entrance, now: number): Counts => {
  if ('found' in result) return {};
  const { state } = result.outcome;
  const arrived = 'arrived' in entry ? entry.arrived : undefined;
  return {
    [state]: 1,
    ...('delivery' in entry && entry.delivery.keyIsDerived && { DerivedKeys: 1 }),
    ...(arrived && !arrived.isReplay && { AttemptAge: Math.max(0, now - arrived.sourceTime) / 1_000 }),
    ...(isLateReminder(state, arrived) && { LateReminders: 1 }),
    ...(throws(result.outcome) && { ThrownOutcomes: 1 }),
  };
};

const isLateReminder = (state: State, arrived: Arrived | undefined): boolean =>
  state === 'Expired' && arrived?.envelope === 'reminder' && !arrived.isReplay;

const told = (entry: Entry, result: Exclude<Result, { bug: unknown }>): Fields => {
  if ('found' in result) return { state: 'Inquiry' };
  const { outcome, isParked } = result;
  return {
    state: outcome.state,
    isReplayed: 'isReplayed' in outcome ? outcome.isReplayed : undefined,
    isParked,
    isKeyDerived: 'delivery' in entry ? entry.delivery.keyIsDerived : undefined,
    envelope: 'arrived' in entry ? entry.arrived?.envelope : undefined,
  };
};
