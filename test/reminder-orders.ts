/** All that can happen around a caller's reminder, on the real functions, each step whole or dying on its way; and what must not come of it. */
import { timings } from '../lambda/wiring.ts';
import { canary } from './canary.ts';
import { makeFunction } from './function.ts';
import { accepts, answers, startHotTaskPeer } from './peers/hottask-peer.ts';
import { type Call, type LedgerFault, startLedgerPeer } from './peers/ledger-peer.ts';
import { awsError, startSecretsPeer } from './peers/secrets-peer.ts';
import { batch, record } from './queue-records.ts';
import { group, setUpRemindersFunction } from './reminders-function.ts';

/** Who has died asks nothing more: all is refused, at once. */
const dead: LedgerFault = (_call, response) => awsError('AccessDeniedException', 'dead')(response, '');
/** Does it, and dies before it hears so. */
const lastWord: LedgerFault = async ({ pass }, response) => {
  await pass();
  response.socket?.resetAndDestroy();
  return true;
};
const isWrite = ({ operation }: Pick<Call, 'operation'>) => operation === 'UpdateItem';

/** Alive up to the first call that `last` names; that one is done, and nothing after it. */
const dyingAt = (last: (call: Call) => boolean): LedgerFault => {
  let isDead = false;
  return (call, response) => {
    if (isDead) return dead(call, response);
    if (!last(call)) return false;
    isDead = true;
    return lastWord(call, response);
  };
};
const alive: LedgerFault = () => false;

export type Event = (typeof events)[number];
export const events = [
  'PUT',
  'PUT, later',
  'PATCH, later',
  'PUT, dies before its commit',
  'PUT, later, dies after its commit',
  'DELETE',
  'DELETE, dies after its write',
  'fires',
  'fires, dies before its claim',
  'fires, dies after its claim',
  'fires, dies after its POST',
  'again',
  'a minute passes',
] as const;

