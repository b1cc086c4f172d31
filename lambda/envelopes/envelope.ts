/** How a service wraps a message. Each kind stands in a file of its own; open.ts tries them in turn. */

import type { Firing } from '../reminders/reminder.ts';

/** As the attribute `Envelope` of a parked record has it. */
export type EnvelopeName = 'plain' | 'event' | 'on-event' | 'topic' | 'reminder';

/** What an envelope holds, not yet checked. */
export interface Unwrapped {
  /** The message's fields. */
  message: unknown;
  /** What holds them, for errors. */
  where: string;
  /** Whose keys these are. @default the entrance's own name */
  scope?: string;
  /** The idempotency key, by the one that the message names itself; undefined where there is none. */
  keyOf: (given: string | undefined) => string | undefined;
  /** When the source made it, in epoch ms; undefined where it does not say. */
  sourceTime?: number | undefined;
  /** Of a reminder: later than this after its source time it is not sent. */
  lateBySeconds?: number;
  /** Of a reminder that a caller made: it takes its own item before anything is claimed. */
  firing?: Firing;
}

export interface Envelope {
  name: EnvelopeName;
  recognises: (value: unknown) => boolean;
  /** `text` is the same as it came, for who needs each digit. A problem is a sentence with the mend, without a value. */
  unwrap: (value: unknown, text: string) => Unwrapped | { problems: string[] };
}

/** Epoch ms of a time in ISO 8601; undefined for anything else. */
export const instantOf = (value: unknown): number | undefined => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
};

/** An id or a name as AWS gives them: visible ASCII. A longer one would be no id, and DynamoDB would refuse it for ever. */
export const isWord = (value: unknown): value is string => typeof value === 'string' && /^[!-~]{1,256}$/.test(value);
