/** One message, one fault: its first delivery is struck, and it is delivered again until its source takes it as dealt with. */
import { setTimeout as wait } from 'node:timers/promises';
import { sendFunction } from '../../lambda/wiring.ts';
import { messageOf } from '../../test/faults/ask.ts';
import { leaseOverMs } from '../../test/faults/bystanders.ts';
import type { Answered, Environment } from '../../test/faults/environment.ts';
import { makePlanned, type Stroke } from '../../test/faults/planned.ts';
import { startSlot } from '../../test/faults/slot.ts';
import { startWorld } from '../../test/faults/world.ts';
import { httpEvent } from '../../test/function.ts';
import type { OnEnd } from '../../test/peers/on-end.ts';
import { batch, record } from '../../test/queue-records.ts';
import { type Contestant, contestants } from './contestants.ts';

export type Way = 'HTTP' | 'SQS';

/** What became of it, for the recipient and for the person who sent it. */
export interface Ending {
  /** The fault has struck: this contestant makes the call, and made it. */
  isStruck: boolean;
  texts: number;
  /** Its source was told that it is sent or dealt with; nobody asks any more. */
  isDealtWith: boolean;
  /** Somebody is told that it is not sent, or that nobody knows: by the answer, or in the queue for it. */
  isTold: boolean;
}

const events: Record<Way, (message: ReturnType<typeof messageOf>) => unknown> = {
  HTTP: ({ IdempotencyKey, ...body }) => httpEvent(JSON.stringify(body), { 'idempotency-key': IdempotencyKey }),
  SQS: (message) => batch(record(message)),
};

/** A caller over HTTP asks again after no answer, 409 and 5xx, but for a 504 that says that nobody knows; a record, while it comes back. */
const isOver: Record<Way, (answer: string) => { isDealtWith: boolean; isTold: boolean }> = {
  HTTP: (answer) => {
    const { statusCode, body } = JSON.parse(answer);
    const isTold = JSON.parse(body).State !== undefined;
    const isLast = statusCode !== 409 && (statusCode < 500 || JSON.parse(body).State === 'Unknown');
    return { isDealtWith: isLast, isTold: isLast && isTold };
  },
  SQS: (answer) => ({ isDealtWith: JSON.parse(answer).batchItemFailures.length === 0, isTold: false }),
};

export const startStories = async (contestant: Contestant, processes: number, onEnd: OnEnd) => {
  const world = await startWorld(onEnd, contestants[contestant](onEnd));
  const rules = { mode: 'live', prefixes: { '+': 'allow' }, breakerAfter: 0 };
  const healthy = await Promise.all([world.start({ rules }), world.start({ rules, aheadMs: leaseOverMs })]);
  const slots = await Promise.all(Array.from({ length: processes }, () => startSlot(world, onEnd)));
  let stories = 0;

  const play = async (slot: (typeof slots)[number], way: Way, stroke: Stroke): Promise<Ending> => {
    const message = messageOf(`story-${stories++}`);
    const recipient = world.hottask.recipientOf(message.Message);
    const ask = async (environment: Environment) => {
      const answered = await invoke(environment, events[way](message));
      return 'answer' in answered ? isOver[way](answered.answer) : { isDealtWith: false, isTold: false };
    };
    const [soon, late] = healthy as [Environment, Environment];
    // A new process for each: the recipe keeps its connection to HotTask, and a fault of the connection would not strike it.
    await slot.renew();
    const struck = makePlanned(stroke);
    let last = await slot.run({ struck, recipient, ask, askLater: () => ask(late) });
    recipient.treatments = [];
    for (const environment of [soon, late, late]) {
      const { isDealtWith } = last;
      const next = await ask(environment);
      // What is dealt with may be delivered once more all the same, and says nothing new.
      if (isDealtWith) break;
      last = next;
    }
    return {
      isStruck: struck.struck.length > 0,
      texts: recipient.texts,
      isDealtWith: last.isDealtWith,
      isTold: last.isTold || world.parkedOf(message.Message).length > 0,
    };
  };

  return {
    /** Endings in the order of the strokes. */
    playAll: async (way: Way, strokes: readonly Stroke[]): Promise<Ending[]> => {
      const endings: Ending[] = [];
      const waiting = [...strokes.entries()];
      await Promise.all(
        slots.map(async (slot) => {
          for (let next = waiting.shift(); next; next = waiting.shift())
            endings[next[0]] = await play(slot, way, next[1]);
        }),
      );
      return endings;
    },
  };
};

/** As Lambda does, it ends a process that has not answered when its time is over. */
const invoke = async (environment: Environment, event: unknown): Promise<Answered> => {
  const timer = new AbortController();
  const answered = environment.invoke(event);
  const ended = wait(sendFunction.timeoutSeconds * 1_000, undefined, { signal: timer.signal }).then(
    () => environment.kill(),
    () => {},
  );
  await Promise.race([answered, ended]);
  timer.abort();
  return answered;
};
