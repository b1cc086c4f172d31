import type { Fact } from './fact.ts';
import type { Log } from './io/log.ts';
import type { Mask } from './mask.ts';
import { judge, type Verdict } from './outcome.ts';

interface About {
  requestId: string;
  /** How many POSTs were begun. */
  attempts?: number;
  /** Hides the message in HotTask's words; not needed where HotTask said nothing. */
  mask?: Mask;
}

export type Conclude = (fact: Fact, about: About) => Verdict;

/** Judges one fact by the table and tells the log, as an error where a person must look. */
export const makeConclude =
  (log: Log): Conclude =>
  (fact, { requestId, attempts = 0, mask = (text) => text }) => {
    const verdict = judge(fact, mask);
    const { row } = verdict;
    log[row.alarm ? 'error' : 'info']('concluded', {
      fact: row.fact,
      state: row.state,
      attempts,
      requestId,
      ...seen(fact),
    });
    return verdict;
  };

const seen = (fact: Fact) =>
  'code' in fact ? { code: fact.code } : fact.at === 'answer' ? { status: fact.status } : {};
