/**
 * Chaos, as it is switched: which calls of the send function are struck, and by what. A seed says it all beforehand: it is
 * asked with the kind of the call and how many of this kind came since the switch.
 */
import type { Call } from './aws-troubles.ts';
import { type Dice, makeDice } from './dice.ts';
import { anyFault, type Kind, partsOf, type Trouble, troublesOf } from './faults.ts';
import { makeHeldBack } from './held-back.ts';

export interface Plan {
  /** One of `faults`, or `any`. */
  Fault: string;
  /** One in so many of the calls that the fault concerns is struck; 1 strikes each. */
  OneIn: number;
  Seed: number;
}

export type ChaosTold = { Fault: null } | (Plan & { Struck: number; Of: number });

/** What becomes of one call. */
export interface Blow<K extends Kind> {
  trouble: Trouble<K>;
  /** Where the far end may have done it before it failed: whether it had. */
  isDone: boolean;
}

interface On {
  plan: Plan;
  dice: Dice;
  /** Kind → how many calls came. */
  times: Map<Kind, number>;
  struck: number;
  of: number;
}

/** A burst of calls is told once. */
const gatherMs = 50;

export const makeChaos = (tell: (told: ChaosTold) => void) => {
  const heldBack = makeHeldBack();
  let on: On | undefined;

  const told = (): ChaosTold => (on ? { ...on.plan, Struck: on.struck, Of: on.of } : { Fault: null });

  let isTold = true;
  const tellNow = () => {
    if (!isTold) tell(told());
    isTold = true;
  };
  const came = () => {
    if (isTold) setTimeout(tellNow, gatherMs);
    isTold = false;
  };

  const turn = async (next: On | undefined) => {
    on = next;
    isTold = false;
    tellNow();
    await heldBack.bring();
  };

  return {
    told,
    isOn: () => on !== undefined,
    /** Ends what was on, and counts anew. Resolves when what the network held back has arrived, as `switchOff` does. */
    switchOn: (plan: Plan) => turn({ plan, dice: makeDice(plan.Seed), times: new Map(), struck: 0, of: 0 }),
    switchOff: () => turn(undefined),
    /** Asked once for each call; undefined where it goes through. */
    strikes: <K extends Kind>(kind: K): Blow<K> | undefined => {
      if (!on) return undefined;
      const { plan, dice, times } = on;
      const fault = partsOf(plan.Fault);
      if (fault ? fault.kind !== kind : plan.Fault !== anyFault) return undefined;
      const time = (times.get(kind) ?? 0) + 1;
      times.set(kind, time);
      on.of += 1;
      came();
      if (dice.roll(kind, time) * plan.OneIn >= 1) return undefined;
      on.struck += 1;
      const trouble = (fault?.trouble ?? dice.pick(troublesOf(kind), kind, time)) as Trouble<K>;
      return { trouble, isDone: dice.roll('done', kind, time) < 0.5 };
    },
    /** What is still struck when it has been switched off arrives at once. */
    hold: async (calls: Call[]) => {
      heldBack.hold(calls);
      if (!on) await heldBack.bring();
    },
  };
};

export type Chaos = ReturnType<typeof makeChaos>;
