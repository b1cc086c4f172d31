/** What a replay would do with each record, decided before anything is done. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { longestBytes } from '../lambda/parking.ts';
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
  /** By their ids or their State: what nobody should send by the hundred goes only then. */
  isNamed: boolean;
  /** Epoch ms. */
  now: number;
  /** Epoch ms: it may go out until then, whatever its age. */
  until: number | undefined;
}

export const planOf = (all: Parked[], { isChosen, ...asked }: Asked): Step[] => {
  const steps = new Map<Parked, Step>();
  /** The ledger's pk → the record that goes under it. */
  const goes = new Map<string, Parked>();
  const leave = (parked: Parked, note: string) => steps.set(parked, { parked, does: 'leave', note });
  for (const parked of all.filter(isChosen).sort(ourOwnFirst)) {
    const first = parked.pk === null ? undefined : goes.get(parked.pk);
    const why = whyLeft(parked, asked);
    if (why !== undefined) leave(parked, why);
    else if (first) isSame(first, parked) ? steps.set(parked, twin(parked)) : leave(parked, anotherText);
    else {
      steps.set(parked, { parked, does: 'replay', note: noteOf(parked) });
      if (parked.pk !== null) goes.set(parked.pk, parked);
    }
  }
  // Chosen or not: what is left of a message that goes would be the same message once more.
  for (const parked of all) {
    const first = parked.pk === null ? undefined : goes.get(parked.pk);
    if (first && !steps.has(parked) && isSame(first, parked)) steps.set(parked, twin(parked));
  }
  return [...steps.values()];
};

/** Of twins ours goes, which has the first time of all; else the oldest. */
const ourOwnFirst = (a: Parked, b: Parked): number =>
  Number(b.shape === 'function') - Number(a.shape === 'function') || a.sourceTime - b.sourceTime;

const twin = (parked: Parked): Step => ({
  parked,
  does: 'twin',
  note: 'the same message as another record, which goes in its place',
});

/** Under one key two texts are two messages: one of them waits for a person to give it a key of its own. */
const isSame = (one: Parked, other: Parked): boolean => isDeepStrictEqual(one.message, other.message);
const anotherText = 'another record has the same key and another text: replay them one by one';

const whyLeft = (
  { back, sourceTime, message, record, state, lateBySeconds }: Parked,
  { isNamed, now, until }: Omit<Asked, 'isChosen'>,
): string | undefined => {
  if ('cannot' in back) return back.cannot;
  if (isCallerGone({ state }) && !isNamed)
    return 'a reminder whose caller was removed, which is never sent among others: name its id, or --all --state Unauthorized';
  if (message?.NotAfter !== undefined && Date.parse(message.NotAfter) <= now)
    return 'its NotAfter has passed, so it would only expire: drop it, or send it anew with the same key';
  if (until === undefined && lateBySeconds !== undefined && now - sourceTime >= lateBySeconds * 1_000)
    return 'later than its LateBySeconds allows, so it would only expire: give --until, the instant until which it may still go out';
  if (until === undefined && now - sourceTime >= usualMaxAgeSeconds * 1_000)
    return 'over a day old, so it would only expire: give --until, the instant until which it may still go out';
  if (Buffer.byteLength(record.body) > longestBodyBytes)
    return 'too large to be replayed with its attributes: send it anew with the same key, then drop it';
  return undefined;
};

/** Its reason says so. Calls that were Unauthorized are not parked. */
export const isCallerGone = ({ state }: Pick<Parked, 'state'>): boolean => state === 'Unauthorized';

/** The rest is for the attributes of a replay. */
const longestBodyBytes = longestBytes - 1_024;

const notes: Record<string, string> = {
  Unknown: 'is sent only if it was settled as not-sent; else it comes back here',
  Refused: "comes back here, unless the ledger's word on its key was changed: HotTask has refused it",
  KeyReused: 'comes back here: its key was used for another message',
  Blocked: 'comes back here, unless the rules allow its number now',
  Expired: 'comes back here, unless --until says that it may still go out',
  Unauthorized: 'is sent although its caller was removed, unless it was cancelled since',
  Invalid: 'comes back here, unless what its reason names was mended',
};

const noteOf = ({ state }: Parked): string => notes[state ?? ''] ?? 'is sent, if no other copy of it was';
