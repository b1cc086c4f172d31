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

export type Page = {
  /** Only those of this state. */
  state: ReminderState | undefined;
  /** How many at most. */
  limit: number;
} & /** `after`: behind this place; undefined at the beginning. */ (
  | { sort: 'Key'; after: KeyPlace | undefined }
  | { sort: 'DueAt'; after: DuePlace | undefined }
);

/** In which order a list may be asked for; the first one where nothing is said. */
export const sorts = ['Key', 'DueAt'] as const satisfies readonly Page['sort'][];

/** The reminder behind which a list goes on. */
export type Place = KeyPlace | DuePlace;

export interface KeyPlace {
  sort: 'Key';
  key: string;
}

export interface DuePlace {
  sort: 'DueAt';
  key: string;
  /** Epoch ms. */
  dueAt: number;
  /** Epoch ms, of the first page: what is due from then on comes first. The same on all pages, so that none is told twice. */
  boundary: number;
}

/** One that has a time, and what is told of it. A mark that a cancel left is none. */
export interface Standing {
  reminder: Reminder & { when: When };
  state: ReminderState;
}

export type Became =
  | { did: 'made' | 'moved' | 'cancelled' | 'looked up'; standing: Standing }
  /** `next`: undefined at the end of the list. */
  | { did: 'listed'; standings: Standing[]; next: Place | undefined }
  | Exclude<Unchanged, { problem: 'invalid' }>
  /** Concluded before anything was asked of AWS. */
  | { outcome: Outcome };
