/** What is parked goes back to the main queue, with the time at which its source made it. */
import { command, Failed, WrongUsage } from '../command.ts';
import type { Waiting } from '../parked-desk.ts';
import type { Step } from '../parked-plan.ts';
import { whileReading } from '../parked-reading.ts';
import { blockOf, failureOf, notThere } from '../parked-words.ts';
import { carryOut, type Prepared, prepare } from '../replay-parked.ts';
import { makeRuleDesk } from '../rule-desk.ts';
import { choiceOptions, readChoice } from '../which-parked.ts';
import { mainOption, openParked, queueOptions } from '../which-queues.ts';

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
    'A reminder whose caller was removed (Unauthorized) is left, unless it is named by its ID, or by --state Unauthorized:',
    'then it is sent all the same.',
    'Rights in AWS: sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility on parked, sqs:SendMessage',
    'on the main queue, events:ListTargetsByRule for events that a rule with a template could not deliver, and',
    'where the stack is looked up, cloudformation:DescribeStacks.',
  ].join('\n'),
  run: async ({ values, words }, { env, progress }) => {
    const { missing, ...choice } = readChoice(words, values);
    const readUntil = untilOf(values.until);
    const desk = await openParked(values, env, true);
    const restore = makeRuleDesk({ isLocal: values.local === true, region: values.region });
    return whileReading(desk, { progress }, async (all, isGone) => {
      const unknown = missing(all);
      if (unknown.length > 0) throw new Failed(notThere(unknown.length));
      // By AWS's clock, which its first answer has told.
      const until = readUntil(desk.now());
      const plan = await prepare(all, { ...choice, now: desk.now(), until }, restore);
      if (!values.yes) return told(plan, new Map(), false);
      const { failures, gone } = await carryOut(desk, plan, (count) => progress(`${count.toLocaleString('en')} sent`));
      isGone(gone);
      return told(settled(plan, gone), failures, true);
    });
  },
});

/** A twin whose other record did not go is still there. */
const settled = (plan: Prepared[], gone: Waiting[]): Prepared[] =>
  plan.map((step) =>
    step.does === 'twin' && !gone.includes(step.parked.record)
      ? { ...step, does: 'leave', note: 'the record in whose place it was did not go' }
      : step,
  );

const wrongUntil = '--until must be an instant with offset such as 2027-03-01T09:00:00+01:00, within the next 14 days';

const untilOf = (given: string | undefined): ((now: number) => number | undefined) => {
  if (given === undefined) return () => undefined;
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(given)
    ? Date.parse(given)
    : Number.NaN;
  if (Number.isNaN(at)) throw new WrongUsage(wrongUntil);
  return (now) => {
    if (at > now && at <= now + longestMs) return at;
    throw new WrongUsage(wrongUntil);
  };
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
