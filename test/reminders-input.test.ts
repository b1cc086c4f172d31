/** What a caller can get wrong with a reminder: each a 4xx that names the field and the mend, echoes nothing and sets nothing. */
import { afterAll, describe, expect, test } from 'vitest';
import { reminderRoutes } from '../lambda/wiring.ts';
import { canary } from './canary.ts';
import { httpEvent, message } from './function.ts';
import { inMarch, setUpRemindersFunction } from './reminders-function.ts';

// Of all tests here: none of them may leave anything behind.
const fn = await setUpRemindersFunction({}, afterAll);

const expectInvalid = ({ status, json }: Awaited<ReturnType<typeof fn.put>>, why: RegExp) => {
  expect(json).toMatchObject({ State: 'Invalid', Success: false, Code: 400, Message: expect.stringMatching(why) });
  expect(status).toBe(400);
  expect(fn.scheduler.calls).toEqual([]);
  expect(fn.table.calls).toEqual([]);
};

const bad = (fields: object) => fn.put('appt-42', { ...inMarch, ...fields });
const badMessage = (fields: object) => bad({ Message: { ...message, ...fields } });

describe('the key', () => {
  const keys = ['', '.', '..', 'appt 42', 'appt/42', 'ключ', 'a'.repeat(129), canary.number, '%41'];
  test.each(keys)('%j in the path is refused by PUT, GET and DELETE', async (key) => {
    const why =
      /^The key in the path must be 1 to 128 of A-Z, a-z, 0-9 and \. _ ~ -, and not \. or \.\. alone, such as appt-42\.24h/;
    for (const answer of [await fn.put(key), await fn.get(key), await fn.remove(key)]) expectInvalid(answer, why);
  });
});

describe('the time', () => {
  test.each<[string, unknown, RegExp]>([
    ['is missing', undefined, /^At is required: a wall-clock time such as/],
    [
      'is 1 s ahead',
      '2027-02-01T13:00:01',
      /^At (has passed|is less than a minute ahead) in Europe\/Berlin, where it is/,
    ],
    [
      'has passed',
      '2027-01-31T09:00',
      /^At has passed in Europe\/Berlin, where it is 2027-02-01T13:0\d: choose a later/,
    ],
    ['is in the year 10000', '10000-01-01T09:00', /^At must be a wall-clock time/],
    [
      'is left out by spring, which begins with it',
      '2027-03-28T02:00',
      /^At does not exist in Europe\/Berlin: .*that does is 2027-03-28T03:00/,
    ],
    ['has an offset', '2027-03-01T09:00+01:00', /^At must be .* without offset and Z/],
    ['is on a day that no calendar has', '2027-02-30T09:00', /^At names a day or an hour that no calendar has/],
    [
      'is left out by spring',
      '2027-03-28T02:30',
      /^At does not exist in Europe\/Berlin: .*that does is 2027-03-28T03:00/,
    ],
    ['is a number', 1_803_888_000, /^At must be a wall-clock time/],
  ])('%s', async (_case, At, why) => expectInvalid(await bad({ At }), why));

  test('is in the year 10000 where it is later than in UTC', async () =>
    expectInvalid(
      await bad({ At: '9999-12-31T23:00', TimeZone: 'America/New_York' }),
      /^At is after the year 9999 in UTC: choose an earlier time/,
    ));

  test.each([undefined, 'SystemV/EST5', 'systemv/est5', 'AST', 'Etc/Unknown', 'Mars/Olympus', '+01:00', 7, ''])(
    'in the zone %j',
    async (TimeZone) =>
      expectInvalid(await bad({ TimeZone }), /^TimeZone (is required: an|must be an) IANA name such as Europe\/Berlin/),
  );

  test.each([0, 299, 86_401, 300.5, '300', null])('may be late by %j', async (LateBySeconds) =>
    expectInvalid(await bad({ LateBySeconds }), /^LateBySeconds must be a whole number from 300 to 86400/),
  );
});

test('rules that allow a message to be less old leave one LateBySeconds alone', async () => {
  const rules = { mode: 'live', prefixes: { '+': 'allow' }, maxAgeSeconds: 60 };
  const strict = await setUpRemindersFunction({ rules });
  const why = /^LateBySeconds must be 300 here: the rules allow no message to be older/;
  expect((await strict.put('appt-42', { ...inMarch, LateBySeconds: 301 })).json.Message).toMatch(why);
  expect((await strict.put('appt-42', { ...inMarch, LateBySeconds: 300 })).status).toBe(201);
});

