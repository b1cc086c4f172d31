/** The queues on the page: a bubble for each service's text, what is parked, and a person's hand on both. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { hottask, portOf } from '../hottask-command.ts';
import { awsCli } from './aws-cli.ts';
import { accepted, faults, number, open, post, press, sandbox, themes } from './browser.ts';

const folder = await mkdtemp(join(tmpdir(), 'hottask-messenger-'));
afterAll(() => rm(folder, { recursive: true }));

const aws = (...args: string[]) => awsCli(sandbox.aws, args, folder);

const SerialNumber = '3254a9d0424c4806b9ea3d0763xxxxxx';
const text = (Message: string, more: object = {}) =>
  JSON.stringify({ SerialNumber, ToPhoneNumber: number, Message, ...more });
const cut = '+15005551003';

const enqueue = (body: string) =>
  aws('sqs', 'send-message', '--queue-url', `${sandbox.aws}/000000000000/hottask-messenger`, '--message-body', body);

const parked = async (): Promise<{ Id: string }[]> =>
  ((await (await fetch(`${sandbox.url}/api/parked`)).json()) as { Records: { Id: string }[] }).Records;

const dropAll = async () => {
  const Ids = (await parked()).map(({ Id }) => Id);
  if (Ids.length > 0) await fetch(`${sandbox.url}/api/parked/drop`, { method: 'POST', body: JSON.stringify({ Ids }) });
};
beforeEach(dropAll);

test('aws events, sqs, sns and lambda: each makes one bubble, and a repeat makes none', async () => {
  const page = await open();
  const entries = [
    { Source: 'shop', DetailType: 'SendTwilioMessage', Detail: text('by an event', { IdempotencyKey: 'event-1' }) },
  ];
  const calls: [string, () => Promise<unknown>][] = [
    ['by an event', () => aws('events', 'put-events', '--entries', JSON.stringify(entries))],
    ['by the queue', () => enqueue(text('by the queue', { IdempotencyKey: 'queue-1' }))],
    [
      'by a topic',
      () =>
        aws(
          'sns',
          'publish',
          '--topic-arn',
          'arn:aws:sns:us-east-1:000000000000:hottask-messenger',
          '--message',
          text('by a topic', { IdempotencyKey: 'topic-1' }),
        ),
    ],
    [
      'by a call',
      () =>
        aws(
          'lambda',
          'invoke',
          '--function-name',
          'hottask-messenger-send',
          '--cli-binary-format',
          'raw-in-base64-out',
          '--payload',
          text('by a call', { IdempotencyKey: 'direct-9' }),
          'answer.json',
        ),
    ],
  ];
  for (const [words, call] of calls) {
    const entry = page.locator('.entry.sent', { has: page.locator('.text', { hasText: words }) });
    await call();
    await entry.waitFor();
    await call();
    await entry.locator('.repeats', { hasText: 'no second text' }).waitFor();
  }
  expect(await page.locator('.entry').count()).toBe(4);
  expect(await accepted()).toHaveLength(4);
  expect(faults).toEqual([]);
});

test('a record that cannot be sent waits below the numbers: it is read there, replayed, and dropped', async () => {
  const page = await open();
  await enqueue('no JSON');
  const line = page.locator('.parked', { hasText: 'The body is not valid JSON' });
  await line.getByText('Invalid', { exact: true }).waitFor();
  await page.locator('#queue-counts').getByText('1 waiting').waitFor();
  await line.getByText('Read the message').click();
  expect(await line.locator('pre').innerText()).toBe('no JSON');
  const before = (await parked())[0]?.Id;
  await line.getByRole('button', { name: 'Replay' }).click();
  // It comes back as another record, since nobody has mended it.
  await expect.poll(async () => (await parked()).map(({ Id }) => Id === before)).toEqual([false]);
  await line.getByRole('button', { name: 'Drop' }).click();
  expect(await parked()).toHaveLength(1);
  await line.getByRole('button', { name: 'Drop it for good' }).click();
  await page.getByText('What no retry can help is parked').waitFor();
  expect(await parked()).toEqual([]);
  expect(faults).toEqual([]);
});

test('between the two presses that drop a record, a queue may change', async () => {
  const page = await open();
  await enqueue('no JSON');
  const line = page.locator('.parked');
  await line.getByRole('button', { name: 'Drop' }).click();
  await enqueue(text('on its way', { IdempotencyKey: 'meanwhile' }));
  await page.locator('.entry', { hasText: 'on its way' }).waitFor();
  await line.getByRole('button', { name: 'Drop it for good' }).click();
  await page.getByText('What no retry can help is parked').waitFor();
});

describe('each Unknown can be settled and replayed', () => {
  test('from the page: as not sent it goes out again, as sent nobody is texted', async () => {
    const page = await open();
    await enqueue(text('perhaps', { ToPhoneNumber: cut, IdempotencyKey: 'unknown-1' }));
    await press(page, cut);
    const entry = page.locator('.entry', { hasText: 'perhaps' });
    const line = page.locator('.parked', { hasText: 'could not be understood' });
    await line.waitFor();
    await entry.getByText('Settle it').click();
    await entry.getByLabel('How do you know').fill('not in its list');
    await entry.getByRole('button', { name: 'It was not sent' }).click();
    await entry.getByText('ledger now: settled as not sent by the page: not in its list').waitFor();
    await line.getByRole('button', { name: 'Replay' }).click();
    await page.locator('.entry .ledger', { hasText: '2 claims' }).first().waitFor();
    // This number's answer is cut each time: it is Unknown again, and parked again.
    await line.waitFor();
    const again = page.locator('.entry', { has: page.locator('.settle') }).last();
    await again.getByText('Settle it').click();
    await again.getByLabel('How do you know').fill('in its list');
    await again.getByRole('button', { name: 'It was sent', exact: false }).first().click();
    await page.locator('.entry .ledger', { hasText: 'settled as sent by the page' }).first().waitFor();
    await line.getByRole('button', { name: 'Replay' }).click();
    await page.getByText('What no retry can help is parked').waitFor();
    expect(await page.locator('.entry .ledger', { hasText: '3 claims' }).count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test('from the command line, an HTTP call’s too', async () => {
    await post(cut, 'perhaps', { IdempotencyKey: 'unknown-2' });
    const command = (...args: string[]) => hottask([...args, '--local'], portOf(sandbox));
    await expect.poll(async () => (await parked()).length).toBe(1);
    const [{ Id }] = (await parked()) as [{ Id: string }];
    expect(await command('parked', 'list')).toMatchObject({ code: 0, out: expect.stringContaining(Id) });
    const settled = ['settle', 'unknown-2', '--scope', 'http:sandbox', 'sent', '--why', 'in the list', '--by', 'ada'];
    expect(await command(...settled)).toMatchObject({ code: 0 });
    expect(await command('parked', 'replay', Id, '--yes')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Replayed: 1\./),
    });
    await expect
      .poll(async () => await (await fetch(`${sandbox.url}/api/queues`)).json())
      .toEqual({
        'hottask-messenger': { Visible: 0, InFlight: 0 },
        'hottask-messenger-parked': { Visible: 0, InFlight: 0 },
      });
  });

  test('an action that comes too late says so', async () => {
    const page = await open();
    await enqueue('no JSON');
    const line = page.locator('.parked');
    await line.waitFor();
    await page.route('**/api/stream', (route) => route.abort());
    const [{ Id }] = (await parked()) as [{ Id: string }];
    const answer = await fetch(`${sandbox.url}/api/parked/drop`, {
      method: 'POST',
      body: JSON.stringify({ Ids: [Id, 'x'] }),
    });
    expect(await answer.json()).toEqual({ Gone: [Id], Failed: [] });
    const late = await fetch(`${sandbox.url}/api/parked/drop`, { method: 'POST', body: JSON.stringify({ Ids: [Id] }) });
    expect([late.status, await late.json()]).toEqual([
      409,
      { message: expect.stringMatching(/^It is not there any more/) },
    ]);
  });
});

