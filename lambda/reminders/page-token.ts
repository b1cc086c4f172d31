/** Where a list goes on: the last key that was looked at, signed, so that nobody asks from where he was not told to. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { reminderKeyForm } from './reminder.ts';

interface Whose {
  /** Name of the caller: another's token is refused. */
  caller: string;
  /** Key of the HMAC. */
  pepper: string;
}

export const tokenAfter = (key: string, whose: Whose): string =>
  `${Buffer.from(key).toString('base64url')}.${signatureOf(key, whose).toString('base64url')}`;

/** The key, undefined where this token is none that we gave this caller. */
export const keyOfToken = (token: string, whose: Whose): string | undefined => {
  const key = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();
  const [given, ours] = [token, tokenAfter(key, whose)].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(given as Buffer, ours as Buffer) && reminderKeyForm.test(key) ? key : undefined;
};

const signatureOf = (key: string, { caller, pepper }: Whose): Buffer =>
  createHmac('sha256', pepper)
    .update(JSON.stringify(['reminders after', caller, key]))
    .digest();
