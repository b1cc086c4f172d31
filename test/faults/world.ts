/** What all cells share: the far ends themselves, and healthy processes that ask with the same key as the one that met a fault. */

import { createLedger, dynalite, dynamoDbClient } from '../peers/dynalite-peer.ts';
import type { OnEnd } from '../peers/on-end.ts';
import { startSecretsPeer } from '../peers/secrets-peer.ts';
import { deploy } from './deployment.ts';
import { type Setting, startEnvironment } from './environment.ts';
import { startHotTask } from './hottask.ts';

/** Longer than any lease: an invocation has 20 s, and two clocks may be 5 s wrong each. */
export const leaseOverMs = 45_000;

export const startWorld = async (onEnd: OnEnd) => {
  const deployment = deploy(onEnd);
  const hottask = await startHotTask(onEnd);
  const secrets = await startSecretsPeer({}, onEnd);
  const url = await dynalite();
  const client = dynamoDbClient(url);
  onEnd(() => client.destroy());
  const ledger = { url, table: await createLedger(client) };

  const turns = makeTurns(2);
  /** A process; `setting` says where it finds other far ends than the healthy ones. */
  const start = (setting: Partial<Setting> = {}, onItsEnd = onEnd) =>
    turns(() => startEnvironment(deployment, { secrets, ledger, hottask: hottask.good, ...setting }, onItsEnd));
  const [other, later, forbidding, skewed, ...crowd] = await Promise.all([
    start(),
    start({ aheadMs: leaseOverMs }),
    start({ rules: { mode: 'live', prefixes: { '+1': 'deny' } } }),
    // Its clock is 5 s ahead, and 15 s have passed: no clock may be further wrong, and no invocation be much older.
    start({ aheadMs: 20_000 }),
    ...Array.from({ length: 3 }, () => start()),
  ]);
  return {
    hottask,
    ledger,
    start,
    bystanders: {
      other,
      /** Asks when every lease of the others is over. */
      later,
      /** Its rules forbid the number. */
      forbidding,
      skewed,
      /** Several that ask at once. */
      crowd: [other, ...crowd],
    },
  };
};

/** A process that starts takes a core for itself; those that run must not miss their time-outs for it. */
const makeTurns = (atOnce: number) => {
  const lanes = Array.from({ length: atOnce }, () => Promise.resolve() as Promise<unknown>);
  let turn = 0;
  return <T>(start: () => Promise<T>): Promise<T> => {
    const lane = turn++ % atOnce;
    const started = (lanes[lane] as Promise<unknown>).then(start);
    lanes[lane] = started.catch(() => {});
    return started;
  };
};

export type World = Awaited<ReturnType<typeof startWorld>>;
