import { OutcomeError } from '../entrances/entrance.ts';
import { type HttpEvent, isHttpEvent, requestIdOf } from '../entrances/http-event.ts';
import type { RemindersHttp } from '../entrances/reminders-http.ts';
import type { Fields, Log } from '../io/log.ts';
import type { Asked } from '../io/reminder-items.ts';
import type { Counts } from '../metrics.ts';
import type { Became } from '../reminders/wish.ts';
import type { RemindersMiddleware } from './reminders-internal.ts';

const notHttp =
  'The event is none of the HTTP API (payload format 2.0), and reminders are taken by its routes alone: call PUT, PATCH, GET or DELETE there';

/** Before: a call becomes a wish, or is concluded. After: what became of it is logged, counted and answered. */
export const remindersEntrance = ({ open, answer }: RemindersHttp, log: Log): RemindersMiddleware => ({
  before: async (request) => {
    if (!isHttpEvent(request.event)) throw new OutcomeError('InvalidMessage', notHttp);
    const { internal } = request;
    internal.event = request.event as HttpEvent;
    internal.opened = await open(internal.event, internal.ours);
    const { opened, event, deadlines } = internal;
    const about = { requestId: requestIdOf(event), endsAt: deadlines.endsAt };
    const asked: Asked | undefined = 'wish' in opened ? { caller: opened.caller, ...about } : undefined;
    request.event = { opened, asked };
  },
  after: (request) => {
    const { event, opened } = request.internal;
    const became = request.response as Became;
    const about = { entrance: 'reminders', requestId: requestIdOf(event), invocation: request.context.awsRequestId };
    const level = isToMend(became) ? 'error' : 'info';
    log[level]('outcome', { ...told(became), ...about }, counts(became));
    request.response = answer(became, event, opened);
  },
});

/** AWS could not be asked, or its answer is missing: the lines before say of what. */
const isToMend = (became: Became): boolean =>
  'problem' in became && ['unreachable', 'unknown', 'foreign'].includes(became.problem);

const told = (became: Became): Fields => {
  if ('outcome' in became) return { state: became.outcome.state };
  if ('problem' in became)
    return { fact: became.problem, state: became.problem === 'fired' ? became.state : undefined };
  if (became.did === 'listed') return { fact: became.did };
  const { reminder, state } = became.standing;
  return { fact: became.did, state, revision: reminder.revision };
};

const counts = (became: Became): Counts => {
  if (isToMend(became)) return { NeedsMending: 1 };
  if ('outcome' in became) return { [became.outcome.state]: 1 };
  if ('problem' in became) return {};
  if (became.did === 'made' || became.did === 'moved') return { RemindersSet: 1 };
  return became.did === 'cancelled' ? { RemindersCancelled: 1 } : {};
};
