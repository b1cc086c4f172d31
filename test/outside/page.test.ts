/** The page of the sandbox: what is sent and what arrives, seen by who looks at it. */
import { execFileSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import type { State } from '../../lambda/outcome.ts';
import { startSandbox } from '../sandbox-process.ts';
import { accepted, faults, fill, number, open, post, press } from './browser.ts';

test('a text sent by the form appears live, as one bubble, and the form keeps what was typed', async () => {
  const page = await open();
  await fill(page, number, 'See you at ten.');
  await press(page, 'Send text');
  await page.locator('.entry.sent', { hasText: 'See you at ten.' }).getByText('Sent', { exact: true }).waitFor();
  await page.locator('#answer', { hasText: 'HTTP 200' }).waitFor();
  expect(await page.locator('.entry').count()).toBe(1);
  expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('See you at ten.');
  expect(await page.getByLabel('Phone number').inputValue()).toBe(number);
});

test('a text sent by another client appears without a reload, also beside the number that is being read', async () => {
  const page = await open();
  await post(number, 'first');
  await page.locator('.entry', { hasText: 'first' }).waitFor();
  await press(page, number);
  await post('+14155550199', 'second');
  const line = page.getByRole('button', { name: '+14155550199' });
  await line.getByText('1 new').waitFor();
  expect(await page.locator('.entry').allTextContents()).toHaveLength(1);
  await line.click();
  await page.locator('.entry.sent', { hasText: 'second' }).waitFor();
  expect(await line.getByText('new').count()).toBe(0);
});

test('the shown curl line sends the very text that was typed', async () => {
  const text = `It's "5 o'clock": $HOME \`id\` $(id) 50% \\ \\n !! 'a' 'b'\nsecond line, ünï 👋🏽 {"x":1} --data @file`;
  const page = await open();
  await fill(page, number, text);
  for (const shell of ['sh', 'bash']) {
    await page.getByLabel('Idempotency key').fill(`${shell}-$42!\`x\`\\`);
    const line = await page.locator('#curl').innerText();
    execFileSync(shell, ['-c', line.replace('curl ', 'curl --silent --fail ')]);
  }
  expect((await accepted()).map(({ Message }) => Message)).toEqual([text, text]);
  expect(await page.locator('.entry .text').allInnerTexts()).toEqual([text, text]);
  await page.locator('.ledger', { hasText: 'key bash-$42!`x`\\ · ledger: Sent' }).waitFor();
});

test('the copied line is the shown line', async () => {
  const page = await open();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await press(page, 'Copy');
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(await page.locator('#curl').innerText());
});

test('a refused number says what happened and what to do, in the answer and beside the text', async () => {
  const page = await open();
  await page.getByLabel('Or a test number').selectOption('+15005550001');
  await press(page, 'Send text');
  for (const place of ['#answer', '.entry.unsent']) {
    const words = page.locator(place, { hasText: 'The phone number is not valid.' });
    await words.getByText('Refused', { exact: true }).waitFor();
    for (const word of ['Not sent', 'HTTP 422', 'To do: Do not repeat it'])
      expect(await words.innerText()).toContain(word);
  }
});

test('a text that may have been sent is shown as neither sent nor unsent', async () => {
  const page = await open();
  await post('+15005551002', 'lost');
  const entry = page.locator('.entry.unsent.warn', { hasText: 'lost' });
  await entry.getByText('Unknown', { exact: true }).waitFor();
  expect(await entry.innerText()).toContain('Perhaps sent');
});

test('a call without a number that can be read has a place too', async () => {
  const page = await open();
  await post('555 1234', 'to nobody');
  await page.getByRole('button', { name: 'No number' }).waitFor();
  await page.locator('.entry', { hasText: 'ToPhoneNumber as given: 555 1234' }).waitFor();
});

test('a SessionID keeps all of its digits, in the bubble and in the answer', async () => {
  const page = await open();
  await press(page, 'Send text');
  await page.locator('#answer pre').waitFor();
  const digits = /"SessionID":(\d{18})/.exec(await page.locator('#answer pre').innerText())?.[1];
  expect(digits).toMatch(/[1-9]$/);
  await page.locator('.facts', { hasText: `SessionID ${digits}` }).waitFor();
});

test('dry run and not after are in the request, and nothing goes out', async () => {
  const page = await open();
  await page.getByText('Options:').click();
  await page.getByLabel('Dry run: check everything, send nothing').check();
  await page.getByLabel('Not after').fill('2037-01-02T03:04:05');
  expect(await page.locator('#curl').innerText()).toMatch(/"NotAfter":"2037-01-0\dT[\d:]{8}\.000Z","DryRun":true}'$/);
  await press(page, 'Send text');
  await page.locator('.entry.unsent', { hasText: 'DryRun' }).waitFor();
  expect(await accepted()).toEqual([]);
});

test('from the first key to the answer and back to another number, no mouse is needed', async () => {
  const page = await open();
  await post('+14155550199', 'other');
  await page.locator('.entry', { hasText: 'other' }).waitFor();
  const focused = () =>
    page.evaluate<string>('document.activeElement.id || document.activeElement.innerText.trim().split(/\\s/)[0]');
  const tab = async (to: string) => {
    for (let step = 0; step < 25; step += 1) {
      await page.keyboard.press('Tab');
      if ((await focused()) !== to) continue;
      const outline = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle');
      return expect(outline, `focus on ${to} can be seen`).not.toBe('none');
    }
    expect.fail(`Tab never reaches ${to}`);
  };
  await tab('Skip');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await focused(), 'the skip link leads to the form').toBe('number');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(number);
  await tab('text');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('By keyboard');
  await tab('submit');
  await page.keyboard.press('Enter');
  await page.locator('.entry.sent', { hasText: 'By keyboard' }).waitFor();
  await page.locator('#answer', { hasText: 'HTTP 200' }).waitFor();
  await tab('copy');
  await tab('clear');
  await tab('+14155550199');
  await page.keyboard.press('Enter');
  await page.locator('.entry', { hasText: 'other' }).waitFor();
  await tab('scroller');
  await tab('number');
});

