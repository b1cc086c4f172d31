/** One caller asks once; and what nobody may ever hear. */
import { expect } from 'vitest';
import type { State } from '../../lambda/outcome.ts';
import { canary } from '../canary.ts';
import { message as fields } from '../function.ts';
import type { Environment } from './environment.ts';
import { placeOf } from './sources/queued.ts';
import type { Heard, Keyed, Source } from './sources.ts';
import type { World } from './world.ts';

export interface Ask {
  environment: Environment;
  /** Asked in the place of the source's usual one. */
  event?: unknown;
  /** Other fields than the message's own. */
  changes?: Partial<Keyed> | undefined;
}

/** HotTask tells messages apart by their texts, so each has its own. */
export const messageOf = (key: string): Keyed => ({
  ...fields,
  Message: `${canary.text} ${key}`,
  IdempotencyKey: key,
});

/** Whatever it hears, there is one text at most, and one behind a Sent. `told` gets all that was heard, in the order of the answers. */
export const makeAsk =
  (source: Source, message: Keyed, { hottask, parkedOf, reminders }: World, told: Heard[] = []) =>
  async ({ environment, changes, event }: Ask): Promise<Heard> => {
    const asked = { ...message, ...changes };
    await source.prepare?.(asked, reminders);
    const given = event ?? source.event(asked);
    const heard = source.hear(await environment.invoke(given), given);
    if (asked.Message === message.Message) told.push(heard);
    const { texts } = hottask.recipientOf(asked.Message);
    expect(texts, 'texts that the recipient may have got').toBeLessThanOrEqual(1);
    if (heard.state === 'Sent') expect(texts, 'texts behind a Sent').toBe(1);
    if (heard.place) {
      const right = placeOf[heard.state as State];
      // What should be parked and is not stays.
      expect([right, right === 'parked' ? 'again' : right], `where ${heard.state} ends`).toContain(heard.place);
    }
    if (heard.place === 'parked') expect(parkedOf(asked.Message), 'parked').toContain(heard.state);
    return heard;
  };
