/** How slow the first text of the day may be, as ratios, since milliseconds belong to the machine. */
import { type Rounds, ratio } from './table.ts';

const limits = [
  { base: 'bare', aim: 2.5, must: 3.2 },
  { base: 'recipe', aim: 0.48, must: 0.75 },
];

/** A line for each limit that could be judged, and whether all of them hold. */
export const judge = (rounds: Rounds): { lines: string[]; isGood: boolean } => {
  const judged = limits.flatMap(({ base, aim, must }) => {
    const measured = ratio(rounds, 'ours', base);
    if (measured === undefined) return [];
    const verdict =
      measured <= aim ? 'as aimed for' : measured <= must ? 'good enough, not yet as aimed for' : 'TOO SLOW';
    const line = `ours is ${measured.toFixed(2)} x ${base}: ${verdict} (aim ${aim}, limit ${must})`;
    return [{ line, isGood: measured <= must }];
  });
  return { lines: judged.map(({ line }) => line), isGood: judged.every(({ isGood }) => isGood) };
};
