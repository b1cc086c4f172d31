/** How a message may have ended, whatever has struck it on its way. */
import { expect } from 'vitest';
import type { Recipient } from './hottask.ts';
import type { Heard } from './sources.ts';

export interface Story {
  recipient: Recipient;
  /** All that has struck it. */
  strokes: readonly string[];
  /** What its callers have heard. */
  heard: readonly string[];
}

/** Nobody sends again what may have left, or whose end was never written down; all else goes out. */
const mayBeUnknown = ({ recipient, strokes }: Story) =>
  recipient.texts === 1 || strokes.some((stroke) => /killed|frozen|settle/.test(stroke));

/** `last`: what somebody hears who asks when all leases are over and all faults gone. */
export const expectEnded = ({ recipient, strokes, heard }: Story, last: Heard, name: string): void => {
  const { state } = last;
  const story = `${name}: ${strokes.join('; ')} → ${heard.join(', ')}, then ${state}`;
  expect(['Sent', 'Refused', 'Unknown'], `a final place: ${story}`).toContain(state);
  expect(recipient.texts, `texts: ${story}`).toBeLessThanOrEqual(1);
  if (state === 'Refused') expect(recipient.texts, `refused: ${story}`).toBe(0);
  if (heard.includes('Sent')) expect(['Sent', 'Unknown'], `was sent: ${story}`).toContain(state);
  if (state === 'Unknown')
    expect(mayBeUnknown({ recipient, strokes, heard }), `unknown without a reason: ${story}`).toBe(true);
};