export const setUpOrders = async () => {
  const reminders = await setUpRemindersFunction();
  const { table, tables, scheduler, now } = reminders;
  const posts: { text: string; at: number }[] = [];
  const hottask = await startHotTaskPeer((response, post) => {
    posts.push({ text: JSON.parse(post.body).Message, at: now() });
    answers(200, accepts)(response, post);
  });
  const front = await startLedgerPeer(tables.ledger);
  const send = makeFunction({
    hottask,
    secrets: await startSecretsPeer(),
    ledger: { url: front.url, table: tables.ledger },
    reminders: tables.reminders,
    timings,
  });
  Object.defineProperty(send.clock, 'aheadMs', { get: () => now() - Date.now() });

  const schedulesOf = (key: string) =>
    scheduler
      .schedules()
      .map(({ name, dueAt = 0, answer }) => ({ name, dueAt, input: String(answer.Target.Input) }))
      .filter(({ input }) => JSON.parse(input).Key === key)
      .sort((a, b) => a.dueAt - b.dueAt);

  const deliver = async (body: string) =>
    ((await send.invoke(batch(record(body, {}, now())))) as { batchItemFailures: unknown[] }).batchItemFailures
      .length === 0;

  /** Plays these in this order on a reminder of its own; gives what was broken, in words. */
  const play = async (key: string, order: readonly Event[]): Promise<string[]> => {
    const first = Math.ceil(now() / 1_000) * 1_000 + 120_000;
    const broken: string[] = [];
    /** What was set, in order: its text is its number. */
    const sets: { dueAt: number; isStanding: 'yes' | 'no' | 'perhaps' }[] = [];
    const waiting = new Map<string, number>();
    let last: string | undefined;
    let isPerhapsSent = false;

    const check = () => {
      for (const { text, at } of posts.splice(0)) {
        const set = sets[Number(text.split(' ').at(-1))] as (typeof sets)[number] & { isSent?: true };
        if (set.isStanding === 'no') broken.push('a text although it was cancelled or moved');
        if (
          set.isSent ||
          sets.some((other) => other !== set && other.dueAt === set.dueAt && (other as { isSent?: true }).isSent)
        )
          broken.push('the same text twice');
        if (at >= set.dueAt + 300_000) broken.push('a text too late');
        if (at < set.dueAt) broken.push('a text before its time');
        set.isSent = true;
      }
    };
    const put = async (dueAt: number) => {
      if (dueAt < now() + 61_000) return;
      sets.push({ dueAt, isStanding: 'perhaps' });
      const Message = `${canary.text} ${sets.length - 1}`;
      const At = new Date(dueAt).toISOString().slice(0, 19);
      const { status = 0, json } = await reminders.put(key, {
        At,
        TimeZone: 'UTC',
        Message: { SerialNumber: 'a', ToPhoneNumber: canary.number, Message },
      });
      const mine = sets.at(-1) as (typeof sets)[number];
      if (status < 300) for (const set of sets) set.isStanding = set === mine ? 'yes' : 'no';
      else if (status === 409 || /^Nothing was changed/.test(String(json.Message))) mine.isStanding = 'no';
      else for (const set of sets) if (set.isStanding === 'yes') set.isStanding = 'perhaps';
    };
    /** The text stays, and goes out at another time. */
    const patch = async (dueAt: number) => {
      if (dueAt < now() + 61_000) return;
      const { status = 0, json } = await reminders.patch(key, { At: new Date(dueAt).toISOString().slice(0, 19) });
      if (status === 200) {
        const moved = schedulesOf(key).find(({ input }) => JSON.parse(input).Revision === json.Revision);
        const text = String(JSON.parse(moved?.input ?? '{}').Message?.Message);
        for (const [number, set] of sets.entries())
          if (text !== `${canary.text} ${number}`) set.isStanding = 'no';
          else Object.assign(set, { dueAt, isStanding: 'yes' });
      } else if (status === 503 && !/^Nothing was changed/.test(String(json.Message)))
        broken.push('a PATCH that met no fault does not know what became of it');
    };
    const cancel = async () => {
      const { status } = await reminders.remove(key);
      if (status === 200 || status === 404) for (const set of sets) set.isStanding = 'no';
      else if (status === 503) for (const set of sets) if (set.isStanding === 'yes') set.isStanding = 'perhaps';
    };
    const fire = async () => {
      const [next] = schedulesOf(key);
      if (!next) return;
      reminders.clock.aheadMs += Math.max(0, next.dueAt - now());
      const gone = await fetch(`${scheduler.url}/schedules/${next.name}?groupName=${group}`, { method: 'DELETE' });
      if (!gone.ok) throw new Error(`Scheduler keeps what has fired: ${gone.status}`);
      last = next.input.replace(
        '<aws.scheduler.scheduled-time>',
        new Date(next.dueAt).toISOString().replace('.000Z', 'Z'),
      );
      await again();
    };
    const again = async () => {
      if (!last) return;
      if (await deliver(last)) waiting.delete(last);
      else waiting.set(last, (waiting.get(last) ?? 0) + 1);
    };
    const whileTableIs = async (fault: LedgerFault, doing: () => Promise<void>) => {
      table.fault = fault;
      front.fault = fault;
      await doing();
      table.fault = alive;
      front.fault = alive;
    };
    const dies = (event: Event): Promise<void> => {
      switch (event) {
        case 'PUT':
          return put(first);
        case 'PUT, later':
          return put(first + 600_000);
        case 'PATCH, later':
          return patch(first + 1_200_000);
        case 'PUT, dies before its commit':
          return whileTableIs(
            (call, response) => isWrite(call) && dead(call, response),
            () => put(first),
          );
        case 'PUT, later, dies after its commit':
          return whileTableIs(dyingAt(isWrite), () => put(first + 600_000));
        case 'DELETE':
          return cancel();
        case 'DELETE, dies after its write':
          return whileTableIs(dyingAt(isWrite), cancel);
        case 'fires':
          return fire();
        case 'fires, dies before its claim':
          return whileTableIs((call, response) => call.isClaim && dead(call, response), fire);
        case 'fires, dies after its claim':
          isPerhapsSent = true;
          return whileTableIs(
            dyingAt(({ isClaim }) => isClaim),
            fire,
          );
        case 'fires, dies after its POST':
          return whileTableIs(
            (call, response) => call.table === tables.ledger && isWrite(call) && !call.isClaim && dead(call, response),
            fire,
          );
        case 'again':
          return again();
        default:
          reminders.clock.aheadMs += 60_000;
          return Promise.resolve();
      }
    };

    for (const event of order) {
      await dies(event);
      check();
    }
    // All comes to its end: what is due fires, what comes back is delivered again.
    while (schedulesOf(key).length > 0) {
      await fire();
      check();
    }
    reminders.clock.aheadMs += 45_000;
    for (const body of waiting.keys()) await deliver(body);
    check();
    const stands = sets.find(({ isStanding }) => isStanding === 'yes') as { isSent?: true } | undefined;
    if (stands && !stands.isSent && !isPerhapsSent) broken.push('no text of a reminder that stands');
    return broken;
  };
  return { play };
};
