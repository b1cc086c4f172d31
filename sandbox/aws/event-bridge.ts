/** EventBridge's default bus, as far as events are put and reach the queue: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
import { randomUUID } from 'node:crypto';
import { asObject, readObject, readObjectKeepingDigits } from '../../lambda/json.ts';
import { detailType } from '../../lambda/wiring.ts';
import { AwsError } from './endpoint.ts';

export interface OnEventRule {
  /** Field of the event → the values that fit. Only lists of exact values, for fields at the top, are known here. */
  pattern: Record<string, string[]>;
  template: object;
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
    const entries: Entry[] = [];
    for (const entry of Entries) entries.push(await put(entry));
    return { FailedEntryCount: entries.filter((entry) => 'ErrorCode' in entry).length, Entries: entries };
  };
};

export type EventBridge = ReturnType<typeof makeEventBridge>;

const problemOf = ({ DetailType, Source, Detail, EventBusName }: Record<string, unknown>): Entry | undefined => {
  if (EventBusName !== undefined && !/(^|\/)default$/.test(String(EventBusName)))
    return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: 'Here is the default bus alone.' };
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

/** Epoch seconds from SDKs, ISO 8601 from people; in epoch ms. */
const timeOf = (time: unknown): number | undefined => {
  const ms = typeof time === 'number' ? time * 1_000 : Date.parse(String(time));
  return time === undefined || Number.isNaN(ms) ? undefined : ms;
};

const fits = (pattern: OnEventRule['pattern'], event: Event): boolean =>
  Object.entries(pattern).every(([field, values]) => values.includes(String(event[field])));
