/** A reminder that fires, through the real lambda/deliver.ts and all that it asks; played anew from all that it has heard. */
import { makeAttempt } from '../../lambda/attempts.ts';
import { makeConclude } from '../../lambda/conclude.ts';
import { makeDeadlines } from '../../lambda/deadlines.ts';
import { makeDeliver } from '../../lambda/deliver.ts';
import type { Delivery } from '../../lambda/delivery.ts';
import type { Entry } from '../../lambda/entrances/entrance.ts';
import { makeOpen } from '../../lambda/envelopes/open.ts';
import type { Fact } from '../../lambda/fact.ts';
import type { Ledger } from '../../lambda/io/ledger.ts';
import { identityOf } from '../../lambda/ledger/identity.ts';
import { keptOf } from '../../lambda/ledger/kept-reply.ts';
import { claiming, recalling, type Steps, settling } from '../../lambda/ledger/protocol.ts';
import { makeReadMessage } from '../../lambda/message.ts';
import { type TableAsk, type Taken, taking } from '../../lambda/reminders/protocol.ts';
import { type Firing, isoSeconds } from '../../lambda/reminders/reminder.ts';
import { scheduleInput } from '../../lambda/reminders/schedule.ts';
import { sendFunction, timings } from '../../lambda/wiring.ts';
import { rules, secrets } from '../model/play.ts';
import { type Doing, type Heard, type Played, pastOf, type What } from './actor.ts';
import { lateBySeconds } from './change.ts';

export interface Start {
  /** Also the uuid of its claim. */
  name: string;
  /** What its clock showed when AWS invoked it. */
  at: number;
  firing: Firing;
  /** What its caller was told. */
  dueAt: number;
  /** What Scheduler says. */
  scheduledAt: number;
}

const message = { SerialNumber: 'chatbot', ToPhoneNumber: '+12025550100', Message: 'See you at nine.' };
const open = makeOpen(makeReadMessage(undefined), { scope: 'queue', where: 'The body', keyMissing: '' });
/** The model's own nonces are single letters. */
const someNonce = '0'.repeat(16);

/** As the queue's entrance opens what the schedule has put there. */
const deliveryOf = ({ firing, dueAt, scheduledAt }: Pick<Start, 'firing' | 'dueAt' | 'scheduledAt'>): Delivery => {
  const revision = { ...firing, nonce: someNonce };
  const fired = JSON.parse(scheduleInput({ revision, dueAt, lateBySeconds, message }));
  const value = { ...fired, ScheduledAt: isoSeconds(scheduledAt) };
  const came = { text: '', value, requestId: 'request', arrivedAt: scheduledAt, marks: {} };
  const { delivery } = open(came) as Extract<Entry, { delivery: unknown }>;
  return { ...delivery, firing: { ...(delivery.firing as Firing), nonce: firing.nonce } };
};

/** Under which its text stands in the ledger. */
export const pkOfText = (firing: Firing, dueAt: number): string =>
  identityOf(deliveryOf({ firing, dueAt, scheduledAt: dueAt }), 'pepper').pk;

export const playFiring = (start: Start) => (heard: readonly Heard[]) => {
  const { promise, resolve, reject } = Promise.withResolvers<Played>();
  const deadlines = makeDeadlines(start.at, sendFunction.timeoutSeconds * 1_000, timings);
  let clock = start.at;
  const now = () => clock;
  let asked = 0;
  let taken: Taken | undefined;
  let takenAt = 0;

  /** What it heard then; behind the last, it waits for ever. */
  const ask = (doing: Doing): Promise<What> | What => {
    const next = heard[asked];
    asked += 1;
    if (!next) {
      resolve({ doing, ...(taken ? { taken } : {}), past: `${start.at}${taken};${pastOf(heard.slice(takenAt))}` });
      return new Promise<What>(() => {});
    }
    clock = next.at;
    return next.what;
  };
  const isOver = () => clock >= deadlines.endsAt;

  const onLedger = async <Result>(steps: Steps<Result>): Promise<Result> => {
    let next = steps.next();
    while (!next.done) {
      const { value } = next;
      const unheard = 'write' in value ? 'refused' : 'unreadable';
      const doing: Doing =
        'write' in value
          ? { asks: value.step === 'claim' ? 'claim' : 'settle', write: value.write }
          : { asks: 'recall', pk: value.pk };
      next = steps.next((isOver() ? unheard : await ask(doing)) as never);
    }
    return next.value;
  };
  /** As io/ledger.ts and io/reminders.ts put the same steps on the wire. */
  const ledger: Ledger = {
    claim: async (entry, { leaseUntil }) => {
      const owner = start.name;
      const won = await onLedger(claiming(entry, { owner, leaseUntil }, now));
      return won !== 'unreachable' && won.isMine ? { isMine: true, pk: entry.pk, owner } : won;
    },
    recall: (entry) => onLedger(recalling(entry, now)),
    settle: async ({ pk, owner }, { message }, { outcome, secretKey }) => {
      await onLedger(settling(pk, owner, keptOf(outcome, message, secretKey.text), now));
    },
    look: async () => 'unreadable',
  };
  const take = async (firing: Firing): Promise<Taken> => {
    const steps = taking(firing, deadlines.leaseUntil, now);
    let next = steps.next();
    while (!next.done) {
      const asks: TableAsk = next.value;
      const unheard = 'write' in asks ? 'refused' : 'unreadable';
      next = steps.next((isOver() ? unheard : await ask({ asks: 'reminders', ask: asks })) as never);
    }
    taken = next.value;
    takenAt = asked;
    return next.value;
  };

  const deliver = makeDeliver({
    rules,
    ledger,
    reminders: { take },
    standingOfCaller: async () => 'known',
    attempt: makeAttempt({
      rules,
      hottask: { post: async (_message, _key, writeBy) => (await ask({ asks: 'post', writeBy })) as Fact },
      rereadSecretKey: async () => undefined,
      tell: () => {},
      now,
    }),
    conclude: makeConclude(() => {}),
    breaker: { enter: () => ({ heard: () => {}, leave: () => {} }) },
    now,
  });
  deliver(deliveryOf(start), secrets, deadlines).then(
    ({ state }) => resolve({ doing: { answers: { state } }, ...(taken ? { taken } : {}), past: '' }),
    reject,
  );
  return promise;
};
