/**
 * Where the cells are played, one after the other: proxies, and behind them a process that is kept from cell to cell, as
 * Lambda keeps an environment from message to message.
 */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { OnEnd } from '../peers/on-end.ts';
import { makeAsk, messageOf } from './ask.ts';
import type { Environment, Setting } from './environment.ts';
import { startFronts } from './fronts.ts';
import type { Scene } from './scene.ts';
import { http } from './sources/calls.ts';
import type { Heard } from './sources.ts';
import type { World } from './world.ts';

/** The two secrets, read at the start; what reads more has met a fault there, or was refused. */
const usualReads = 2;
/** One message more in a row that leaves its end open, and an environment would take HotTask for down. */
const mostUnknown = 2;

export const makeStands = (world: World, onEnd: OnEnd) => {
  const free: Stand[] = [];
  return {
    /** `sceneOf`: what strikes there from now on. */
    take: async (sceneOf: () => Scene) => {
      const stand = free.pop() ?? (await startStand(world, onEnd));
      stand.enter(sceneOf);
      return stand;
    },
    /** `heard`: all that the cell's callers have heard; undefined of a cell that has failed. */
    giveBack: async (stand: Stand, heard: readonly Heard[] | undefined) => {
      await stand.leave(heard);
      free.push(stand);
    },
  };
};

export type Stands = ReturnType<typeof makeStands>;

const startStand = async (world: World, onEnd: OnEnd) => {
  let sceneOf: () => Scene;
  let kept: Environment | undefined;
  /** By the cell that is played now. */
  let isUsed = false;
  /** How often a message of it was left open. */
  let unknown = 0;
  const fronts = await startFronts(world, () => sceneOf(), onEnd);
  const { reads } = fronts.secrets;
  let end = async () => {};
  onEnd(() => end());

  /** Somebody else's message goes out, and ends the row of those that were left open. */
  const sendOne = async (environment: Environment) => {
    const message = messageOf(`stranger-${randomUUID()}`);
    const { state } = await makeAsk(http, message, world)({ environment });
    expect(state, 'heard by a stranger whom no fault has met').toBe('Sent');
    unknown = 0;
  };
  const renew = async () => {
    [reads.length, unknown] = [0, 0];
    kept = await world.start(fronts, (itsEnd) => {
      end = async () => {
        end = async () => {};
        kept = undefined;
        await itsEnd();
      };
    });
    return kept;
  };
  return {
    fronts,
    environment: async () => {
      isUsed = true;
      return kept ?? renew();
    },
    start: (setting: Partial<Setting>, onItsEnd: OnEnd) => world.start({ ...fronts, ...setting }, onItsEnd),
    enter: (next: () => Scene) => {
      sceneOf = next;
      isUsed = false;
      [reads.length, fronts.ledger.calls.length] = [Math.min(reads.length, usualReads), 0];
      kept?.forgetLog();
    },
    /** Ends its process where this cell may have left something in it. */
    leave: async (heard: readonly Heard[] | undefined) => {
      if (!isUsed) return;
      if (heard?.some(({ state }) => state === 'Unknown')) unknown += 1;
      const isAsBefore = heard && !kept?.isTouched() && reads.length <= usualReads;
      if (!isAsBefore) return end();
      if (kept && unknown >= mostUnknown) await sendOne(kept);
    },
  };
};

type Stand = Awaited<ReturnType<typeof startStand>>;
