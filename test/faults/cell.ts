/** One fault on one way in: a message with its key, the far ends that its process sees, and the process. */
import { connect, type Socket } from 'node:net';
import { expect } from 'vitest';
import { canary } from '../canary.ts';
import { message as fields } from '../function.ts';
import { startTcpPeer } from '../peers/hottask-peer.ts';
import { startLedgerPeer } from '../peers/ledger-peer.ts';
import type { OnEnd } from '../peers/on-end.ts';
import { startSecretsPeer } from '../peers/secrets-peer.ts';
import type { Environment, Setting } from './environment.ts';
import { ledgerFront } from './ledger-front.ts';
import { type Heard, type Keyed, pkOf, type Source } from './sources.ts';
import type { World } from './world.ts';

export interface Ask {
  environment: Environment;
  /** Other fields than the message's own. */
  changes?: Partial<Keyed>;
  remainingMs?: number;
}

export const openCell = async (world: World, source: Source, id: string, onEnd: OnEnd) => {
  const message: Keyed = { ...fields, Message: `${canary.text} ${id}`, IdempotencyKey: id };
  const pk = pkOf(source, message);
  const recipient = world.hottask.recipientOf(message.Message);
  const { points } = recipient;
  const planned = new Map<string, number>();
  /** A fault that must happen, else the cell fails by its name; the function that it gives says that it has. */
  const plan = (name: string) => {
    planned.set(name, 0);
    return () => void planned.set(name, (planned.get(name) ?? 0) + 1);
  };

  const secrets = await startSecretsPeer({}, onEnd);
  const ledger = await startLedgerPeer(world.ledger.url, world.ledger.table, onEnd);
  const wire = ledgerFront(ledger, points, plan);
  const through =
    ({ url }: { url: string }) =>
    (socket: Socket) => {
      const onward = connect(Number(new URL(url).port), '127.0.0.1');
      onward.on('error', () => socket.resetAndDestroy());
      socket.once('close', () => onward.destroy());
      socket.pipe(onward).pipe(socket);
    };
  const line = { behave: through(world.hottask.good) };
  const hottask = await startTcpPeer(async (socket) => {
    if ((await points.pass('the connection is accepted')) === 'drop') socket.destroy();
    else line.behave(socket);
  }, onEnd);

  const ask = async ({ environment, changes, remainingMs }: Ask): Promise<Heard> => {
    const heard = source.hear(await environment.invoke(source.event({ ...message, ...changes }), remainingMs));
    expect(recipient.texts, 'texts that the recipient may have got').toBeLessThanOrEqual(1);
    if (heard.state === 'Sent') expect(recipient.texts, 'texts behind a Sent').toBe(1);
    return heard;
  };

  return {
    source,
    message,
    recipient,
    points,
    plan,
    bystanders: world.bystanders,
    /** In front of Secrets Manager, for this cell's process alone. */
    secrets,
    /** In front of DynamoDB, likewise. */
    ledger,
    wire,
    /** The line to HotTask, likewise: what it does with a connection. */
    line,
    through,
    hottask: world.hottask,
    /** A process that sees the far ends through this cell's faults. */
    start: (setting: Partial<Setting> = {}) => world.start({ secrets, ledger, hottask, ...setting }, onEnd),
    /** One caller, or one who asks again with the same key. No answer may be heard after which there could be two texts. */
    ask,
    /** What the ledger holds under the key. */
    item: () => ledger.itemAt(pk),
    /** The faults are gone; what was planned has happened. */
    heal: () => {
      expect(
        [...planned].filter(([, times]) => times === 0).map(([name]) => name),
        'faults that never fired',
      ).toEqual([]);
      secrets.fault = () => false;
      wire.heal();
      recipient.treat();
      line.behave = through(world.hottask.good);
    },
    fired: () => [...planned.values()].filter((times) => times > 0).length,
  };
};

export type Cell = Awaited<ReturnType<typeof openCell>>;
