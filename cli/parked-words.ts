/** What is told of a record: no number and no text, whoever wrote it. */
import { makeMask } from '../lambda/mask.ts';
import { plain } from './account.ts';
import type { Parked, Shape } from './parked-shapes.ts';

/** The names are stable. Times in ISO 8601. */
export const fieldsOf = ({ record, shape, state, reason, envelope, sourceTime, ledgerKey }: Parked) => ({
  Id: record.id,
  ParkedBy: shape,
  State: state === null ? null : harmless(state),
  Reason: reason === null ? null : harmless(reason),
  Envelope: envelope === null ? null : harmless(envelope),
  SourceTime: isoOf(sourceTime),
  LedgerKey: ledgerKey,
});

const isoOf = (ms: number): string | null => {
  const at = new Date(ms);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
};

/** Whoever writes to the queue could have put anything into its attributes. */
const harmless = (text: string): string => plain(withoutNumbers(text));
const withoutNumbers = makeMask([]);

const by: Record<Shape, string> = {
  function: 'our function',
  redrive: 'the queue, which had received it too often',
  rule: 'EventBridge, which could not bring it to the queue',
  schedule: 'EventBridge Scheduler, which could not bring it to the queue',
  topic: 'SNS, which could not bring it to the queue',
  'asynchronous call': 'Lambda, after an asynchronous call had failed',
};

export const blockOf = (parked: Parked, note = ''): string => {
  const { Id, State, Envelope, SourceTime, Reason, LedgerKey } = fieldsOf(parked);
  return [
    plain(Id),
    `${[State ?? 'Undelivered', Envelope, SourceTime].filter(Boolean).join(', ')}, put here by ${by[parked.shape]}`,
    Reason,
    LedgerKey && `show --pk ${LedgerKey}`,
    note,
  ]
    .filter(Boolean)
    .join('\n  ');
};

/** "3 (2 Unknown, 1 Invalid)". */
export const countsOf = (all: Parked[]): { Count: number; States: Record<string, number>; text: string } => {
  const States: Record<string, number> = {};
  for (const parked of all) {
    const state = fieldsOf(parked).State ?? 'Undelivered';
    States[state] = (States[state] ?? 0) + 1;
  }
  const parts = Object.entries(States).map(([state, count]) => `${count} ${state}`);
  return { Count: all.length, States, text: `${all.length}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}` };
};

export const notThere = (count: number): string =>
  `${count === 1 ? 'One id is' : `${count} ids are`} not there: somebody may have replayed or dropped it; see parked list. Nothing was done`;

export const failureOf = (failures: ReadonlyMap<string, string>, id: string): string =>
  failures.has(id) ? `FAILED (${failures.get(id)}): it is still here` : '';
