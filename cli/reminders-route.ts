/** The deployed route for reminders, as a caller asks it: each answer is what the API says, or Failed with the API's own sentence. */
import { asObject, readObject } from '../lambda/json.ts';
import { reminderKeyForm } from '../lambda/reminders/reminder.ts';
import { secretCache } from '../lambda/wiring.ts';
import { plain } from './account.ts';
import { inCommandWords } from './api-words.ts';
import { Failed, WrongUsage } from './command.ts';
import { sandboxCallerKey } from './sandbox.ts';

/** As the API tells it. */
export interface Told {
  Key: string;
  Revision: number;
  State: string;
  At: string;
  TimeZone: string;
  DueAt: string;
  /** What the clock there shows then, where it is not At. */
  GoesOutAt?: string;
  TimeZoneData: string | null;
  LateBySeconds: number;
  ChangedAt: string;
  FiredAt?: string;
  IdempotencyKey: string;
}

export interface Page {
  Reminders: Told[];
  Next: string | null;
}

export interface RemindersRoute {
  /** `isNew`: there was none that had not been fired; else it was moved. A dry run makes nothing. */
  set: (key: string, body: object) => Promise<{ isNew: boolean; told: Told | { State: 'DryRun' } }>;
  /** Number and text stay. */
  move: (key: string, body: object) => Promise<Told>;
  get: (key: string) => Promise<Told>;
  cancel: (key: string) => Promise<Told>;
  page: (query: { Sort: string; State?: string; Limit: string; Next?: string }) => Promise<Page>;
}

interface Whereto {
  /** Without a path. */
  url: string;
  callerKey: string;
  isLocal: boolean;
}

/** The gateway answers within 30 s. */
const patienceMs = 35_000;

export const makeRemindersRoute = ({ url, callerKey, isLocal }: Whereto): RemindersRoute => {
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { authorization: callerKey, 'content-type': 'application/json' };
    const response = await fetch(url + path, {
      method,
      headers,
      signal: AbortSignal.timeout(patienceMs),
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).catch((error) => {
      throw new Failed(unanswered(error, { isLocal, isChange: method !== 'GET' }));
    });
    const answer = readObject(await response.text().catch(() => '')) ?? {};
    if (!response.ok) throw new Failed(refusal(response.status, answer, isLocal));
    return { status: response.status, answer };
  };
  const pathOf = (key: string) => `/reminders/${encodeURIComponent(key)}`;

  return {
    set: async (key, body) => {
      const { status, answer } = await ask('PUT', pathOf(key), body);
      return { isNew: status === 201, told: answer as never };
    },
    move: async (key, body) => (await ask('PATCH', pathOf(key), body)).answer as never,
    get: async (key) => (await ask('GET', pathOf(key))).answer as never,
    cancel: async (key) => (await ask('DELETE', pathOf(key))).answer as never,
    page: async (query) => (await ask('GET', `/reminders?${new URLSearchParams(query)}`)).answer as never,
  };
};

/** Takes KEY off the front of the words. */
export const takeReminderKey = (words: string[]): string => {
  const key = words.shift();
  if (!key) throw new WrongUsage('Name the reminder by its key: KEY, such as appt-42.24h');
  if (!reminderKeyForm.test(key))
    throw new WrongUsage(
      'KEY must be 1 to 128 letters, digits, dots, dashes, underlines and tildes, and not . or .. alone: appt-42.24h',
    );
  return key;
};

/** Of `remind set` and `remind move`. */
const options = {
  At: '--at',
  TimeZone: '--time-zone',
  LateBySeconds: '--late-by',
  ToPhoneNumber: '--to',
  Message: '--message',
};

/** The API's own sentence repeats no number, text or key; the gateway's own says nothing of a reminder. */
const refusal = (status: number, answer: Record<string, unknown>, isLocal: boolean): string => {
  const { State, Message } = answer;
  const state = typeof State === 'string' ? `${plain(State)}: ` : '';
  // Of headers and methods, which its sentences are about here, who asks by a command knows nothing.
  if (State === 'Unauthorized') return `${state}${isLocal ? sandboxCallerGone : callerUnknown} (${status})`;
  if (status === 404 && typeof Message === 'string')
    return 'The caller has no reminder under this key: see remind list; each caller has reminders of its own (404)';
  if (typeof Message === 'string') return `${state}${inCommandWords(plain(Message), options)} (${status})`;
  if (status === 404) return 'There are no reminders at this address: deploy this version of the stack first (404)';
  if (status === 429) return 'More is asked than the gateway lets through just now: try again (429)';
  return `The gateway answered ${status} by itself: run the same line again, which changes nothing twice`;
};

const callerUnknown = `the key of the caller is not known: give it as caller add showed it; a new one may take ${secretCache.rereadMs / 1_000} seconds`;
const sandboxCallerGone = `the sandbox knows ${sandboxCallerKey} no longer: start it anew, and its caller is back`;

const unanswered = (error: unknown, { isLocal, isChange }: { isLocal: boolean; isChange: boolean }): string => {
  const { name, cause } = error as Error;
  const code = String(asObject(cause)?.code ?? (cause as Error | undefined)?.name ?? name);
  if (isLocal && code === 'ECONNREFUSED')
    return `The sandbox does not answer: is it running (npm start)? Where it was started with PORT, give the same PORT (${code})`;
  const mend = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/.test(code)
    ? 'check the network, and that the stack is there'
    : isChange
      ? 'it may be done, so run the same line again: that changes nothing twice'
      : 'try again';
  return `No answer came: ${mend} (${/^\w{1,40}$/.test(code) ? code : 'unknown error'})`;
};
