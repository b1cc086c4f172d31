/** A place where Lambda runs one environment, one message at a time; where a process was killed, the next one starts. */
import { strike } from '../../sandbox/chaos/aws-troubles.ts';
import { startLedgerPeer } from '../peers/ledger-peer.ts';
import type { OnEnd } from '../peers/on-end.ts';
import { startSecretsPeer } from '../peers/secrets-peer.ts';
import { leaseOverMs } from './bystanders.ts';
import type { Environment } from './environment.ts';
import type { Recipient } from './hottask.ts';
import { ledgerFront } from './ledger-front.ts';
import { startLine, through } from './line.ts';
import { startParkingFront } from './parking-front.ts';
import type { Point, Way } from './points.ts';
import type { Heard } from './sources.ts';
import type { Struck } from './struck.ts';
import type { World } from './world.ts';

export interface Job<Told = Heard> {
  struck: Struck;
  recipient: Recipient;
  /** Asks with the message's key. */
  ask: (environment: Environment) => Promise<Told>;
  /** Somebody else asks, when the lease is over. */
  askLater: () => Promise<unknown>;
}

/** Without a breaker: it would send nothing for a while after the third stroke of a kind. */
const rules = { mode: 'live', prefixes: { '+': 'allow' }, breakerAfter: 0 };

/** No secret is read here once a stroke has fallen. */
const unread = {
  pass: () => {
    throw new Error('this trouble reads the secret');
  },
};

export const startSlot = async (world: World, onEnd: OnEnd) => {
  let job: Job<unknown> | undefined;
  let environment: Environment | undefined;

  const pass = async (point: Point): Promise<Way> => {
    const here = environment;
    const blow = job?.struck.blow(point);
    if (!blow || !job || !here) return 'on';
    if (blow !== 'frozen past its lease') {
      environment = undefined;
      if (!(await here.kill())) throw new Error('it had ended before it could be killed');
      return blow === 'killed, and its call goes on' ? 'on' : 'drop';
    }
    await here.freeze();
    await job.askLater();
    here.setAheadMs(leaseOverMs);
    here.thaw();
    return 'on';
  };

  const secrets = await startSecretsPeer({}, onEnd);
  secrets.fault = (response, id) => {
    const trouble = job?.struck.secret(id);
    if (trouble) void strike(trouble, 'secretsmanager', unread, response, []);
    return trouble !== undefined;
  };
  const ledger = await startLedgerPeer(world.ledger.url, world.ledger.table, onEnd);
  const bringLedgerLate = ledgerFront(ledger, { troubleOf: (step) => job?.struck.trouble(step), pass });
  const parking = await startParkingFront(world.sqs, { troubleOf: () => job?.struck.trouble('parking'), pass }, onEnd);
  const parked = parking.urlOf(world.parked);
  const bringLate = async () => {
    await bringLedgerLate();
    await parking.bringLate();
  };
  const usual = through(world.hottask.good);
  const nextLine = () => {
    if (job) {
      const { recipient, struck } = job;
      recipient.treat = struck.treatment;
      recipient.points = { ...recipient.points, pass };
    }
    return job?.struck.line() ?? usual;
  };
  const hottask = await startLine(nextLine, pass, onEnd);

  return {
    /** Asks once from here, with all that strikes on the way. */
    run: async <Told>(next: Job<Told>): Promise<Told> => {
      environment ??= await world.start({ secrets, ledger, hottask, parked, rules }, onEnd);
      job = next;
      const heard = await next.ask(environment);
      job = undefined;
      if (next.recipient.treat === next.struck.treatment) next.recipient.treat = undefined;
      environment?.setAheadMs(0);
      await bringLate();
      return heard;
    },
    bringLate,
    /** The next message meets a process that has read no secret yet. */
    renew: async () => {
      await environment?.kill();
      environment = undefined;
    },
  };
};
