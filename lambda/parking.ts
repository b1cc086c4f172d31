/** Where each message of a queue ends, and what is kept of one that waits for a person. */
import type { Arrived } from './entrances/entrance.ts';
import type { Outcome, State } from './outcome.ts';

/** `again`: it comes back after the visibility timeout. `parked`: no repeating helps. */
export type Place = 'done' | 'again' | 'parked';

/** State → where a queue's record ends. Unauthorized there is a reminder whose caller is gone. */
export const places: Record<State, Place> = {
  Sent: 'done',
  DryRun: 'done',
  Invalid: 'parked',
  Unauthorized: 'parked',
  Blocked: 'parked',
  InProgress: 'again',
  KeyReused: 'parked',
  Cancelled: 'done',
  Expired: 'done',
  Refused: 'parked',
  NotSent: 'again',
  Unknown: 'parked',
};

/** Where a record of the queue ends. What a person has put back is not gone because it was too old by a moment. */
export const placeOfRecord = ({ state }: Outcome, arrived: Arrived | undefined): Place =>
  state === 'Expired' && arrived?.isReplay ? 'parked' : places[state];

/** A call has no copy that could come again: the one that became Unknown itself is parked, not who asked after it. */
export const placeOfCall = (outcome: Outcome): Place =>
  outcome.state === 'Unknown' && !outcome.isReplayed ? 'parked' : 'done';

/** One message for the queue `parked`. */
export interface ParkedRecord {
  body: string;
  /** By name; a number where the value is one. */
  attributes: Record<string, string | number>;
}

/** `why` holds no number and no text; the body does, so it goes nowhere else. */
export const parkedRecord = ({ body, envelope, sourceTime, ledgerKey }: Arrived, outcome: Outcome): ParkedRecord => ({
  body: sqsText(body),
  attributes: {
    State: outcome.state,
    Reason: 'why' in outcome ? outcome.why.replace(nowhereInSqs, '\uFFFD').slice(0, longestReason) : outcome.state,
    SourceTime: sourceTime,
    Envelope: envelope,
    ...(ledgerKey === undefined ? {} : { LedgerKey: ledgerKey }),
  },
});

const longestReason = 1_000;

/** A message of SQS, body and attributes together: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const longestBytes = 1_048_576;

/** The attributes in SQS's words. */
export const messageAttributes = (attributes: ParkedRecord['attributes']) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      { DataType: typeof value === 'number' ? 'Number' : 'String', StringValue: String(value) },
    ]),
  );

/** Names, types and values of the attributes count too. */
export const hasRoom = ({ body, attributes }: ParkedRecord): boolean => {
  const parts = Object.entries(attributes).flatMap(([name, value]) => [name, 'Number', String(value)]);
  return [body, ...parts].reduce((bytes, part) => bytes + Buffer.byteLength(part), 0) <= longestBytes;
};

/** Characters that SQS refuses: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const nowhereInSqs = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
/** In JSON they can stand within texts alone, where an escape is the same. */
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON text as SQS takes it. */
export const sqsText = (text: string): string => text.replace(nowhereInSqs, escaped);
