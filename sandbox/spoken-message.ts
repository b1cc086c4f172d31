import { asObject, readObject } from '../lambda/json.ts';

/** What a call asked for, as far as it can be read: for the page alone, so a broken message is shown as well as it can be. */
export const spokenMessage = (body: unknown, headers: Record<string, string | undefined> = {}) => {
  const { SerialNumber, ToPhoneNumber, Message, NotAfter, IdempotencyKey } =
    (typeof body === 'string' ? readObject(body) : asObject(body)) ?? {};
  return {
    SerialNumber: shown(SerialNumber),
    ToPhoneNumber: shown(ToPhoneNumber),
    Message: shown(Message),
    NotAfter: shown(NotAfter),
    // In quotes it is the same key.
    IdempotencyKey: headers['idempotency-key']?.replace(/^"(.*)"$/s, '$1') ?? shown(IdempotencyKey),
  };
};

const longest = 2_000;
const shown = (value: unknown): string | null => (typeof value === 'string' ? value.slice(0, longest) : null);
