/** How a message may have ended, whatever has struck it on its way. */
import { expect } from 'vitest';
import type { State } from '../../lambda/outcome.ts';
import type { Recipient } from './hottask.ts';
import { placeOf } from './sources/queued.ts';
import type { Heard } from './sources.ts';

export interface Story {
  recipient: Recipient;
  /** All that has struck it. */
  strokes: readonly string[];
  /** What its callers have heard. */
  heard: readonly string[];
}

/** What may leave a claim behind that nobody can give back. */
const keepsTheClaim = [
  /^the claim has arrived: killed, and its call goes on/,
  /^(the claim is written|the connection is accepted|HotTask has read it): (killed|frozen)/,
  /^the settle has arrived: (killed, and its call is lost|frozen)/,
  /^the settle:? (fails|is (throttled|denied|lost|never answered|cut off))/,
];

/** A claim that was written, and whose next try was the end of its process. */
const endsItsNextTry = /^the claim has arrived: (killed|frozen)/;
const isWritten = /^the claim:? is (done|cut off)/;

/** Nobody sends again what may have left, or whose end was never written down; all else goes out. */
const mayBeUnknown = ({ recipient, strokes }: Story) =>
  recipient.texts === 1 ||
  strokes.some((stroke) => keepsTheClaim.some((form) => form.test(stroke))) ||
  [endsItsNextTry, isWritten].every((form) => strokes.some((stroke) => form.test(stroke)));

/** `last`: what somebody hears who asks when all leases are over and all faults gone. */
export const expectEnded = ({ recipient, strokes, heard }: Story, last: Heard, name: string): void => {
  const { state } = last;
  const story = `${name}: ${strokes.join('; ')} → ${heard.join(', ')}, then ${state}`;
  expect(['Sent', 'Refused', 'Unknown'], `a final place: ${story}`).toContain(state);
  if (last.place) expect(last.place, `where it ends: ${story}`).toBe(placeOf[state as State]);
  expect(recipient.texts, `texts: ${story}`).toBeLessThanOrEqual(1);
  if (state === 'Refused') expect(recipient.texts, `refused: ${story}`).toBe(0);
  if (heard.includes('Sent')) expect(['Sent', 'Unknown'], `was sent: ${story}`).toContain(state);
  if (state === 'Unknown')
    expect(mayBeUnknown({ recipient, strokes, heard }), `unknown without a reason: ${story}`).toBe(true);
};
