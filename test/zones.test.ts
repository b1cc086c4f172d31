/** Our own table of zones, pure: what a clock on a wall shows, at which instant. The outside tests hold it against Python's. */
import { describe, expect, test } from 'vitest';
import { instantFrom, instantsOf, wallAt, type Zone, zoneNamed, zoneNames } from '../lambda/time/zone.ts';

const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
const zone = (name: string): Zone => zoneNamed(name) as Zone;
const at = (name: string, wall: string): string[] => instantsOf(zone(name), Date.parse(`${wall}Z`)).map(iso);

describe('the recipient’s clock shows the time that was asked for', () => {
  test.each([
    ['America/Winnipeg', '2027-01-15T09:00', '2027-01-15T14:00'],
    ['America/Rainy_River', '2027-01-15T09:00', '2027-01-15T14:00'],
    ['Canada/Central', '2027-01-15T09:00', '2027-01-15T14:00'],
    ['America/Inuvik', '2027-01-15T09:00', '2027-01-15T15:00'],
    ['America/Edmonton', '2027-01-15T09:00', '2027-01-15T15:00'],
    ['America/Vancouver', '2027-01-15T09:00', '2027-01-15T16:00'],
    ['America/Havana', '2026-12-24T09:00', '2026-12-24T13:00'],
    ['Cuba', '2027-12-24T09:00', '2027-12-24T14:00'],
    ['Africa/Casablanca', '2027-03-10T09:00', '2027-03-10T09:00'],
    ['Europe/Berlin', '2027-07-01T09:00', '2027-07-01T07:00'],
    ['Asia/Kathmandu', '2027-07-01T09:00', '2027-07-01T03:15'],
    ['Pacific/Kiritimati', '9999-12-31T23:59', '9999-12-31T09:59'],
    ['Antarctica/Troll', '2027-07-01T09:00', '2027-07-01T07:00'],
    // Its winter is the time that is put back.
    ['Europe/Dublin', '2027-01-15T09:00', '2027-01-15T09:00'],
    ['Europe/Dublin', '2027-07-15T09:00', '2027-07-15T08:00'],
  ])('%s %s', (name, wall, instant) => {
    expect(at(name, wall)).toEqual([instant]);
    expect(iso(wallAt(zone(name), Date.parse(`${instant}Z`)))).toBe(wall);
  });

  test('where the law took a change of clocks away, the hour exists', () => {
    expect(at('America/Winnipeg', '2027-03-14T02:30')).toEqual(['2027-03-14T07:30']);
  });
});

test.each([
  ['Europe/Berlin', '2027-10-31T02:30', ['2027-10-31T00:30', '2027-10-31T01:30']],
  // Half an hour.
  ['Australia/Lord_Howe', '2027-04-04T01:45', ['2027-04-03T14:45', '2027-04-03T15:15']],
  // A midnight that comes twice.
  ['Asia/Beirut', '2027-10-30T23:30', ['2027-10-30T20:30', '2027-10-30T21:30']],
])('the hour that autumn has twice in %s is two instants, the earlier one first', (name, wall, instants) => {
  expect(at(name, wall)).toEqual(instants);
});

test.each([
  ['Europe/Berlin', '2027-03-28T02:00', '2027-03-28T01:00'],
  ['Europe/Berlin', '2027-03-28T02:59', '2027-03-28T01:00'],
  ['Australia/Lord_Howe', '2027-10-03T02:15', '2027-10-02T15:30'],
  // A day without a midnight.
  ['Asia/Beirut', '2027-03-28T00:30', '2027-03-27T22:00'],
  ['America/Havana', '2029-03-11T00:00', '2029-03-11T05:00'],
])('what spring leaves out in %s is no instant; from then on is when the clock is put forward', (name, wall, from) => {
  expect(at(name, wall)).toEqual([]);
  expect(iso(instantFrom(zone(name), Date.parse(`${wall}Z`)))).toBe(from);
});

test('a name is found in capitals or not, in IANA’s spelling, and none that IANA does not have', () => {
  expect(zoneNamed('europe/BERLIN')?.name).toBe('Europe/Berlin');
  for (const none of [
    '',
    'Mars/Olympus',
    '+01:00',
    'SYSTEMV/PST8',
    'JST',
    'Factory',
    'localtime',
    'Europe',
    'toString',
  ])
    expect(zoneNamed(none)).toBeUndefined();
});

test('each of its names has a clock, within the 15 hours that the world has', () => {
  const names = zoneNames();
  expect(names.length).toBeGreaterThan(590);
  const now = Date.parse('2026-12-01T00:00Z');
  expect(names.filter((name) => !(Math.abs(zone(name).aheadAt(now)) <= 15 * 3_600_000))).toEqual([]);
});
