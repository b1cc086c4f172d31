/** EventBridge's default bus, as far as events are put and reach the queue: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
import { randomUUID } from 'node:crypto';
import { asObject, readObject, readObjectKeepingDigits } from '../../lambda/json.ts';
import { detailType } from '../../lambda/wiring.ts';
import { AwsError } from './aws-error.ts';

export interface OnEventRule {
  pattern: Pattern;
  template: object;
}

/** Field of the event → the exact values that fit, or a pattern for what is inside. AWS knows more; here it is refused. */
export interface Pattern {
  [field: string]: (string | number | boolean | null)[] | Pattern;
}

interface Parts {
  /** Rule → what it makes messages of. */
  onEvent: Record<string, OnEventRule>;
  /** Puts one body on the queue. */
  send: (body: string) => Promise<void>;
  /** Epoch ms. */
  now: () => number;
}

type Event = Record<string, unknown>;
type Entry = { EventId: string } | { ErrorCode: string; ErrorMessage: string };

const mostEntries = 10;
/** Of all entries together: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const longestBytes = 1024 * 1024;

export const makeEventBridge = ({ onEvent, send, now }: Parts) => {
  const eventOf = (entry: Record<string, unknown>): Event => ({
    version: '0',
    id: randomUUID(),
    'detail-type': entry.DetailType,
    source: entry.Source,
    account: '000000000000',
    time: `${new Date(timeOf(entry.Time) ?? now()).toISOString().slice(0, 19)}Z`,
    region: 'us-east-1',
    resources: Array.isArray(entry.Resources) ? entry.Resources : [],
    detail: readObjectKeepingDigits(String(entry.Detail)),
  });

  const deliver = async (event: Event) => {
    if (event['detail-type'] === detailType) await send(JSON.stringify(event));
    for (const [Rule, { pattern, template: Template }] of Object.entries(onEvent))
      if (fits(pattern, event)) await send(JSON.stringify({ Rule, Template, Event: event }));
  };

  const put = async (given: unknown): Promise<Entry> => {
    const entry = asObject(given) ?? {};
    const problem = problemOf(entry);
    if (problem) return problem;
    const event = eventOf(entry);
    await deliver(event);
    return { EventId: String(event.id) };
  };

  return async (operation: string, { Entries }: Record<string, unknown>) => {
    if (operation !== 'PutEvents')
      throw new AwsError('UnknownOperationException', 'Not simulated here: of EventBridge there is PutEvents');
    if (!Array.isArray(Entries) || Entries.length === 0 || Entries.length > mostEntries)
      throw new AwsError('ValidationException', `Entries must hold 1 to ${mostEntries} events`);
    if (Entries.reduce((bytes: number, entry) => bytes + bytesOf(asObject(entry) ?? {}), 0) > longestBytes)
      throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
    const entries: Entry[] = [];
    for (const entry of Entries) entries.push(await put(entry));
    return { FailedEntryCount: entries.filter((entry) => 'ErrorCode' in entry).length, Entries: entries };
  };
};

export type EventBridge = ReturnType<typeof makeEventBridge>;

/** What AWS counts of an entry. */
const bytesOf = ({ Source, DetailType, Detail, Resources, Time }: Record<string, unknown>): number =>
  [Source, DetailType, Detail, Resources]
    .flat()
    .reduce(
      (bytes: number, text) => bytes + Buffer.byteLength(typeof text === 'string' ? text : ''),
      Time === undefined ? 0 : 14,
    );

const problemOf = ({ DetailType, Source, Detail, EventBusName }: Record<string, unknown>): Entry | undefined => {
  if (EventBusName !== undefined && !/(^|\/)default$/.test(String(EventBusName)))
    return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: elsewhere };
  for (const [name, value] of Object.entries({ Source, DetailType, Detail }))
    if (typeof value !== 'string' || value === '')
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
  if (readObject(String(Detail)) === undefined)
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return undefined;
};

/** AWS would give it an EventId, and drop it. */
const elsewhere =
  'Here is the default bus alone. AWS takes an event for a bus that does not exist, and drops it without a word.';

/** Epoch seconds from SDKs, ISO 8601 from people; in epoch ms. */
const timeOf = (time: unknown): number | undefined => {
  const ms = typeof time === 'number' ? time * 1_000 : Date.parse(String(time));
  return time === undefined || Number.isNaN(ms) ? undefined : ms;
};

/** One of a list's values is enough; of an array in the event, one of its members. */
const fits = (pattern: Pattern, event: unknown): boolean =>
  Object.entries(pattern).every(([field, wanted]) => {
    const found = asObject(event)?.[field];
    if (!Array.isArray(wanted)) return fits(wanted, found);
    // As JSON: the event keeps its numbers as they were written.
    return [found].flat().some((value) => wanted.some((one) => JSON.stringify(one) === JSON.stringify(value)));
  });
