/** What the page shows of the ledger: who looks sees at one glance that nobody got two texts. */
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { pkOf } from '../../lambda/ledger/identity.ts';
import { dynamoDbClient } from '../peers/dynalite-peer.ts';
import { accepted, fill, number, open, post, press, sandbox } from './browser.ts';

const lost = '+15005551002';
const again = 'Send again with the same key';

/** A person's hand in the table: sets attributes of the item under this key. */
const setItem = (key: string, values: Record<string, string | number>) => {
  const names = Object.keys(values);
  return dynamoDbClient(sandbox.aws).send(
    new UpdateItemCommand({
      TableName: 'hottask-messenger-ledger',
      Key: { pk: { S: pkOf('http:sandbox', key) } },
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          `:${name}`,
          typeof value === 'number' ? { N: String(value) } : { S: value },
        ]),
      ),
    }),
  );
};

test('one click sends the same again: a line below the same bubble says that no second text went out', async () => {
  const page = await open();
  await fill(page, number, 'Only once.');
  await press(page, 'Send text');
  const entry = page.locator('.entry.sent', { hasText: 'Only once.' });
  await entry.getByText(/^key try-\w+ · ledger: Sent · 1 claim$/).waitFor();
  const news = page.locator('#news[role=status]');
  await news.getByText(`${number}, Sent: Only once.`).waitFor();
  await entry.getByRole('button', { name: again }).focus();
  await page.keyboard.press('Enter');
  await entry.getByText('Replayed', { exact: true }).waitFor();
  await news.getByText(`${number}, Replayed: The first answer again, no second text.`).waitFor();
  expect(await page.evaluate('document.activeElement.innerText')).toContain(again);
  await page.keyboard.press('Enter');
  await entry.getByText('Replayed ×2').waitFor();
  expect(await entry.locator('.repeats').innerText()).toContain('no second text');
  expect(await page.locator('.entry').count()).toBe(1);
  expect(await page.locator('#thread-about').innerText()).toBe('1 sent');
  expect(await accepted()).toHaveLength(1);
});

test('a refusal and an unknown outcome, asked for again, stay one bubble each', async () => {
  const page = await open();
  for (const [to, words] of [
    ['+15005550001', 'HotTask was not asked twice'],
    [lost, 'Still unknown'],
  ] as const) {
    for (const _time of [1, 2]) await post(to, 'asked twice', { IdempotencyKey: `twice-${to.slice(1)}` });
    await press(page, to);
    await page.locator('.entry .repeats', { hasText: words }).waitFor();
    expect(await page.locator('.entry').count()).toBe(1);
  }
});

test('ten calls at once with one key: all that heard of one text hang on its bubble', async () => {
  const page = await open();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => post(number, 'a race', { IdempotencyKey: 'race' })),
  );
  // Nine, unless the machine is so busy that some could not claim within their time: each of those has its own bubble.
  const repeats = answers.filter(({ status, headers }) => status === 409 || headers.has('Idempotent-Replayed')).length;
  const chips = page.locator('.entry .repeats .chip');
  await expect
    .poll(async () => ({
      repeats: (await chips.allInnerTexts()).reduce((sum, chip) => sum + Number(/×(\d+)/.exec(chip)?.[1] ?? 1), 0),
      bubbles: await page.locator('.entry').count(),
    }))
    .toEqual({ repeats, bubbles: 10 - repeats });
  expect((await accepted()).length).toBeLessThan(2);
});

test('a call that HotTask keeps waiting is seen meanwhile, with the end of its lease', async () => {
  const page = await open();
  const hanging = post('+15005551001', 'hangs', { IdempotencyKey: 'hangs' });
  const entry = page.locator('.entry', { hasText: 'hangs' });
  await entry.getByText('Being sent').waitFor();
  expect(await entry.locator('.ledger').innerText()).toMatch(/ledger: under way, at most until \d.* · 1 claim$/);
  await entry.getByRole('button', { name: again }).click();
  await entry.locator('.repeats', { hasText: 'InProgress' }).waitFor();
  await hanging;
  await entry.getByText('Perhaps sent').waitFor();
  expect(await page.locator('.entry').count()).toBe(1);
});

test('a lease that ends turns into Unknown by itself', async () => {
  const page = await open();
  await post(number, 'its process died', { IdempotencyKey: 'lease' });
  await setItem('lease', { state: 'Sending', leaseUntil: Date.now() + 1_500 });
  const line = page.locator('.entry .ledger');
  await line.getByText('ledger now: under way, at most until').waitFor();
  await line.getByText('ledger now: Unknown, until a person settles it').waitFor();
});