describe('the message, refused when it is set and not when it fires', () => {
  test.each<[string, object, RegExp]>([
    ['a wrong number', { ToPhoneNumber: '12025550142' }, /^Message\.ToPhoneNumber must be E\.164/],
    ['no SerialNumber, and no default', { SerialNumber: undefined }, /^Message\.SerialNumber is required/],
    ['256 KB of text', { Message: 'x'.repeat(50_000) }, /^Message\.Message must have at most 1,600 UTF-16 units/],
    ['a field too many', { Massage: 'x' }, /^Message has unknown fields \(Massage\)/],
    ['a key of its own', { IdempotencyKey: 'a' }, /^Message\.IdempotencyKey is not taken: .*leave it out/],
    ['an end before its time', { NotAfter: '2027-03-01T09:00:00+01:00' }, /^Message\.NotAfter must be a minute later/],
    ['an end in its minute', { NotAfter: '2027-03-01T09:00:59+01:00' }, /^Message\.NotAfter must be a minute later/],
    ['an end without seconds', { NotAfter: '2027-03-01' }, /^Message\.NotAfter must be an instant/],
  ])('%s', async (_case, fields, why) => expectInvalid(await badMessage(fields), why));

  test.each<[string, unknown, RegExp]>([
    ['is missing', undefined, /^Message is required: a JSON object with SerialNumber, ToPhoneNumber, Message/],
    ['is a text', canary.text, /^Message must be a JSON object with SerialNumber/],
    ['is null', null, /^Message must be a JSON object/],
  ])('%s', async (_case, Message, why) => expectInvalid(await bad({ Message }), why));
});

describe('the body', () => {
  test.each<[string, string, RegExp]>([
    ['is empty', '', /^The body is empty: send a JSON object/],
    ['is no JSON', '{"At":', /^The body is not valid JSON/],
    ['is a list', '[]', /^The body must be a JSON object with At, TimeZone, LateBySeconds, Message/],
    [
      'has 256 KB',
      JSON.stringify({ ...inMarch, At: 'x'.repeat(256 * 1_024) }),
      /^The body must have at most 65536 bytes/,
    ],
    [
      'has a field too many',
      JSON.stringify({ ...inMarch, Cron: '* *' }),
      /^The body has unknown fields \(Cron\): the fields are At/,
    ],
    ['holds a number as a name', JSON.stringify({ ...inMarch, [canary.number]: 1 }), /unknown fields \(1 more\)/],
  ])('%s', async (_case, body, why) => expectInvalid(await fn.put('appt-42', body), why));

  test('all that is wrong is said at once', async () => {
    const answer = await fn.put(
      'a b',
      { At: 'x', TimeZone: 'x', LateBySeconds: 'x', Message: { Message: ' ' } },
      {
        headers: { 'content-type': 'text/plain' },
      },
    );
    expectInvalid(
      answer,
      /key in the path.*Content-Type.*At .*TimeZone .*LateBySeconds .*Message\.SerialNumber .*Message\.ToPhoneNumber .*Message\.Message /,
    );
  });
});

describe('the query of a list', () => {
  test.each<[Record<string, string>, RegExp]>([
    [{ Limit: '0' }, /^Limit must be a whole number from 1 to 100/],
    [{ Limit: '101' }, /^Limit must/],
    [{ Limit: 'ten' }, /^Limit must/],
    [{ State: 'Active' }, /^State must be one of Scheduled, Cancelled, InProgress, Sent/],
    [{ Next: 'appt-42' }, /^Next must be the Next of the page before/],
    [{ Next: `${Buffer.from('appt-42').toString('base64url')}.AAAA` }, /^Next must/],
    [{ Next: '' }, /^Next must/],
    [{ Sort: 'Time' }, /^Sort must be one of Key, DueAt/],
    [{ Key: 'appt-42' }, /^The query takes State, Sort, Limit and Next alone/],
  ])('%j', async (query, why) => expectInvalid(await fn.list(query), why));
});

test('a route that is none of these is refused with those that are', async () => {
  const routes = Object.values(reminderRoutes).map(({ method, path }) => `${method} ${path}`);
  expectInvalid(await fn.call(httpEvent('{}')), new RegExp(`^The route must be ${routes.join(' or ')}`));
});
