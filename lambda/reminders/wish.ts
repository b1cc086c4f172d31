/** What a caller asks of its reminders, once it is checked; and what became of it. */
import type { Outcome } from '../outcome.ts';
import type { Move } from './new-time.ts';
import type { Unchanged } from './protocol.ts';
import type { Reminder, When } from './reminder.ts';
import type { ReminderState } from './standing.ts';

export type Wish =
  /** `message`: its fields as they were given. */
  | { set: string; when: When; message: object }
  | { move: string; to: Move }
  | { show: string }
  | { cancel: string }
  | { list: Page };

export interface Page {
  /** Only those of this state. */
  state: ReminderState | undefined;
  /** How many at most. */
  limit: number;
  /** Behind this key. */
  after: string | undefined;
}

/** One that has a time, and what is told of it. A mark that a cancel left is none. */
export interface Standing {
  reminder: Reminder & { when: When };
  state: ReminderState;
}

export type Became =
  | { did: 'made' | 'moved' | 'cancelled' | 'looked up'; standing: Standing }
  /** `next`: the key behind which the list goes on; undefined at its end. */
  | { did: 'listed'; standings: Standing[]; next: string | undefined }
  | Exclude<Unchanged, { problem: 'invalid' }>
  /** Concluded before anything was asked of AWS. */
  | { outcome: Outcome };
