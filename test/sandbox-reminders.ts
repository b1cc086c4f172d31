/** The sandbox's reminders as a caller asks for them, and its clock. */
import { message } from './function.ts';
import type { Sandbox } from './sandbox-process.ts';

const dayMs = 24 * 3_600_000;

/** What the calendar on a wall in this zone shows in so many days, such as 2027-03-01. */
export const dayIn = (timeZone: string, days: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(Date.now() + days * dayMs);

export interface Answered {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests match what it holds
  body: any;
}

export const remindersOf = ({ url }: Pick<Sandbox, 'url'>) => {
  const ask = async (method: string, path: string, body?: object): Promise<Answered> => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: 'sandbox-key', 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, body: await answer.json() };
  };
  return {
    ask,
    /** Tomorrow at nine in Berlin, unless it is said otherwise. */
    put: (key: string, { Message = {}, ...more }: { Message?: object; [field: string]: unknown } = {}) =>
      ask('PUT', `/reminders/${encodeURIComponent(key)}`, {
        At: `${dayIn('Europe/Berlin', 1)}T09:00`,
        TimeZone: 'Europe/Berlin',
        ...more,
        Message: { ...message, ...Message },
      }),
    get: (key: string) => ask('GET', `/reminders/${encodeURIComponent(key)}`),
    cancel: (key: string) => ask('DELETE', `/reminders/${encodeURIComponent(key)}`),
    list: (query = '') => ask('GET', `/reminders${query}`),
    /** Resolves when the clock is there, and all that was due on the way has gone out. */
    jump: (how: object) => ask('POST', '/api/clock', how),
    texts: async (): Promise<string[]> =>
      ((await ask('GET', '/api/messages?Limit=1000')).body as { Messages: { Message: string }[] }).Messages.map(
        ({ Message }) => Message,
      ),
  };
};
