/** Takes the pictures of the README: `node docs/screenshot.ts` writes docs/inbox-light.png and docs/inbox-dark.png. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
const args = '--no-sandbox --headless --disable-gpu --disable-background-networking --disable-sync --no-first-run';
/** What the README says, whatever port is free here. */
const shownUrl = 'http://127.0.0.1:4000';
const file = (path: string) => new URL(path, import.meta.url).pathname;

/** What a practice sends in a morning; ana is the conversation in the picture. The last text is asked for once more. */
const ana = '+12025550123';
const confirmed = 'Hi Ana, your appointment with Dr. Lee is confirmed for Thursday, 10:30 am.';
const reminder = 'Reminder: Dr. Lee expects you tomorrow at 10:30 am. Reply C to cancel.';
const texts = [
  { to: '+15005551002', text: 'Your results are ready. Please call us at your convenience.', key: 'results-7' },
  { to: '+15005550001', text: 'Hi Tom, your appointment on Friday at 2 pm is confirmed.', key: 'appt-43.confirmed' },
  { to: '+12025550187', text: 'Hi Mia, Dr. Lee is running 20 minutes late today. Sorry!', key: 'late-9' },
  { to: '+13125550164', text: 'Hi Sam, a slot is free today at 4 pm. Reply Y to take it.', key: 'slot-3' },
  { to: ana, text: confirmed, key: 'appt-42.confirmed' },
  {
    to: ana,
    text: 'Your appointment begins in one hour.',
    key: 'appt-41.hour',
    more: { NotAfter: '2020-01-01T00:00:00Z' },
  },
  { to: ana, text: reminder, key: 'appt-42.reminder' },
  { to: ana, text: reminder, key: 'appt-42.reminder' },
];

const startSandbox = async () => {
  const child = spawn(process.execPath, [file('../sandbox/start.ts')], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The sandbox ended before it said its URL')));
    createInterface(child.stdout).on('line', (line) => resolve(/http:\S+/.exec(line)?.[0] ?? ''));
  });
  return { port: new URL(url).port, stop: () => child.kill() };
};

const send = (port: string, { to, text, key, more }: (typeof texts)[number]) =>
  fetch(`http://127.0.0.1:${port}/chat/Chatbot/SendTwilioMessage`, {
    method: 'POST',
    headers: { Authorization: 'sandbox-key', 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify({
      SerialNumber: '3254a9d0424c4806b9ea3d0763xxxxxx',
      ToPhoneNumber: to,
      Message: text,
      ...more,
    }),
  });

const open = async (browser: Browser, colorScheme: 'light' | 'dark'): Promise<Page> => {
  const viewport = { width: 1200, height: 806 };
  const page = await browser.newPage({ viewport, colorScheme, locale: 'en-US' });
  await page.goto(shownUrl);
  await page.getByRole('button', { name: ana }).click();
  await page.getByLabel('Text', { exact: true }).fill(reminder);
  await page.getByLabel('Idempotency key').fill('appt-42.reminder');
  await page.getByLabel('Idempotency key').blur();
  await page.locator('.entry.sent .repeats').waitFor();
  return page;
};

const sandbox = await startSandbox();
const browser = await chromium.launch({
  executablePath,
  args: [...args.split(' '), `--host-resolver-rules=MAP 127.0.0.1:4000 127.0.0.1:${sandbox.port}`],
});
try {
  for (const text of texts) await send(sandbox.port, text);
  for (const theme of ['light', 'dark'] as const) {
    const page = await open(browser, theme);
    await page.screenshot({ path: file(`inbox-${theme}.png`), animations: 'disabled' });
  }
} finally {
  await browser.close();
  sandbox.stop();
}
