/**
 * Plays one delivery through the real lambda/deliver.ts, attempts.ts and ledger/protocol.ts. A function that waits cannot
 * be copied, and the model must go on from each point in many ways: so it is played anew from all that it heard.
 */

import { makeAttempt } from '../../lambda/attempts.ts';
import { makeConclude } from '../../lambda/conclude.ts';
import type { Written } from '../../lambda/conditional-write.ts';
import { makeDeadlines } from '../../lambda/deadlines.ts';
import { makeDeliver } from '../../lambda/deliver.ts';
import type { Delivery } from '../../lambda/delivery.ts';
import type { Fact } from '../../lambda/fact.ts';
import type { Ledger } from '../../lambda/io/ledger.ts';
import type { Secrets } from '../../lambda/io/secrets.ts';
import { keptOf } from '../../lambda/ledger/kept-reply.ts';
import { type Ask, claiming, type Found, recalling, type Steps, settling } from '../../lambda/ledger/protocol.ts';
import type { Write } from '../../lambda/ledger/writes.ts';
import type { State } from '../../lambda/outcome.ts';
import type { Rules } from '../../lambda/rules.ts';
import { sendFunction, timings } from '../../lambda/wiring.ts';
import type { Doing, Heard, Standing, Start, Variant, WriteName } from './worker.ts';

export const secrets: Secrets = {
  ours: { value: { callers: [], pepper: 'pepper', version: '1' } },
  secretKey: { value: { text: 'key', version: '1' } },
};
/** Somebody has put a new key into the secret, so that a refused one is followed by a second attempt. */
const newer = { text: 'new-key', version: '2' };
export const rules: Rules = {
  mode: 'live',
  allowList: [],
  prefixes: { '+': 'allow' },
  requireKeys: false,
  maxAgeSeconds: 86_400,
  breakerAfter: 0,
};

const deliveryOf = ({ text, at, isLate }: Start): Delivery => ({
  sourceTime: at,
  message: {
    SerialNumber: 'chatbot',
    ToPhoneNumber: '+12025550100',
    Message: text,
    ...(isLate ? { NotAfter: new Date(at).toISOString() } : {}),
  },
  key: 'key',
  keyIsDerived: false,
  scope: 'direct',
  requestId: 'request',
});

export const play = (variant: Variant, start: Start, heard: readonly Heard[]): Promise<Omit<Standing, 'after'>> => {
  const { promise, resolve, reject } = Promise.withResolvers<Omit<Standing, 'after'>>();
  const asked: string[] = [];
  let claimed: Write | undefined;
  let clock = start.at;
  const usual = makeDeadlines(start.at, sendFunction.timeoutSeconds * 1_000, timings);
  const deadlines = variant.deadlines?.(usual) ?? usual;
  const now = () => clock;

  /** What it heard then; behind the last, it waits for ever. */
  const ask = async (doing: Exclude<Doing, { answers: State }>): Promise<Heard['what']> => {
    const next = heard[asked.length];
    asked.push(doing.asks);
    if (!next) {
      const tries = asked.filter((each) => each === 'claim').length;
      resolve({ doing, past: pastOf(doing.asks, tries, claimed, heard) });
      return new Promise(() => {});
    }
    clock = next.at;
    return next.what;
  };
  const askTable = async (what: Ask): Promise<Written | Found> => {
    if (clock >= deadlines.endsAt) return 'write' in what ? 'refused' : 'unreadable';
    if (!('write' in what)) return misread((await ask({ asks: 'read' })) as Found);
    const name = nameOf(what.write);
    if (name === 'claim') claimed = what.write;
    const write = variant.write ? variant.write(name, what.write) : what.write;
    return write ? ((await ask({ asks: name, write })) as Written) : 'done';
  };
  const misread = (found: Found): Found => {
    if (!variant.reads || found === 'unreadable' || typeof found.item !== 'object') return found;
    return { item: variant.reads(found.item, String(claimed?.set.fingerprint)) };
  };
  const run = async <Result>(steps: Steps<Result>): Promise<Result> => {
    let next = steps.next();
    while (!next.done) next = steps.next(await askTable(next.value));
    return next.value;
  };

  /** As io/ledger.ts puts the same steps on the wire. */
  const ledger: Ledger = {
    claim: async (entry, { leaseUntil }) => {
      const owner = start.name;
      const won = await run(claiming(entry, { owner, leaseUntil }, now));
      return won !== 'unreachable' && won.isMine ? { isMine: true, pk: entry.pk, owner } : won;
    },
    recall: (entry) => run(recalling(entry, now)),
    settle: async ({ pk, owner }, { message }, { outcome, secretKey }) => {
      await run(settling(pk, owner, keptOf(outcome, message, secretKey.text), now));
    },
    look: async () => 'unreadable',
  };
  const deliver = makeDeliver({
    rules,
    ledger,
    reminders: { take: async () => 'mine' },
    standingOfCaller: async () => 'known',
    attempt: makeAttempt({
      rules,
      hottask: { post: async (_message, _key, writeBy) => (await ask({ asks: 'post', writeBy })) as Fact },
      rereadSecretKey: async () => newer,
      tell: () => {},
      now,
    }),
    conclude: makeConclude(() => {}),
    breaker: { enter: () => ({ heard: () => {}, leave: () => {} }) },
    now,
  });
  deliver(deliveryOf(start), secrets, deadlines).then(
    ({ state }) => resolve({ doing: { answers: state }, past: '' }),
    reject,
  );
  return promise;
};

const nameOf = ({ isClaim, set }: Write): WriteName => (isClaim ? 'claim' : set.fingerprint ? 'give back' : 'settle');

/** How many claims it has left and what the last one took, or for what reasons it may post again; what ends a claim depends on neither. */
const pastOf = (asks: string, tries: number, claimed: Write | undefined, heard: readonly Heard[]): string => {
  if (asks === 'claim' || asks === 'read') return tries + JSON.stringify(claimed?.when);
  if (asks !== 'post') return '';
  const facts = heard.flatMap(({ what }) => (typeof what === 'object' && 'at' in what ? [what.at] : []));
  return facts.sort().join();
};
