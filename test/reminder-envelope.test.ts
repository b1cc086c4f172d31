/** What Scheduler fires, as the queue's records hold it: whose reminder it is, and what no schedule of ours fires. Pure. */
import { expect, test } from 'vitest';
import { reminder } from '../lambda/envelopes/reminder.ts';
import { scheduleInput } from '../lambda/reminders/schedule.ts';

const nonce = '0123456789abcdef';
const own = {
  Reminder: 1,
  Caller: 'web',
  Key: 'appt-42.24h',
  Revision: 3,
  Nonce: nonce,
  DueAt: '2027-03-01T08:00:00Z',
  ScheduledAt: '2027-03-01T08:00:00Z',
  LateBySeconds: 300,
  Message: { Message: 'See you at nine.' },
};
const { Caller: _, Revision: __, Nonce: ___, DueAt: ____, ...declared } = own;
const unwrap = (value: object) => reminder.unwrap(value, JSON.stringify(value));
const keyOf = (value: object) => {
  const unwrapped = unwrap(value);
  return 'keyOf' in unwrapped ? unwrapped.keyOf('a key in the message') : unwrapped;
};

test('a caller’s own: its revision is to be taken, its age counts from the due time, and its key is of caller, key and that', () => {
  expect(unwrap(own)).toMatchObject({
    message: own.Message,
    scope: 'reminder',
    sourceTime: Date.parse('2027-03-01T08:00:00Z'),
    lateBySeconds: 300,
    firing: { caller: 'web', key: 'appt-42.24h', revision: 3, nonce, dueAt: Date.parse('2027-03-01T08:00:00Z') },
  });
  expect(keyOf(own)).toBe('web/appt-42.24h/2027-03-01T08:00:00Z');
});

test('declared by the stack: nothing is to be taken, and its key has no caller', () => {
  expect(unwrap(declared)).not.toHaveProperty('firing');
  expect(keyOf(declared)).toBe('/appt-42.24h/2027-03-01T08:00:00Z');
});

test('Scheduler’s word does not count beside ours: whenever it fires, the text is that of the told time', () => {
  for (const ScheduledAt of ['2027-03-01T07:00:00Z', '2027-03-02T08:00:00Z', 'tomorrow', undefined])
    expect(unwrap({ ...own, ScheduledAt })).toMatchObject({ sourceTime: Date.parse(own.DueAt) });
  expect(keyOf({ ...own, ScheduledAt: '2027-03-01T07:00:00Z' })).toBe(keyOf(own));
});

test('set by 0.6.0: no instant of ours is in it, so its item must tell', () => {
  const { DueAt, ...fired } = own;
  const { firing } = unwrap(fired) as { firing: object };
  expect(firing).toEqual({ caller: 'web', key: 'appt-42.24h', revision: 3, nonce });
});

test('two revisions that are due at one time are one text, two times and two callers are two', () => {
  expect(keyOf({ ...own, Revision: 4, Nonce: 'f'.repeat(16) })).toBe(keyOf(own));
  expect(keyOf({ ...own, DueAt: '2027-03-01T09:00:00+01:00' })).toBe(keyOf(own));
  const all = [own, declared, { ...own, Caller: 'shop' }, { ...own, DueAt: '2027-03-01T08:01:00Z' }].map(keyOf);
  expect(new Set(all).size).toBe(4);
});

test('what a schedule of ours holds is taken, once its time is filled in', () => {
  const revision = { caller: 'web', key: 'appt-42', revision: 1, nonce };
  const filled = (input: string) => JSON.parse(input.replace('<aws.scheduler.scheduled-time>', own.ScheduledAt));
  const message = { Message: 'Before <b>nine</b>' };
  const dueAt = Date.parse(own.DueAt);
  expect(unwrap(filled(scheduleInput({ revision, dueAt, lateBySeconds: 300, message })))).toMatchObject({
    message,
    firing: { ...revision, dueAt },
  });
  expect(unwrap(filled(scheduleInput({ key: 'payday', lateBySeconds: 300, message })))).toMatchObject({ message });
  expect(unwrap(JSON.parse(scheduleInput({ key: 'payday', lateBySeconds: 300, message })))).toEqual({
    problems: [expect.stringMatching(/^ScheduledAt must be an instant/)],
  });
});

test.each<[string, object, RegExp]>([
  ['of a later version', { Reminder: 2 }, /another version/],
  ['a number as text', { Reminder: '1' }, /another version/],
  ['no time', { DueAt: undefined, ScheduledAt: undefined }, /^ScheduledAt must be an instant/],
  ['a time that is none', { DueAt: undefined, ScheduledAt: 'tomorrow' }, /^ScheduledAt must be an instant/],
  ['a time in numbers', { DueAt: undefined, ScheduledAt: 1_800_000_000_000 }, /^ScheduledAt must be an instant/],
  ['a told time that is none', { DueAt: 'tomorrow' }, /^DueAt must be the instant/],
  ['a told time and no caller', { Caller: undefined, Revision: undefined, Nonce: undefined }, /^The record must be/],
  ['no key', { Key: undefined }, /^The record must be/],
  ['a key with a slash', { Key: 'a/b' }, /^The record must be/],
  ['a key that a path leaves out', { Key: '..' }, /^The record must be/],
  ['a key that is too long', { Key: 'k'.repeat(129) }, /^The record must be/],
  ['no limit of lateness', { LateBySeconds: undefined }, /^The record must be/],
  ['a limit of nothing', { LateBySeconds: 0 }, /^The record must be/],
  ['half a second', { LateBySeconds: 0.5 }, /^The record must be/],
  ['a caller alone', { Revision: undefined, Nonce: undefined }, /^The record must be/],
  ['no caller', { Caller: undefined }, /^The record must be/],
  ['an empty caller', { Caller: '' }, /^Caller must be a letter, then/],
  ['a caller with a space', { Caller: 'web shop' }, /^Caller must be a letter, then/],
  ['no revision', { Revision: undefined }, /^The record must be/],
  ['revision 0', { Revision: 0 }, /^The record must be/],
  ['no nonce', { Nonce: undefined }, /^The record must be/],
  ['a nonce of another form', { Nonce: 'ABC' }, /^The record must be/],
])('%s: nobody is texted, and the reason shows no value', (_case, changed, why) => {
  const given = { ...own, ...changed };
  expect(reminder.recognises(given)).toBe(true);
  expect(unwrap(given)).toEqual({ problems: [expect.stringMatching(why)] });
});

test('what has no field Reminder is not one', () => {
  for (const value of [{ ...own, Reminder: undefined }, {}, [], null, 'Reminder', 1])
    expect(reminder.recognises(value)).toBe(false);
});
