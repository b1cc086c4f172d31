/** Which reminders another release of the time zones moves, and to when. Pure. */
import { expect, test } from 'vitest';
import type { When } from '../lambda/reminders/reminder.ts';
import { replanOf } from '../lambda/reminders/replan.ts';
import { zoneDataVersion } from '../lambda/time/zone-data.ts';

const now = Date.parse('2026-12-01T12:00:00Z');
const told = (at: string, dueAt: string, more: Partial<When> = {}): When => ({
  at: `${at}:00`,
  timeZone: 'America/Winnipeg',
  dueAt: Date.parse(`${dueAt}Z`),
  timeZoneData: '2026d',
  lateBySeconds: 300,
  ...more,
});
const { timeZoneData: _, ...setBy060 } = told('2027-07-15T09:00', '2027-07-15T14:00');

test.each<[string, When, string, boolean]>([
  ['an hour earlier', told('2027-01-15T09:00', '2027-01-15T15:00'), '2027-01-15T14:00', false],
  ['what 0.6.0 set, also at the same instant', setBy060, '2027-07-15T14:00', false],
  [
    'a time that is left out today: the next minute that exists',
    told('2027-03-28T02:30', '2027-03-28T01:30', { timeZone: 'Europe/Berlin' }),
    '2027-03-28T01:00',
    true,
  ],
])('it moves: %s', (_case, when, dueAt, isLeftOut) => {
  const to = { ...when, dueAt: Date.parse(`${dueAt}Z`), timeZoneData: zoneDataVersion };
  expect(replanOf(when, now)).toEqual({ to, isLeftOut });
});

const soon = told('2026-12-01T06:30', '2026-12-01T12:30');
test.each<[string, string, When]>([
  ['same', 'found by this very table', told('2027-01-15T09:00', '2027-01-15T14:00', { timeZoneData: zoneDataVersion })],
  ['same', 'due at the same instant', told('2027-07-15T09:00', '2027-07-15T14:00')],
  ['near', 'by the new table it was due half an hour ago: it goes out as it was told', soon],
  ['near', 'by the old table it is going out', told('2026-12-01T07:00', '2026-12-01T12:00:30')],
  [
    'unknown zone',
    'of a name that IANA took away',
    told('2027-01-15T09:00', '2027-01-15T15:00', { timeZone: 'US/Pacific-New' }),
  ],
  [
    'past its NotAfter',
    'a text that would be over',
    told('2027-01-15T09:00', '2027-01-15T13:00', { notAfter: Date.parse('2027-01-15T14:00:30Z') }),
  ],
])('it stays (%s): %s', (stays, _case, when) => {
  expect(replanOf(when, now)).toEqual({ stays });
});
