/** Takes the pictures of the README: `node docs/screenshot.ts` writes docs/inbox-light.png and docs/reminders-light.png, and both in the dark. */
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

/** The same practice's reminders, so many days ahead; the first has gone out by the time of the picture. */
const reminders = [
  { key: 'appt-42.24h', days: 1, at: '10:30', zone: 'America/New_York' },
  { key: 'appt-43.24h', days: 2, at: '14:00', zone: 'America/New_York' },
  { key: 'appt-44.24h', days: 3, at: '09:15', zone: 'America/Chicago', isCancelled: true },
  { key: 'checkup-7.week', days: 8, at: '09:00', zone: 'Europe/Berlin' },
  { key: 'flu-season.2', days: 30, at: '12:00', zone: 'America/New_York' },
];

const headers = { Authorization: 'sandbox-key', 'Content-Type': 'application/json' };

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
    headers: { ...headers, 'Idempotency-Key': key },
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

const remind = async (port: string) => {
  const url = `http://127.0.0.1:${port}`;
  for (const { key, days, at, zone, isCancelled } of reminders) {
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.now() + days * 24 * 3_600_000);
    const message = { SerialNumber: '3254a9d0424c4806b9ea3d0763xxxxxx', ToPhoneNumber: ana, Message: reminder };
    const body = JSON.stringify({ At: `${day}T${at}`, TimeZone: zone, Message: message });
    await fetch(`${url}/reminders/${key}`, { method: 'PUT', headers, body });
    if (isCancelled) await fetch(`${url}/reminders/${key}`, { method: 'DELETE', headers });
  }
  await fetch(`${url}/api/clock`, { method: 'POST', body: '{"To":"next"}' });
};

const openReminders = async (browser: Browser, colorScheme: 'light' | 'dark'): Promise<Page> => {
  const viewport = { width: 1200, height: 806 };
  const page = await browser.newPage({ viewport, colorScheme, locale: 'en-US', timezoneId: 'America/Chicago' });
  await page.goto(`${shownUrl}/#reminders`);
  await page.getByLabel('Its key').fill('appt-45.24h');
  await page.getByLabel('Its key').blur();
  await page.locator('.reminder .chip', { hasText: 'Sent' }).waitFor();
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
  await remind(sandbox.port);
  for (const theme of ['light', 'dark'] as const) {
    const page = await openReminders(browser, theme);
    await page.screenshot({ path: file(`reminders-${theme}.png`), animations: 'disabled' });
  }
} finally {
  await browser.close();
  sandbox.stop();
}
