/** A replay as it is carried out: each record made ready to go, then all of them sent and dropped. Prints nothing. */
import type { Failures, ParkedDesk, Replay, Waiting } from './parked-desk.ts';
import { type Asked, isCallerGone, planOf, type Step } from './parked-plan.ts';
import type { Parked } from './parked-shapes.ts';
import type { Restore } from './rule-desk.ts';

export type Prepared = Step & { replay?: Replay };

export const prepare = (all: Parked[], asked: Asked, restore: Restore): Promise<Prepared[]> =>
  Promise.all(planOf(all, asked).map((step) => prepared(step, restore, asked.until)));

/** With the record as it goes; a step that turns out impossible is left. */
const prepared = async (step: Step, restore: Restore, until: number | undefined): Promise<Prepared> => {
  const { back } = step.parked;
  if (step.does !== 'replay' || 'cannot' in back) return step;
  const made = 'body' in back ? { body: back.body } : await restore(back);
  if ('cannot' in made) return { ...step, does: 'leave', note: made.cannot };
  const attributes = attributesOf(step.parked, until);
  return { ...step, replay: { record: step.parked.record, body: made.body, attributes } };
};

const attributesOf = ({ sourceTime, ledgerKey, envelope, state }: Parked, until: number | undefined) => ({
  SourceTime: sourceTime,
  ...(ledgerKey === null ? {} : { LedgerKey: ledgerKey }),
  ...(envelope === null ? {} : { Envelope: envelope }),
  ...(until === undefined ? {} : { Until: until }),
  ...(isCallerGone({ state }) ? { CallerMayBeGone: 'true' } : {}),
});

/** What could not be done, and the records that are gone from `parked`. Twins go only with the record in whose place they are. */
export const carryOut = async (
  desk: ParkedDesk,
  plan: Prepared[],
  onSent: (count: number) => void,
): Promise<{ failures: Failures; gone: Waiting[] }> => {
  const replays = plan.flatMap(({ replay }) => (replay ? [replay] : []));
  const failures = await desk.replay(replays, onSent);
  const sent = plan.filter(({ does, parked }) => does === 'replay' && !failures.has(parked.record.id));
  const keys = new Set(sent.map(({ parked }) => parked.pk));
  const twins = plan.filter(({ does, parked }) => does === 'twin' && keys.has(parked.pk));
  for (const [id, code] of await desk.drop(twins.map(({ parked }) => parked.record))) failures.set(id, code);
  const gone = [...sent, ...twins].map(({ parked }) => parked.record).filter(({ id }) => !failures.has(id));
  return { failures, gone };
};
