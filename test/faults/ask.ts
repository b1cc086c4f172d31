/** One caller asks once; and what nobody may ever hear. */
import { expect } from 'vitest';
import { canary } from '../canary.ts';
import { message as fields } from '../function.ts';
import type { Environment } from './environment.ts';
import type { Recipient } from './hottask.ts';
import type { Heard, Keyed, Source } from './sources.ts';

export interface Ask {
  environment: Environment;
  /** Other fields than the message's own. */
  changes?: Partial<Keyed> | undefined;
}

/** HotTask tells messages apart by their texts, so each has its own. */
export const messageOf = (key: string): Keyed => ({
  ...fields,
  Message: `${canary.text} ${key}`,
  IdempotencyKey: key,
});

/** Whatever it hears, there is one text at most, and one behind a Sent. */
export const makeAsk =
  (source: Source, message: Keyed, recipientOf: (text: string) => Recipient) =>
  async ({ environment, changes }: Ask): Promise<Heard> => {
    const asked = { ...message, ...changes };
    const heard = source.hear(await environment.invoke(source.event(asked)));
    const { texts } = recipientOf(asked.Message);
    expect(texts, 'texts that the recipient may have got').toBeLessThanOrEqual(1);
    if (heard.state === 'Sent') expect(texts, 'texts behind a Sent').toBe(1);
    return heard;
  };
