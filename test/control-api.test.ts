/** The sandbox's control API, and HotTask's stand-in with its test numbers. */
import { beforeEach, describe, expect, test } from 'vitest';
import { sendRoute } from '../lambda/wiring.ts';
import { message } from './function.ts';
import { rawHttp } from './raw-http.ts';
import { sharedSandbox } from './sandbox-process.ts';
import { listen } from './sandbox-stream.ts';

const sandbox = await sharedSandbox();
const api = async (query = '') => {
  const response = await fetch(`${sandbox.url}/api/messages${query}`);
  return {
    status: response.status,
    ...((await response.json()) as { Messages: { Message: string }[]; Next: string | null }),
  };
};
const post = async (fields: object = {}) => {
  const response = await fetch(sandbox.url + sendRoute.path, {
    method: 'POST',
    headers: { authorization: 'sandbox-key', 'content-type': 'application/json' },
    body: JSON.stringify({ ...message, ...fields }),
  });
  return (await response.json()) as { State?: string; Code: number };
};
beforeEach(async () => {
  await fetch(`${sandbox.url}/api/messages`, { method: 'DELETE' });
});

describe('GET /api/messages', () => {
  test('newest first, page by page, each text once, new ones between two pages included', async () => {
    for (let i = 1; i <= 5; i += 1) await post({ Message: `text ${i}` });
    const first = await api('?Limit=2');
    await post({ Message: 'text 6' });
    const second = await api(`?Limit=2&Next=${first.Next}`);
    const third = await api(`?Limit=2&Next=${second.Next}`);
    const texts = [first, second, third].map(({ Messages }) => Messages.map(({ Message }) => Message));
    expect(texts).toEqual([['text 5', 'text 4'], ['text 3', 'text 2'], ['text 1']]);
    expect(third.Next).toBeNull();
  });

  test('a message has its fields, when it came, and every digit of its SessionID', async () => {
    await post();
    const { text } = await rawHttp(sandbox.url, [
      'GET /api/messages HTTP/1.1',
      'Host: localhost',
      'Connection: close',
      '',
      '',
    ]);
    expect(text).toMatch(/"SessionID":123123123123123\d{3},"At":"\d{4}-\d\d-\d\dT/);
    expect((await api()).Messages).toMatchObject([message]);
  });

  test.each(['?Limit=0', '?Limit=1001', '?Limit=many', '?Next=x', '?Next=-1'])(
    '%s: 400 with what is allowed',
    async (query) => {
      expect(await api(query)).toMatchObject({ status: 400, message: expect.stringMatching(/must be/) });
    },
  );
});

test('GET /api/stream tells what is there, then each text, each call with its outcome, and the clearing', async () => {
  await post({ Message: 'before' });
  const stream = await listen(sandbox);
  expect(await stream.next('snapshot')).toMatchObject({
    Messages: [{ Message: 'before' }],
    Calls: [{ State: 'Sent', Replayed: false }],
    Ledger: [{ State: 'Sent', Scope: 'http:sandbox' }],
    LedgerKeys: expect.any(Number),
  });

  await post({ ToPhoneNumber: '+15005550001', IdempotencyKey: 'k-1' });
  expect(await stream.next('call')).toMatchObject({
    Entrance: 'http-api',
    Status: 422,
    State: 'Refused',
    ToPhoneNumber: '+15005550001',
    IdempotencyKey: 'k-1',
    Scope: 'http:sandbox',
    SessionID: null,
  });
  await post({ Message: 'after' });
  expect(await stream.next('message')).toMatchObject({ Message: 'after' });
  await fetch(`${sandbox.url}/api/messages`, { method: 'DELETE' });
  expect((await stream.next('cleared')).LedgerKeys).toBeGreaterThan(2);
});

describe('HotTask’s test numbers', () => {
  test.each<[string, string | undefined, number]>([
    ['+15005550006', undefined, 200],
    ['+15005550001', 'Refused', 400],
    ['+15005550004', 'Refused', 422],
    ['+15005550300', 'Unknown', 504],
    ['+15005550307', 'Unknown', 504],
    ['+15005550401', 'NotSent', 503],
    ['+15005550404', 'NotSent', 503],
    ['+15005550413', 'Refused', 413],
    ['+15005550429', 'NotSent', 503],
    ['+15005550500', 'Unknown', 504],
    ['+15005550599', 'Unknown', 504],
    ['+15005551001', 'Unknown', 504],
    ['+15005551002', 'Unknown', 504],
    ['+15005551003', 'Unknown', 504],
    ['+15005551004', 'Unknown', 504],
    ['+15005551005', 'Unknown', 504],
    ['+15005551006', 'Unknown', 504],
    ['+15005551007', 'Unknown', 504],
  ])('%s: %s, Code %i', async (ToPhoneNumber, State, Code) => {
    expect(await post({ ToPhoneNumber })).toMatchObject(State ? { State, Code } : { Code });
    expect((await api()).Messages).toHaveLength(State ? 0 : 1);
  });

  test('spoken to itself, it wants the key and the three fields', async () => {
    const direct = async (authorization: string, body: string) =>
      (await fetch(sandbox.hottask + sendRoute.path, { method: 'POST', headers: { authorization }, body })).json();
    expect(await direct('no-key', JSON.stringify(message))).toMatchObject({ Success: false, Code: 401 });
    expect(await direct('sandbox-hottask-key', '{}')).toMatchObject({ Success: false, Code: 400 });
    expect(await direct('sandbox-hottask-key', JSON.stringify(message))).toMatchObject({ Success: true, Code: 200 });
  });
});
