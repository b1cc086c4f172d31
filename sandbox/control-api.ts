/** The control API under /api/: what the page and the tests look at and turn. */
import type { Journal } from './journal.ts';
import { type Answer, json, queryOf } from './loopback.ts';

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

export const makeControlApi = (journal: Journal): Record<'messages' | 'ledger' | 'clear' | 'stream', Answer> => ({
  messages: paged(journal.messagesPage),
  ledger: paged(journal.ledgerPage),

  clear: (_request, response) => {
    journal.clear();
    response.writeHead(204).end();
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
