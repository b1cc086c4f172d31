/** What is parked goes back to the main queue, with the time at which its source made it. */
import { command, Failed, WrongUsage } from '../command.ts';
import type { Replay } from '../parked-desk.ts';
import { planOf, type Step } from '../parked-plan.ts';
import { whileReading } from '../parked-reading.ts';
import type { Parked } from '../parked-shapes.ts';
import { blockOf } from '../parked-words.ts';
import { makeRuleDesk, type Restore } from '../rule-desk.ts';
import { choiceOptions, readChoice } from '../which-parked.ts';
import { mainOption, openParked, queueOptions } from '../which-queues.ts';
import { failureOf, notThere } from './parked-drop.ts';

const longestMs = 14 * 24 * 3_600_000;

export const parkedReplay = command({
  name: 'parked replay',
  summary: 'send what is parked once more, by the main queue',
  usage: 'ID…|--all',
  options: {
    until: { takes: 'INSTANT', help: 'it may go out until then, whatever its age, such as 2027-03-01T09:00:00+01:00' },
    ...choiceOptions,
    progress: { help: 'tell on standard error how many are read and sent' },
    ...mainOption,
    ...queueOptions,
  },
  notes: [
    'A message that was sent, or may have been, is not sent again: the ledger knows it by its key. One that is Unknown',
    'is sent only after settle … not-sent; until then it comes back here. What Lambda and our function both put here',
    "goes once. A message keeps its age, and its own NotAfter; what an event's rule had made of it is made again.",
    'Rights in AWS: sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility on parked, sqs:SendMessage',
    'on the main queue, and events:ListTargetsByRule for events that a rule with a template could not deliver.',
  ].join('\n'),
  run: async ({ values, words }, { env, progress }) => {
    const { isChosen, missing } = readChoice(words, values);
    const until = readUntil(values.until);
    const desk = openParked(values, env, true);
    const restore = makeRuleDesk({ isLocal: values.local === true, region: values.region });
    return whileReading(desk, { progress }, async (all, isGone) => {
      const unknown = missing(all);
      if (unknown.length > 0) throw new Failed(notThere(unknown.length));
      const plan = await Promise.all(
        planOf(all, { isChosen, now: Date.now(), until }).map((step) => prepared(step, restore, until)),
      );
      const does = (what: Step['does']) => plan.filter((one) => one.does === what);
      if (!values.yes) return told(plan, new Map(), false);

      const goes = does('replay');
      const replays = goes.flatMap(({ replay }) => (replay ? [replay] : []));
      const failures = await desk.replay(replays, (count) => progress(`${count.toLocaleString('en')} sent`));
      const sent = goes.filter(({ parked }) => !failures.has(parked.record.id)).map(({ parked }) => parked);
      const keys = new Set(sent.map(({ ledgerKey }) => ledgerKey));
      const twins = does('twin').filter(({ parked }) => keys.has(parked.ledgerKey));
      for (const [id, code] of await desk.drop(twins.map(({ parked }) => parked.record))) failures.set(id, code);
      isGone(
        [...sent, ...twins.map(({ parked }) => parked)]
          .map(({ record }) => record)
          .filter(({ id }) => !failures.has(id)),
      );
      return told(plan, failures, true);
    });
  },
});

type Prepared = Step & { replay?: Replay };

/** With the record as it goes; a step that turns out impossible is left. */
const prepared = async (step: Step, restore: Restore, until: number | undefined): Promise<Prepared> => {
  const { back } = step.parked;
  if (step.does !== 'replay' || 'cannot' in back) return step;
  const body = 'body' in back ? { body: back.body } : await restore(back.ruleArn, back.event);
  if ('cannot' in body) return { ...step, does: 'leave', note: body.cannot };
  return {
    ...step,
    replay: { record: step.parked.record, body: body.body, attributes: attributesOf(step.parked, until) },
  };
};

const attributesOf = ({ sourceTime, ledgerKey, envelope }: Parked, until: number | undefined) => ({
  SourceTime: sourceTime,
  ...(ledgerKey === null ? {} : { LedgerKey: ledgerKey }),
  ...(envelope === null ? {} : { Envelope: envelope }),
  ...(until === undefined ? {} : { Until: until }),
});

const readUntil = (given: string | undefined): number | undefined => {
  if (given === undefined) return undefined;
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(given)
    ? Date.parse(given)
    : Number.NaN;
  if (!(at > Date.now() && at <= Date.now() + longestMs))
    throw new WrongUsage(
      '--until must be an instant with offset such as 2027-03-01T09:00:00+01:00, within the next 14 days',
    );
  return at;
};

const words: Record<Step['does'], [done: string, would: string]> = {
  replay: ['replayed', 'would be replayed'],
  twin: ['dropped as a twin', 'would be dropped as a twin'],
  leave: ['left', 'would be left'],
};

const told = (plan: Prepared[], failures: ReadonlyMap<string, string>, isDone: boolean) => {
  const lineOf = ({ parked, does, note }: Prepared) => {
    const failure = failureOf(failures, parked.record.id);
    return blockOf(parked, failure || `${words[does][isDone ? 0 : 1]}: ${note}`);
  };
  const ids = (what: Step['does']) =>
    plan
      .filter(({ does, parked }) => does === what && !failures.has(parked.record.id))
      .map(({ parked }) => parked.record.id);
  const [replayed, twins] = [ids('replay'), ids('twin')];
  const left = plan
    .filter(({ does }) => does === 'leave')
    .map(({ parked, note }) => ({ Id: parked.record.id, Why: note }));
  const summary = isDone
    ? `Replayed: ${replayed.length}. Twins dropped: ${twins.length}. Left: ${left.length}. Failed: ${failures.size}.`
    : `Would replay: ${replayed.length}, drop as twins: ${twins.length}, leave: ${left.length}. Nothing was done: add --yes to do it.`;
  return {
    text: [...plan.map(lineOf), summary].join('\n\n'),
    json: {
      IsDone: isDone,
      Replayed: replayed,
      Twins: twins,
      Left: left,
      Failed: [...failures].map(([Id, Why]) => ({ Id, Why })),
    },
    isFailed: failures.size > 0,
  };
};