test('the clock of the sandbox moves the page: a lease that it ends reads as Unknown', async () => {
  const page = await open();
  const chaos = (method: string, body?: string) => fetch(`${sandbox.url}/api/chaos`, { method, body: body ?? null });
  await chaos('PUT', '{"Fault": "the settle is denied"}');
  await post('+12025550142', 'hangs on', { IdempotencyKey: 'hangs-on' });
  await chaos('DELETE');
  const line = page.locator('.entry .ledger', { hasText: 'hangs-on' });
  await line.getByText('under way').waitFor();
  await fetch(`${sandbox.url}/api/clock`, { method: 'POST', body: '{"AdvanceSeconds": 60}' });
  await line.getByText('Unknown, until a person settles it').waitFor();
});

test('many parked records scroll in their own place, and the page does not grow by them', async () => {
  for (let i = 0; i < 15; i += 1) await enqueue('no JSON');
  const page = await open({ width: 1280 });
  await expect.poll(() => page.locator('.parked').count()).toBe(15);
  expect(await page.evaluate('document.documentElement.scrollHeight - innerHeight')).toBeLessThanOrEqual(0);
}, 60_000);

test.each(themes)('nothing of it overflows, wide or narrow: %s', async (colorScheme) => {
  await enqueue(text('x'.repeat(1_000), { NotAftr: 'long-'.repeat(60) }));
  for (const width of [320, 680, 1280]) {
    const page = await open({ width, colorScheme });
    await page.locator('.parked').first().waitFor();
    await page.locator('.parked summary').first().click();
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(overflow).toBeLessThanOrEqual(0);
  }
  expect(faults).toEqual([]);
});
