/** Chance that a seed repeats: the same question gets the same answer in each run, in whatever order they are asked. */
import { createHash } from 'node:crypto';

export interface Dice {
  /** From 0 up to 1. */
  roll: (...question: (string | number)[]) => number;
  pick: <T>(choices: readonly T[], ...question: (string | number)[]) => T;
}

export const makeDice = (seed: number): Dice => {
  const roll: Dice['roll'] = (...question) =>
    createHash('sha256')
      .update(JSON.stringify([seed, ...question]))
      .digest()
      .readUInt32BE() /
    2 ** 32;
  return {
    roll,
    pick: (choices, ...question) => choices[Math.floor(roll('pick', ...question) * choices.length)] as never,
  };
};
