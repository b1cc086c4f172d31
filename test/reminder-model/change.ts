/** Who sets, moves or cancels, each under a name that is its nonce too: the product's own steps, played anew from all that they have heard. */
import { moving } from '../../lambda/reminders/moving.ts';
import { type Changed, cancelling, type Steps, setting } from '../../lambda/reminders/protocol.ts';
import type { When } from '../../lambda/reminders/reminder.ts';
import { type Heard, type Played, pastOf } from './actor.ts';

export const names = { put: ['A', 'B', 'C'], move: ['P', 'Q'], cancel: ['X', 'Y', 'Z'] } as const;

/** Two steps of time are more, on any clock. */
export const lateBySeconds = 35;

export const whenAt = (dueAt: number): When => ({ at: '2027-03-01T09:00:00', timeZone: 'UTC', dueAt, lateBySeconds });

const changeOf = (nonce: string) => ({ caller: 'web', key: 'appt', nonce, requestId: 'request' });

const play = (make: (now: () => number) => Steps<Changed>, heard: readonly Heard[]): Played => {
  let clock = 0;
  const steps = make(() => clock);
  let next = steps.next();
  for (const { what, at } of heard) {
    clock = at;
    next = steps.next(what as Parameters<typeof steps.next>[0]);
  }
  return next.done
    ? { doing: { answers: next.value }, past: '' }
    : { doing: { asks: 'reminders', ask: next.value }, past: pastOf(heard) };
};

/** Each has a text of its own. */
export const playPut = (nonce: string, dueAt: number) => (heard: readonly Heard[]) =>
  play((now) => setting(changeOf(nonce), { when: whenAt(dueAt), message: { Message: nonce } }, now), heard);

export const playMove = (nonce: string, dueAt: number) => (heard: readonly Heard[]) =>
  play((now) => moving(changeOf(nonce), { whenFrom: (seen) => ({ ...seen, dueAt }), now }), heard);

export const playCancel = (nonce: string) => (heard: readonly Heard[]) =>
  play((now) => cancelling(changeOf(nonce), now), heard);