test('what a person settled by hand is shown with name and reason', async () => {
  const page = await open();
  await post(lost, 'looked up', { IdempotencyKey: 'settled' });
  await setItem('settled', { state: 'NotSent', settledBy: 'ada', why: 'not in HotTask' });
  await page
    .locator('.entry .ledger')
    .getByText('ledger now: settled as not sent by ada: not in HotTask · 1 claim')
    .waitFor();
});

test('what the ledger does not hold is said too: no key, another message’s key, nothing claimed', async () => {
  const page = await open();
  await post(number, 'no key');
  await post(number, 'first', { IdempotencyKey: 'taken' });
  await post(number, 'second', { IdempotencyKey: 'taken' });
  await post(number, 'late', { IdempotencyKey: 'late', NotAfter: '2020-01-01T00:00:00Z' });
  for (const [text, words] of [
    ['no key', 'no key · the same call again would be a second text'],
    ['second', 'key taken · ledger: another message’s, Sent · 1 claim'],
    ['late', 'key late · not in the ledger: nothing was claimed'],
  ] as const) {
    const entry = page.locator('.entry', { has: page.locator('.text', { hasText: text }) });
    await entry.locator('.ledger', { hasText: words.replace('’', "'") }).waitFor();
    expect(await entry.getByRole('button').count()).toBe(0);
  }
});

test('a direct call’s replay hangs below its text; the page cannot send it again, since it calls by HTTP', async () => {
  const page = await open();
  const client = { endpoint: sandbox.aws, region: 'us-east-1' };
  const lambda = new LambdaClient({ ...client, credentials: { accessKeyId: 'any', secretAccessKey: 'any' } });
  const event = { SerialNumber: 'abc', ToPhoneNumber: number, Message: 'direct', IdempotencyKey: 'direct-1' };
  for (const _time of [1, 2])
    await lambda.send(new InvokeCommand({ FunctionName: 'hottask-messenger-send', Payload: JSON.stringify(event) }));
  const entry = page.locator('.entry.sent', { hasText: 'direct call' });
  await entry.locator('.repeats', { hasText: 'Replayed' }).waitFor();
  expect(await entry.getByRole('button').count()).toBe(0);
  expect(await page.locator('.entry').count()).toBe(1);
});

test('after Clear the ledger still knows its keys: the page says so, and a replay does not look like a text', async () => {
  const page = await open();
  await post(number, 'of before', { IdempotencyKey: 'before' });
  await page.locator('.entry.sent').waitFor();
  await press(page, 'Clear');
  await page.getByText(/The ledger still knows \d+ keys? of before/).waitFor();
  await post(number, 'of before', { IdempotencyKey: 'before' });
  await page.locator('.entry.unsent', { hasText: 'Sent before' }).getByText('Replayed', { exact: true }).waitFor();
  expect(await page.locator('.entry.sent').count()).toBe(0);
  expect(await page.locator('#thread-about').innerText()).toBe('1 sent before');
});

describe('the key in the form', () => {
  const answered = async (state: string) => {
    const page = await open();
    const key = page.getByLabel('Idempotency key');
    const send = async () => {
      await press(page, 'Send text');
      await page.locator('#answer .chip', { hasText: state }).waitFor();
      await page.getByRole('button', { name: 'Send text' }).waitFor();
    };
    return { page, key, send };
  };

  test('is a new one for each text that was sent', async () => {
    const { page, key, send } = await answered('Sent');
    const first = await key.inputValue();
    expect(await page.locator('#curl').innerText()).toContain(`Idempotency-Key: ${first}`);
    await send();
    await expect.poll(() => key.inputValue()).not.toBe(first);
    expect(await page.locator('#curl').innerText()).toContain(`Idempotency-Key: ${await key.inputValue()}`);
    await page.locator('.entry.sent').nth(0).waitFor();
    await press(page, 'Send text');
    await page.locator('.entry.sent').nth(1).waitFor();
  });

  test('stays where nobody knows whether it was sent, until the text is another one', async () => {
    const { page, key, send } = await answered('Unknown');
    await page.getByLabel('Phone number').fill(lost);
    const first = await key.inputValue();
    await send();
    expect(await key.inputValue()).toBe(first);
    await press(page, 'Send text');
    await page.locator('#answer', { hasText: 'Perhaps sent' }).waitFor();
    await page.locator('.repeats', { hasText: 'Still unknown' }).waitFor();
    await page.getByLabel('Text', { exact: true }).fill('something else');
    expect(await key.inputValue()).not.toBe(first);
  });

  test('that was typed stays: the second answer says that it is the first one again', async () => {
    const { page, key, send } = await answered('Sent');
    await key.fill('appt-42');
    await send();
    expect(await key.inputValue()).toBe('appt-42');
    await send();
    await page.locator('#answer', { hasText: 'Replayed: The first answer again, no second text.' }).waitFor();
    await press(page, 'New key');
    expect(await key.inputValue()).toMatch(/^try-\w{6,8}$/);
  });
});
