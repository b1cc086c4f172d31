/** One bad record in a batch of ten, whatever is bad about it: the other nine recipients get their text, once, and at once. */
import { expect, test } from 'vitest';
import { canary } from './canary.ts';
import { makeChance } from './chance.ts';
import { makeFunction, message } from './function.ts';
import { startFauxqsPeer } from './peers/fauxqs-peer.ts';
import { accepts, answers, type Behaviour, reset, startHotTaskPeer } from './peers/hottask-peer.ts';
import { startLedgerPeer } from './peers/ledger-peer.ts';
import { startSecretsPeer } from './peers/secrets-peer.ts';
import { batch, eventBridgeEvent, notification, type Record, record } from './queue-records.ts';

const first = Number(process.env.SEED ?? 2026);
/** `npm run soak` tries a hundred. */
const seeds = Array.from({ length: Number(process.env.SEEDS ?? 25) }, (_, at) => first + at);
const poisonous = 'This one is poison.';

/** What a stranger may put there. */
const bodies: ((noise: string) => unknown)[] = [
  (noise) => noise,
  () => 'null',
  () => '[]',
  () => `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
  () => '{"__proto__":{"Records":[]},"constructor":1}',
  () => message,
  (noise) => ({ ...message, IdempotencyKey: 'k', ToPhoneNumber: canary.number + noise }),
  () => eventBridgeEvent('detail'),
  () => eventBridgeEvent(message, { id: null }),
  () => notification('{'),
  (noise) => ({ Rule: 'r', Template: { Message: `{{${noise}}}` }, Event: eventBridgeEvent({}) }),
  () => ({ Rule: 'r', Template: { ...message, Message: '{{detail.__proto__.x}}' }, Event: eventBridgeEvent({}) }),
  () => ({ Reminder: 1 }),
];
/** How HotTask treats one that is good. */
const treatments: Behaviour[] = [answers(500, '{}'), answers(429, '{}'), answers(400, '{}'), reset];

test(`over ${seeds.length} seeds`, async () => {
  const hottask = await startHotTaskPeer();
  const sqs = await startFauxqsPeer();
  const { parked } = await sqs.createQueues();
  const { url, table } = await startLedgerPeer();
  const fn = makeFunction({ hottask, secrets: await startSecretsPeer(), ledger: { url, table }, parked });
  const deliver = async (records: Record[]) =>
    ((await fn.invoke(batch(...records))) as { batchItemFailures: { itemIdentifier: string }[] }).batchItemFailures.map(
      ({ itemIdentifier }) => itemIdentifier,
    );

  for (const seed of seeds) {
    const chance = makeChance(seed);
    const noise = String.fromCodePoint(
      ...Array.from({ length: 1 + chance.below(20) }, () => 32 + chance.below(0xd000)),
    );
    const isBadItself = chance.below(2) === 0;
    const poison = record(
      isBadItself
        ? bodies[chance.below(bodies.length)]?.(noise)
        : { ...message, Message: poisonous, IdempotencyKey: `poison-${seed}` },
    );
    const treatment = treatments[chance.below(treatments.length)] as Behaviour;
    const good = Array.from({ length: 9 }, (_, at) => record({ ...message, IdempotencyKey: `good-${seed}-${at}` }));
    const records = good.toSpliced(chance.below(10), 0, poison);
    const mayPark = chance.below(4) > 0;
    sqs.fault = (_call, response) => {
      if (!mayPark) response.writeHead(400).end('{}');
      return !mayPark;
    };

    // The poison is answered only when the other nine have arrived: who made them wait for it would wait for ever.
    const nine = Promise.withResolvers<void>();
    let arrived = 0;
    hottask.posts.length = 0;
    hottask.behave = async (response, post) => {
      const isPoison = post.body.includes(poisonous);
      if (isPoison) await nine.promise;
      else if (++arrived === 9) nine.resolve();
      (isPoison ? treatment : answers(200, accepts))(response, post);
    };
    const failed = await deliver(records);
    expect(arrived, `seed ${seed}`).toBe(9);
    expect(
      failed.filter((id) => id !== poison.messageId),
      `seed ${seed}`,
    ).toEqual([]);

    // What the mapping does next: the failed one comes back, and all of it may.
    await deliver(records.filter(({ messageId }) => failed.includes(messageId)));
    await deliver(records);
    expect(arrived, `seed ${seed}`).toBe(9);
  }
}, 120_000);
