import type { Fact } from './fact.ts';
import type { Log } from './io/log.ts';
import { judge, type Outcome, type Verdict } from './outcome.ts';

interface About {
  requestId: string;
  /** How many POSTs were begun. */
  attempts: number;
  /** No attempt follows. */
  isFinal: boolean;
}

/** Tells the log what was concluded from a fact: as an error where a person must look and no attempt follows. */
export type Tell = (fact: Fact, verdict: Verdict, about: About) => void;

export const makeTell =
  (log: Log): Tell =>
  (fact, { row }, { isFinal, requestId, attempts }) => {
    const about = { fact: row.fact, state: row.state, attempts, requestId, ...seen(fact) };
    if (row.alarm && isFinal) log.error('concluded', about, { NeedsMending: 1 });
    else log.info('concluded', about);
  };

const seen = (fact: Fact) =>
  'code' in fact ? { code: fact.code } : fact.at === 'answer' ? { status: fact.status } : {};

/** Judges a fact that comes before any attempt, and tells it. */
export type Conclude = (fact: Fact, about: { requestId: string }) => Outcome;

export const makeConclude =
  (tell: Tell): Conclude =>
  (fact, { requestId }) => {
    const verdict = judge(fact, (words) => words);
    tell(fact, verdict, { requestId, attempts: 0, isFinal: true });
    return verdict.outcome;
  };
