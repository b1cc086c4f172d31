/** The control API under /api/: what the page and the tests look at and turn. */
import { readObject } from '../lambda/json.ts';
import type { SqsSns } from './aws/sqs-sns.ts';
import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { Jump } from './jump.ts';
import { type Answer, json, queryOf, readBody } from './loopback.ts';
import { countsOf, parkedOf } from './queues.ts';

/** The last year that a schedule's cron may name. */
const latest = Date.UTC(2200, 0) - 1;

/** Without an offset it would be another time on each machine. */
const instantOf = (given: unknown): number =>
  typeof given === 'string' && /(Z|[+-]\d\d:\d\d)$/.test(given) ? Date.parse(given) : Number.NaN;

const mostPerPage = 1_000;
const heartbeatMs = 15_000;

const paged =
  (page: (limit: number, before: number) => object): Answer =>
  (request, response) => {
    const query = new URLSearchParams(queryOf(request));
    const limit = Number(query.get('Limit') ?? 100);
    const next = query.get('Next');
    if (!Number.isInteger(limit) || limit < 1 || limit > mostPerPage)
      return json(response, 400, { message: `Limit must be a whole number from 1 to ${mostPerPage}` });
    if (next !== null && !/^\d{1,15}$/.test(next))
      return json(response, 400, { message: 'Next must be the Next of an earlier page, as it was' });
    json(response, 200, page(limit, next === null ? Number.POSITIVE_INFINITY : Number(next)));
  };

interface Parts {
  journal: Journal;
  clock: Clock;
  jump: Jump;
  /** When the next schedule is due, in epoch ms; undefined where none is. */
  nextDue: () => number | undefined;
  sqsSns: SqsSns;
}

type Name = 'messages' | 'ledger' | 'clear' | 'queues' | 'parked' | 'clock' | 'stopClock' | 'stream';

export const makeControlApi = ({ journal, clock, jump, nextDue, sqsSns }: Parts): Record<Name, Answer> => ({
  messages: paged(journal.messagesPage),
  ledger: paged(journal.ledgerPage),

  clear: (_request, response) => {
    journal.clear();
    response.writeHead(204).end();
  },

  queues: (_request, response) => json(response, 200, countsOf(sqsSns)),

  /** What waits for a person, newest first. Nobody receives it by this. */
  parked: paged((limit) => ({ Records: parkedOf(sqsSns).slice(0, limit) })),

  /** Moves what the function takes for the time: schedules, leases and ages. Answers when all that was due on the way is done. */
  clock: async (request, response) => {
    const { AdvanceSeconds, To } = readObject((await readBody(request, 1_024)).toString()) ?? {};
    const goal = jump.goal();
    if (goal !== null)
      return json(response, 409, {
        message: `The clock is on its way to ${new Date(goal).toISOString()}: ask again when that request is answered, or stop it by DELETE`,
      });
    const now = clock.now();
    const next = To === 'next' ? nextDue() : undefined;
    if (To === 'next' && next === undefined)
      return json(response, 409, { message: 'There is no next reminder: make one, or move the clock to a time' });
    const to = next ?? (typeof AdvanceSeconds === 'number' ? now + Math.round(AdvanceSeconds * 1_000) : instantOf(To));
    if (Number.isNaN(to) || to < now || to > latest)
      return json(response, 400, {
        message:
          'Send {"AdvanceSeconds": 3600}, {"To": "2027-03-01T09:00:00Z"} or {"To": "next"}: the clock goes forward only, and to the end of the year 2199',
      });
    await jump.to(to);
    json(response, 200, { Now: new Date(clock.now()).toISOString() });
  },

  /** The request that moves it is answered then, with the time at which the clock stands. */
  stopClock: async (_request, response) => {
    await jump.stop();
    json(response, 200, { Now: new Date(clock.now()).toISOString() });
  },

  /** Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
  stream: (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const unfollow = journal.follow((event, data) =>
      response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    );
    const heartbeat = setInterval(() => response.write(':\n\n'), heartbeatMs);
    response.once('close', () => {
      clearInterval(heartbeat);
      unfollow();
    });
  },
});
