/** What we conclude: the closed union of outcomes, and the one table that turns a fact into an outcome. */
import type { Fact } from './fact.ts';
import type { Mask } from './mask.ts';
import { type Reply, readReply, wordsOf } from './reply.ts';
import { retryAfterSeconds } from './wiring.ts';

/** What became of one message. `why` is for the caller: it holds no number, no text and no key. */
export type Outcome =
  /**
   * HotTask accepted it, which is not yet "it reached the phone". `reply` is HotTask's answer: byte for byte to the first
   * caller, masked where `isReplayed`.
   */
  | { state: 'Sent'; reply: string; isReplayed?: true }
  | { state: 'DryRun'; why: string }
  | { state: 'Invalid'; why: string }
  | { state: 'Unauthorized'; why: string }
  | { state: 'Blocked'; why: string }
  | { state: 'InProgress'; why: string; retryAfter: number }
  | { state: 'KeyReused'; why: string }
  | { state: 'Cancelled'; why: string }
  | { state: 'Expired'; why: string }
  /** HotTask definitely refused it. `code` is HotTask's own. */
  | { state: 'Refused'; why: string; code: number; isReplayed?: true }
  /** Definitely not sent. `retryAfter` in seconds. */
  | { state: 'NotSent'; why: string; retryAfter: number }
  /** It may have been sent. Never repeated by us. */
  | { state: 'Unknown'; why: string; isReplayed?: true };

export type State = Outcome['state'];

/** What a second attempt would have to bring: a new connection, or a newer secret key. */
export type Again = 'connect' | 'secret key';

interface Row {
  /** The fact in words, also its name in logs and metrics. */
  fact: string;
  when: (fact: Fact, reply: Reply | undefined) => boolean;
  state: 'Sent' | 'Refused' | 'NotSent' | 'Unknown';
  why: string;
  /** One more attempt may follow under the same claim: nothing has left yet, or HotTask has refused the key. */
  again?: Again;
  /** A person must look: no message will go out until a setting is mended. */
  alarm?: true;
}

const at =
  (place: Fact['at'], ...problems: string[]) =>
  (fact: Fact) =>
    fact.at === place && (problems.length === 0 || ('problem' in fact && problems.includes(fact.problem)));

const isStatus = (fact: Fact, codes: number[]) => fact.at === 'answer' && codes.includes(fact.status);
const isOk = (fact: Fact): boolean => isStatus(fact, [200]);
/** Any hint of an acceptance, in whatever type and case: what might have been sent is not called unsent. */
const saysAccepted = (reply?: Reply): boolean => {
  const { Success, Code, parts = [] } = reply ?? {};
  const hints = [Success, ...parts.map(({ Status }) => Status)];
  return hints.some(isTrue) || Number(Code) === 200 || parts.some(({ SessionID }) => isSession(SessionID));
};
const isTrue = (told: unknown): boolean => /^(true|1)$/i.test(String(told));
/** HotTask names one for a message that it has taken. */
const isSession = (id: unknown): boolean => id !== undefined && id !== null && !/^[\s0]*$/.test(String(id));
const saysCode = (reply: Reply | undefined, belongs: (code: number) => boolean) =>
  Number.isInteger(reply?.Code) && belongs(reply?.Code as number) && !saysAccepted(reply);

const keyRefused = [401];
const settingWrong = [403, 404];
const tooMany = [429];
/** 408 and 409 may stand for a message that is on its way. */
const notDefinite = [408, 409];
const refusedByStatus = [400, 405, 413, 415, 422];
const refusedByCode = (code: number) =>
  code >= 400 && code < 500 && ![...keyRefused, ...settingWrong, ...tooMany, ...notDefinite].includes(code);
/** As `Code` beside a refusing status: HotTask failed, which refuses nothing. Above 599 stand codes of its own. */
const notProven = (code: number) => notDefinite.includes(code) || (code >= 500 && code < 600);

/** The number as HTTP status, or as `Code` in a 200 or a refusal that does not also claim success. */
const told =
  (...codes: number[]) =>
  (fact: Fact, reply?: Reply) =>
    isStatus(fact, codes) ||
    (isStatus(fact, [200, ...refusedByStatus]) && saysCode(reply, (code) => codes.includes(code)));

