/** A place where Lambda runs one environment, one message at a time; where a process was killed, the next one starts. */
import { type Call, strike } from '../../sandbox/chaos/aws-troubles.ts';
import type { OnEnd } from '../peers/on-end.ts';
import { leaseOverMs } from './bystanders.ts';
import type { Environment } from './environment.ts';
import { startFronts } from './fronts.ts';
import type { Recipient } from './hottask.ts';
import { through } from './line.ts';
import type { Point, Way } from './points.ts';
import { bring, type Scene } from './scene.ts';
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

  /** The copies that the network holds back of each message. */
  const late = new Map<Recipient | undefined, Call[]>();
  const lateOf = (recipient: Recipient | undefined): Call[] => {
    const calls = late.get(recipient) ?? [];
    late.set(recipient, calls);
    return calls;
  };
  const usual = through(world.hottask.good);
  const lineOf = () => {
    if (job) {
      const { recipient, struck } = job;
      recipient.treat = struck.treatment;
      recipient.points = { ...recipient.points, pass };
    }
    return job?.struck.line() ?? usual;
  };
  const sceneOf = (): Scene => ({
    troubleOf: (step) => job?.struck.trouble(step),
    lineOf,
    pass,
    late: lateOf(job?.recipient),
  });
  const fronts = await startFronts(world, sceneOf, onEnd);
  fronts.secrets.fault = (response, id) => {
    const trouble = job?.struck.secret(id);
    if (trouble) void strike(trouble, 'secretsmanager', unread, response, []);
    return trouble !== undefined;
  };

  return {
    /** Asks once from here, with all that strikes on the way. */
    run: async <Told>(next: Job<Told>): Promise<Told> => {
      environment ??= await world.start({ ...fronts, rules }, onEnd);
      job = next;
      const heard = await next.ask(environment);
      job = undefined;
      if (next.recipient.treat === next.struck.treatment) next.recipient.treat = undefined;
      environment?.setAheadMs(0);
      await bring(lateOf(next.recipient));
      return heard;
    },
    /** All late copies arrive once more. */
    bringLate: () => bring([...late.values()].flat()),
    /** The next message meets a process that has read no secret yet. */
    renew: async () => {
      await environment?.kill();
      environment = undefined;
    },
  };
};