test('a screen reader hears what arrives', async () => {
  const page = await open();
  await post('+15005550004', 'opted out');
  await page.locator('#news[role=status]', { hasText: '+15005550004, Refused: opted out' }).waitFor();
});

test('HTML in a text is shown, not obeyed', async () => {
  const page = await open();
  const text = '<img src=x onerror="document.title=1"><b>bold</b> &amp; <script>document.title = 2</script>';
  await fill(page, number, text);
  await press(page, 'Send text');
  await page.locator('.entry.sent .text').waitFor();
  expect(await page.locator('.entry .text').innerText()).toBe(text);
  expect(await page.locator('.preview').innerText()).toBe(text);
  expect(await page.title()).toContain('hottask-messenger');
  expect(await page.locator('main img, main script').count()).toBe(0);
});

test('nothing is asked of another origin, and the console stays clean', async () => {
  const page = await open();
  await press(page, 'Send text');
  await page.locator('.entry.sent').waitFor();
  await post('+15005551004', 'a web page as answer');
  await press(page, '+15005551004');
  await press(page, 'Copy');
  await page.getByText('What each state means').click();
  await press(page, 'Clear');
  await page.getByText('No text yet').waitFor();
  expect(faults).toEqual([]);
});

test('Clear empties the page for everybody who looks', async () => {
  const [one, other] = [await open(), await open()];
  await post(number, 'gone soon');
  for (const page of [one, other]) await page.locator('.entry', { hasText: 'gone soon' }).waitFor();
  await press(one, 'Clear');
  for (const page of [one, other]) {
    await page.getByText('No text yet').waitFor();
    expect(await page.locator('.entry, #conversations li').count()).toBe(0);
  }
});

test('after a restart of the sandbox nothing of before is shown', async () => {
  const PORT = String(20_000 + (process.pid % 4_000) * 3);
  const first = await startSandbox({ PORT });
  onTestFinished(() => void first.end());
  const page = await open({ url: first.url });
  await press(page, 'Send text');
  await page.locator('.entry.sent').waitFor();
  await first.end();
  await page.getByText('Reconnecting').waitFor();
  const second = await startSandbox({ PORT });
  onTestFinished(() => void second.end());
  await page.locator('#connection', { hasText: /^Live$/ }).waitFor();
  await page.getByText('No text yet').waitFor();
  expect(await page.locator('.entry, #conversations li').count()).toBe(0);
  await press(page, 'Send text');
  await page.locator('.entry.sent').waitFor();
});

test('with 500 texts on the page, one more adds one bubble and leaves the others alone', async () => {
  // Not all at once: on a busy machine claims would run out of time, and what comes late of them draws a bubble anew.
  for (let posted = 0; posted < 500; posted += 25)
    await Promise.all(Array.from({ length: 25 }, (_, i) => post(number, `text ${posted + i}`)));
  const page = await open();
  await page.locator('.entry').nth(499).waitFor();
  const [bubble, line] = [await page.$('.entry'), await page.$('nav li')];
  await post(number, 'one more');
  await page.locator('.entry.sent', { hasText: 'one more' }).getByText('HTTP 200').waitFor();
  expect(await page.locator('.entry').count()).toBe(501);
  for (const element of [bubble, line])
    expect(await element?.evaluate((it: { isConnected: boolean }) => it.isConnected)).toBe(true);
  expect(await page.evaluate('scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight')).toBeLessThan(2);
});

test('every state of the function is explained', async () => {
  const states: Record<State, true> = {
    ...{ Sent: true, DryRun: true, Invalid: true, Unauthorized: true, Blocked: true, InProgress: true },
    ...{ KeyReused: true, Cancelled: true, Expired: true, Refused: true, NotSent: true, Unknown: true },
  };
  const page = await open();
  await page.getByText('What each state means').click();
  expect(await page.locator('#legend .chip').allInnerTexts()).toEqual(Object.keys(states));
  for (const words of await page.locator('#legend dd').allInnerTexts()) expect(words.length).toBeGreaterThan(20);
});