const notSent = 'It was not sent; the same message may be tried again with the same key.';
/** Where the ledger could not be asked: an earlier call with this key may have sent it. */
const notSentNow = 'Nothing was sent now; the same message may be tried again with the same key.';
/** Also of a key that the ledger knows as Unknown. */
export const maybe = 'It may have been sent: look in HotTask before you send it again.';

/**
 * Observed → outcome: the first row that fits decides, and the last fits all. What is not known to be unsent is Unknown:
 * a needless Unknown costs a person a look, a wrong NotSent costs somebody the same text twice.
 */
export const table: readonly Row[] = [
  {
    fact: 'our own secret cannot be read',
    when: at('our secret', 'unreadable', 'empty'),
    state: 'NotSent',
    why: `Our own secret (callers and pepper) cannot be read from Secrets Manager. ${notSentNow}`,
    alarm: true,
  },
  {
    fact: 'our own secret is malformed',
    when: at('our secret', 'malformed'),
    state: 'NotSent',
    why: `Our own secret must be JSON such as {"Callers": {"web": ["<SHA-256 in hex>"]}, "Pepper": "…"}. ${notSentNow}`,
    alarm: true,
  },
  {
    fact: 'the secret key cannot be read',
    when: at('secret key', 'unreadable'),
    state: 'NotSent',
    why: `The HotTask secret key cannot be read from Secrets Manager. ${notSent}`,
    alarm: true,
  },
  {
    fact: 'the secret key is not set',
    when: at('secret key', 'empty'),
    state: 'NotSent',
    why: `The HotTask secret key is not set: put it into the secret. ${notSent}`,
    alarm: true,
  },
  {
    fact: 'the secret key is malformed',
    when: at('secret key', 'malformed'),
    state: 'NotSent',
    why: `The HotTask secret key must be visible ASCII, raw or as JSON {"SecretKey": "…"}. ${notSent}`,
    alarm: true,
  },
  {
    fact: 'the ledger cannot be asked',
    when: at('ledger'),
    state: 'NotSent',
    why: `The ledger cannot be read or written, and without it nothing is sent. ${notSentNow}`,
    alarm: true,
  },
  {
    fact: 'the reminders table cannot be asked',
    when: at('reminder', 'unreachable'),
    state: 'NotSent',
    why: `Whether the reminder still stands could not be read, and without that nothing is sent. ${notSentNow}`,
    alarm: true,
  },
  {
    fact: 'no change has committed this revision',
    when: at('reminder', 'not yet'),
    state: 'NotSent',
    why: `The change that made this reminder has not come to its end, and it goes out only once it has. ${notSentNow}`,
  },
  {
    fact: 'the schedule of the reminder was edited',
    when: at('reminder', 'edited'),
    state: 'NotSent',
    why: `The schedule of the reminder was edited, and fires another time than its caller was told: set the reminder again. ${notSentNow}`,
    alarm: true,
  },
  {
    fact: 'the reminder is not due yet',
    when: at('reminder', 'early'),
    state: 'NotSent',
    why: `The reminder was fired before the time for which it was set, and waits for that. ${notSentNow}`,
  },
  {
    fact: 'no time left to hear an answer',
    when: at('deadline'),
    state: 'NotSent',
    why: `Too little time was left to hear HotTask's answer. ${notSent}`,
  },
  {
    fact: 'HotTask is taken for down',
    when: at('breaker'),
    state: 'NotSent',
    why: `HotTask left open whether it had sent the last messages, so nothing is sent for a while. ${notSent}`,
  },
  {
    fact: 'no connection',
    when: at('connect'),
    state: 'NotSent',
    why: `HotTask could not be reached. ${notSent}`,
    again: 'connect',
  },
  {
    fact: 'connection lost in flight',
    when: at('in flight'),
    state: 'Unknown',
    why: `The connection was lost before HotTask answered. ${maybe}`,
  },
  {
    fact: 'the answer contradicts itself',
    when: (fact, reply) => fact.at === 'answer' && !isOk(fact) && saysAccepted(reply),
    state: 'Unknown',
    why: `HotTask's status and its answer contradict each other. ${maybe}`,
  },
  {
    fact: 'the secret key was refused',
    when: told(...keyRefused),
    state: 'NotSent',
    why: `HotTask refused our secret key (401): put the current one into the secret. ${notSent}`,
    again: 'secret key',
    alarm: true,
  },
  {
    fact: 'account, chatbot or URL is wrong',
    when: told(...settingWrong),
    state: 'NotSent',
    why: `HotTask does not know the account, the chatbot or the URL (403 or 404): check HOTTASK_URL and SerialNumber. ${notSent}`,
    alarm: true,
  },
  {
    fact: 'too many messages',
    when: told(...tooMany),
    state: 'NotSent',
    why: `HotTask takes no more messages for now (429). ${notSent}`,
  },
  {
    fact: 'refused by status',
    when: (fact, reply) => isStatus(fact, refusedByStatus) && !saysCode(reply, notProven),
    state: 'Refused',
    why: 'HotTask refused the message and gave no reason.',
  },
  {
    fact: 'refused by Code',
    when: (fact, reply) => isOk(fact) && reply?.Success === false && saysCode(reply, refusedByCode),
    state: 'Refused',
    why: 'HotTask refused the message and gave no reason.',
  },
  {
    fact: 'accepted',
    when: (fact, reply) => isOk(fact) && reply?.Code === 200 && reply.Success === true && reply.Status === 'True',
    state: 'Sent',
    why: '',
  },
  {
    fact: 'accepted, but the status is not "True"',
    when: (fact, reply) => isOk(fact) && reply?.Code === 200 && reply.Success === true,
    state: 'Unknown',
    why: `HotTask answered success, but not with Data.Status "True". ${maybe}`,
  },
  {
    fact: 'HotTask failed inside a 200',
    when: (fact, reply) => isOk(fact) && saysCode(reply, (code) => code >= 500),
    state: 'Unknown',
    why: `HotTask answered that it failed. ${maybe}`,
  },
  {
    fact: 'redirected',
    when: (fact) => fact.at === 'answer' && fact.status >= 300 && fact.status < 400,
    state: 'Unknown',
    why: `HotTask's address redirects, and a text is never posted again elsewhere: check HOTTASK_URL. ${maybe}`,
    alarm: true,
  },
  {
    fact: 'HotTask failed',
    when: (fact) => fact.at === 'answer' && (fact.status >= 500 || notDefinite.includes(fact.status)),
    state: 'Unknown',
    why: `HotTask failed while it had the message. ${maybe}`,
  },
  {
    fact: 'an unreadable or new answer',
    when: () => true,
    state: 'Unknown',
    why: `HotTask's answer could not be understood. ${maybe}`,
  },
];

