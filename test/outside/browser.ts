/** The page of a real `npm start` in a real browser, watched for what no page may do. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, onTestFinished } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox-process.ts';

const executablePath = '/usr/bin/chromium';
const args = '--no-sandbox --headless --disable-gpu --disable-background-networking --disable-sync --no-first-run';
export const themes = ['light', 'dark'] as const;
export const number = '+12025550123';

export let sandbox: Sandbox;
let browser: Browser;
/** What no page may do: errors in its console, requests to elsewhere. */
export const faults: string[] = [];

beforeAll(async () => {
  [sandbox, browser] = await Promise.all([startSandbox(), chromium.launch({ executablePath, args: args.split(' ') })]);
});

afterAll(async () => {
  await browser?.close();
  await sandbox?.end();
});

afterEach(() => fetch(`${sandbox.url}/api/messages`, { method: 'DELETE' }));

/** The page once it is live. It is watched for faults, but for the status that a refused text, reminder or jump rightly has. */
export const open = async ({ url = sandbox.url, width = 1200, colorScheme = 'light' as 'light' | 'dark' } = {}) => {
  faults.length = 0;
  const context = await browser.newContext({ viewport: { width, height: 760 }, colorScheme });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (line) => {
    const isAnswer = /\/(SendTwilioMessage|reminders\/[^/]+|api\/clock)$/.test(line.location().url);
    if (['error', 'warning'].includes(line.type()) && !isAnswer) faults.push(line.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`)) faults.push(request.url());
  });
  await page.goto(url);
  await page.locator('#connection[data-state=live]').waitFor();
  return page;
};

export const post = (ToPhoneNumber: string, Message: string, more: object = {}) =>
  fetch(`${sandbox.url}/chat/Chatbot/SendTwilioMessage`, {
    method: 'POST',
    headers: { Authorization: 'sandbox-key', 'Content-Type': 'application/json' },
    body: JSON.stringify({ SerialNumber: '3254a9d0424c4806b9ea3d0763xxxxxx', ToPhoneNumber, Message, ...more }),
  });

export const accepted = async (): Promise<{ Message: string }[]> =>
  ((await (await fetch(`${sandbox.url}/api/messages`)).json()) as { Messages: { Message: string }[] }).Messages;

export const fill = async (page: Page, to: string, text: string) => {
  await page.getByLabel('Phone number').fill(to);
  await page.getByLabel('Text', { exact: true }).fill(text);
};
export const press = (page: Page, name: string) => page.getByRole('button', { name }).click();

/** What could be scrolled sideways: the page itself, or a part of it. */
export const tooWide = `[document.documentElement, ...document.querySelectorAll('body *')]
  .filter((it) => it === document.documentElement || ['auto', 'scroll'].includes(getComputedStyle(it).overflowX))
  .filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.id || it.className || it.tagName)`;
