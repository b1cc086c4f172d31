/** What strikes a message on its way; each proxy asks it anew. */
import type { AwsTrouble, Call } from '../../sandbox/chaos/aws-troubles.ts';
import type { Line } from './line.ts';
import type { Points } from './points.ts';

/** A call of one message to an AWS service. `take`: of a reminder that fires, its own item; `look`: the read of that item where the take failed. */
export type Step = 'take' | 'look' | 'claim' | 'settle' | 'recall' | 'parking';

export interface Scene {
  /** What goes wrong with this call; undefined where nothing does. */
  troubleOf: (step: Step) => AwsTrouble | undefined;
  /** What becomes of the next connection to HotTask. */
  lineOf: () => Line;
  pass: Points['pass'];
  /** Takes the copies that the network holds back. */
  late: Call[];
}

/** The copies arrive, again at each call. */
export const bring = async (late: readonly Call[]): Promise<void> => {
  for (const call of late) await call.pass();
};
