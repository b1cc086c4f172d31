/** Reminders on the sandbox, as a caller uses them: set, moved, cancelled, and a clock that is moved to see what goes out. */
import { beforeAll, describe, expect, test } from 'vitest';
import { rawHttp } from './raw-http.ts';
import { sharedSandbox } from './sandbox-process.ts';
import { dayIn, remindersOf } from './sandbox-reminders.ts';
import { listen } from './sandbox-stream.ts';

const sandbox = await sharedSandbox();
const { put, get, cancel, list, jump, texts, ask } = remindersOf(sandbox);
const day = { AdvanceSeconds: 24 * 3_600 };

describe('a reminder for tomorrow at nine in Berlin', () => {
  const tomorrow = dayIn('Europe/Berlin', 1);

  beforeAll(async () => {
    expect(await put('appt-42.24h', { Message: { Message: 'moved to ten' } })).toMatchObject({
      status: 201,
      body: { State: 'Scheduled', At: `${tomorrow}T09:00:00`, TimeZone: 'Europe/Berlin', Revision: 1 },
    });
    await put('appt-43.24h', { Message: { Message: 'cancelled' } });
    await put('appt-44.24h', { Message: { Message: 'as it was' } });
  });

  test('is moved and another cancelled: a day and a half later the moved one has come once, the cancelled one not at all', async () => {
    const moved = { At: `${tomorrow}T10:00`, Message: { Message: 'moved to ten' } };
    expect(await put('appt-42.24h', moved)).toMatchObject({ status: 200, body: { Revision: 2 } });
    expect(await cancel('appt-43.24h')).toMatchObject({ status: 200, body: { State: 'Cancelled' } });
    expect(await texts()).toEqual([]);
    expect(await jump(day)).toMatchObject({ status: 200 });
    expect(await jump({ AdvanceSeconds: 12 * 3_600 })).toMatchObject({ status: 200 });
    expect(await texts()).toEqual(['moved to ten', 'as it was']);
    expect((await list()).body.Reminders).toMatchObject([
      { Key: 'appt-42.24h', State: 'Sent', FiredAt: expect.any(String) },
      { Key: 'appt-43.24h', State: 'Cancelled' },
      { Key: 'appt-44.24h', State: 'Sent' },
    ]);
  });

  test('once it was sent there is nothing left to cancel', async () => {
    expect(await cancel('appt-44.24h')).toMatchObject({ status: 409, body: { State: 'Sent' } });
  });

  test('what it has become stands in the inbox, under the key that the reminder names', async () => {
    const { IdempotencyKey } = (await get('appt-42.24h')).body;
    const { Items } = (await ask('GET', '/api/ledger')).body;
    expect(Items).toContainEqual(
      expect.objectContaining({ Scope: 'reminder', IdempotencyKey, State: 'Sent', Attempts: 1 }),
    );
  });
});

test('the clock goes to the next reminder, and to none where there is none', async () => {
  await put('next-1', { At: `${dayIn('Europe/Berlin', 9)}T09:00`, Message: { Message: 'next' } });
  const { body } = await get('next-1');
  const { status, body: there } = await jump({ To: 'next' });
  expect([status, there.Now.slice(0, 19)]).toEqual([200, body.DueAt.slice(0, 19)]);
  expect((await texts())[0]).toBe('next');
  expect(await jump({ To: 'next' })).toMatchObject({
    status: 409,
    body: { message: expect.stringMatching(/^There is no next reminder/) },
  });
});

test('the page hears that reminders have changed, and a burst of changes is told once', async () => {
  const stream = await listen(sandbox);
  await stream.next('snapshot');
  const At = `${dayIn('Europe/Berlin', 60)}T09:00`;
  await Promise.all(Array.from({ length: 20 }, (_, i) => put(`burst-${i}`, { At })));
  let told = 0;
  let changes = 0;
  for (; changes < 20; told += 1) changes += (await stream.next('reminders')).Changes;
  expect(told).toBeLessThan(20);
});

test('a key is read from the path as the gateway reads it', async () => {
  const At = `${dayIn('Europe/Berlin', 60)}T09:00`;
  expect(await ask('PUT', '/reminders/caf%C3%A9', { At })).toMatchObject({ status: 400, body: { State: 'Invalid' } });
  expect(await put('a~b', { At })).toMatchObject({ status: 201, body: { Key: 'a~b' } });
  expect(await ask('GET', '/reminders/a%7Eb')).toMatchObject({ status: 200, body: { Key: 'a~b' } });
  for (const [path, status] of [
    ['/reminders/', 404],
    ['/reminders/a/b', 404],
    ['/reminders/%zz', 400],
  ] as const)
    expect(
      await rawHttp(sandbox.url, [`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', '', '']),
    ).toMatchObject({ status });
});

test('without the key of a caller nothing is told', async () => {
  const answer = await fetch(`${sandbox.url}/reminders`);
  expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ State: 'Unauthorized' })]);
});
