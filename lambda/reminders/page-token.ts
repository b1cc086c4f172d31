/** Where a list goes on, as its caller gets it: signed, so that a caller asks only from where it was told to. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { reminderKeyForm } from './reminder.ts';
import type { Place } from './wish.ts';

interface Whose {
  /** Name of the caller: another's token is refused. */
  caller: string;
  /** Key of the HMAC. */
  pepper: string;
}

export const tokenAfter = (place: Place, whose: Whose): string => tokenOf(textOf(place), whose);

/** Undefined where this token is none that we gave this caller. */
export const placeOfToken = (token: string, whose: Whose): Place | undefined => {
  const text = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();
  const [given, ours] = [token, tokenOf(text, whose)].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(given as Buffer, ours as Buffer) ? placeOf(text) : undefined;
};

/** A key has no slash: alone it is a place by key. */
const textOf = (place: Place): string =>
  place.sort === 'Key' ? place.key : `${place.boundary}/${place.dueAt}/${place.key}`;

const placeOf = (text: string): Place | undefined => {
  const [, boundary, dueAt, dueKey] = /^(\d+)\/(\d+)\/(.*)$/.exec(text) ?? [];
  const key = dueKey ?? text;
  if (!reminderKeyForm.test(key)) return undefined;
  return dueKey === undefined
    ? { sort: 'Key', key }
    : { sort: 'DueAt', key, dueAt: Number(dueAt), boundary: Number(boundary) };
};

const tokenOf = (text: string, { caller, pepper }: Whose): string => {
  const signature = createHmac('sha256', pepper).update(JSON.stringify(['reminders after', caller, text]));
  return `${Buffer.from(text).toString('base64url')}.${signature.digest('base64url')}`;
};
