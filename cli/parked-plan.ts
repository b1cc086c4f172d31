/** What a replay would do with each record, decided before anything is done. Pure. */
import { usualMaxAgeSeconds } from '../lambda/wiring.ts';
import type { Parked } from './parked-shapes.ts';

export interface Step {
  parked: Parked;
  /** `twin`: another record of the same message goes in its place, so that it is dropped with that one. */
  does: 'replay' | 'twin' | 'leave';
  /** What to know of it; for one that is left, why and the mend. */
  note: string;
}

export interface Asked {
  isChosen: (parked: Parked) => boolean;
  /** Epoch ms. */
  now: number;
  /** Epoch ms: it may go out until then, whatever its age. */
  until: number | undefined;
}

export const planOf = (all: Parked[], { isChosen, now, until }: Asked): Step[] => {
  const chosen = all.filter(isChosen);
  const keys = new Set<string>();
  const goes = chosen
    .filter((parked) => whyLeft(parked, now, until) === undefined)
    .filter(({ ledgerKey }) => {
      const isFirst = ledgerKey === null || !keys.has(ledgerKey);
      if (ledgerKey !== null) keys.add(ledgerKey);
      return isFirst;
    });
  const steps = new Map<Parked, Step>(goes.map((parked) => [parked, { parked, does: 'replay', note: noteOf(parked) }]));
  // Chosen or not: what is left of a message that goes would be the same message once more.
  for (const parked of all)
    if (!steps.has(parked) && parked.ledgerKey !== null && keys.has(parked.ledgerKey))
      steps.set(parked, { parked, does: 'twin', note: 'the same message as another record, which goes in its place' });
  for (const parked of chosen)
    if (!steps.has(parked)) steps.set(parked, { parked, does: 'leave', note: whyLeft(parked, now, until) ?? '' });
  return [...steps.values()];
};

const whyLeft = ({ back, sourceTime }: Parked, now: number, until: number | undefined): string | undefined => {
  if ('cannot' in back) return back.cannot;
  if (until === undefined && now - sourceTime >= usualMaxAgeSeconds * 1_000)
    return 'over a day old, so it would only expire: give --until, the instant until which it may still go out';
  return undefined;
};

const notes: Record<string, string> = {
  Unknown: 'is sent only if it was settled as not-sent; else it comes back here',
  Refused: "comes back here, unless the ledger's word on its key was changed: HotTask has refused it",
  KeyReused: 'comes back here: its key was used for another message',
  Blocked: 'comes back here, unless the rules allow its number now',
  Invalid: 'comes back here, unless what its reason names was mended',
};

const noteOf = ({ state }: Parked): string => notes[state ?? ''] ?? 'is sent, if no other copy of it was';