export interface Verdict {
  row: Row;
  outcome: Outcome;
}

/** Judges one fact by the table. `mask` hides the message in HotTask's own words, which a Refused passes on. */
export const judge = (fact: Fact, mask: Mask): Verdict => {
  const text = fact.at === 'answer' && 'whole' in fact.body ? fact.body.whole : undefined;
  const reply = text === undefined ? undefined : readReply(text);
  const row = table.find(({ when }) => when(fact, reply)) as Row;
  return { row, outcome: concluded(row, fact, text ?? '', reply, mask) };
};

const concluded = ({ state, why }: Row, fact: Fact, text: string, reply: Reply | undefined, mask: Mask): Outcome => {
  switch (state) {
    case 'Sent':
      return { state, reply: text };
    case 'Refused':
      return { state, code: codeOf(fact, reply), why: mask(wordsOf(reply)) || why };
    case 'NotSent':
      return { state, why, retryAfter: retryAfterOf(fact) };
    case 'Unknown':
      return { state, why };
  }
};

/** HotTask's own; a longer one would be no code but, by mistake, the number. */
const longestCode = 999_999;
const codeOf = (fact: Fact, reply: Reply | undefined): number => {
  const code = reply?.Code;
  if (Number.isInteger(code) && Math.abs(code as number) <= longestCode) return code as number;
  return fact.at === 'answer' ? fact.status : 0;
};

const retryAfterOf = (fact: Fact): number => {
  if (fact.at === 'breaker') return fact.retryAfter;
  const asked = fact.at === 'answer' && /^\d{1,9}$/.test(fact.retryAfter ?? '') ? Number(fact.retryAfter) : Number.NaN;
  return asked >= 0 ? Math.min(asked, retryAfterSeconds.longest) : retryAfterSeconds.usual;
};
