/** What a stage declares, on the page: when each goes out next, and that it goes out as the clock moves. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox-process.ts';
import { faults, number, open, press, themes, tooWide } from './browser.ts';

const to = (Message: string) => ({ SerialNumber: 'SN-1', ToPhoneNumber: number, Message });
const reminders = {
  payday: { schedule: 'cron(0 9 25 * ? *)', timeZone: 'Asia/Kolkata', message: to('It is payday.') },
  weekly: { schedule: 'rate(7 days)', message: to('A week is over.') },
  night: { schedule: 'cron(30 2 31 3 ? *)', timeZone: 'Europe/Berlin', message: to('Good night.') },
  over: { schedule: 'at(2020-01-01T09:00:00)', timeZone: 'UTC', message: to('over') },
  ['x'.repeat(32)]: { schedule: 'rate(9 days)', message: to('long') },
};

const folder = mkdtempSync(join(tmpdir(), 'declared-'));
writeFileSync(
  join(folder, 'cdk.json'),
  JSON.stringify({ context: { messenger: { staging: { reminders }, bare: {} } } }),
);
let staging: Sandbox;
let bare: Sandbox;
beforeAll(async () => {
  staging = await startSandbox({ STAGE: 'staging' }, folder);
  bare = await startSandbox({ STAGE: 'bare' }, folder);
});
afterAll(async () => {
  await Promise.all([staging?.end(), bare?.end()]);
  rmSync(folder, { recursive: true });
});

const openAt = async (url?: string, options: Parameters<typeof open>[0] = {}) => {
  const page = await open(url === undefined ? options : { url, ...options });
  await page.getByRole('link', { name: 'Reminders' }).click();
  await page.locator('#reminders').waitFor();
  return page;
};
const lineOf = (page: Page, name: string) => page.locator(`.declared[data-name="${name}"]`);

test('without a stage it says how to get them, and a stage that declares none says so', async () => {
  const page = await openAt();
  await page.getByText('STAGE=staging npm start').waitFor();
  expect(await page.locator('.declared').count()).toBe(0);
  const other = await openAt(bare.url);
  await other.getByText('The stage bare declares none').waitFor();
  expect(await other.getByText('STAGE=staging npm start').isVisible()).toBe(false);
  expect(faults).toEqual([]);
});

test('each is told with its schedule, its zone and when it goes out next, there and in UTC', async () => {
  const page = await openAt(staging.url);
  const list = page.getByRole('list', { name: 'Declared by a stage' });
  await list.getByText('payday').waitFor();
  expect(await lineOf(page, 'payday').innerText()).toMatch(
    /^payday\s+cron\(0 9 25 \* \? \*\)\s+in Asia\/Kolkata\s+Next: .*25, 20\d\d.*9:00.AM\s+.*25, 20\d\d.*3:30.AM UTC$/,
  );
  await lineOf(page, 'weekly').getByText('in no zone').waitFor();
  await lineOf(page, 'over').getByText('Goes out no more.').waitFor();
  await lineOf(page, 'over').getByText('names a time that has passed').waitFor();
  await lineOf(page, 'night')
    .getByText(/none at .*Mar 31, 20\d\d.*2:30.AM: the clock is put forward there/)
    .waitFor();
  expect(faults).toEqual([]);
});

test('as the clock moves the next time moves on, and the texts are in the inbox', async () => {
  const page = await openAt(staging.url);
  const due = () => lineOf(page, 'payday').locator('time').getAttribute('datetime');
  const before = await due();
  await press(page, '+1 month');
  await page.locator('#jump').waitFor({ state: 'hidden', timeout: 30_000 });
  await expect.poll(due).not.toBe(before);
  await page.getByRole('link', { name: 'Inbox' }).click();
  await page.locator('.entry .text', { hasText: 'It is payday.' }).waitFor();
  expect(faults).toEqual([]);
});

describe.each(themes)('in the %s theme', (colorScheme) => {
  test('nothing of it overflows, wide or narrow', async () => {
    for (const width of [320, 375, 800, 1280]) {
      const page = await openAt(staging.url, { width, colorScheme });
      await lineOf(page, 'payday').waitFor();
      expect(await page.evaluate(tooWide)).toEqual([]);
    }
  });
});
