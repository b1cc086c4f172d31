/** The reminders on the page: made, moved, cancelled, and seen to arrive when the clock is moved. */

import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateScheduleCommand, DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { message } from '../function.ts';
import { anybody } from '../peers/fauxqs-peer.ts';
import { dayIn, remindersOf } from '../sandbox-reminders.ts';
import { accepted, faults, number, open, press, sandbox, themes, tooWide } from './browser.ts';

const api = () => remindersOf(sandbox);
const zone = 'Europe/Berlin';

const openReminders = async (options: Parameters<typeof open>[0] = {}) => {
  const page = await open(options);
  await page.getByRole('link', { name: 'Reminders' }).click();
  await page.locator('#reminders').waitFor();
  return page;
};
const lineOf = (page: Page, key: string) => page.locator(`.reminder[data-key="${key}"]`);
const chipOf = (page: Page, key: string, state: string) => lineOf(page, key).locator('.chip', { hasText: state });

const fillIn = async (page: Page, { key, text, day = dayIn(zone, 1), time = '09:00' }: Record<string, string>) => {
  if (key) await page.getByLabel('Its key').fill(key);
  await page.locator('#reminder-date').fill(day as string);
  await page.locator('#reminder-time').fill(time);
  await page.locator('#reminder-zone').fill(zone);
  await page.locator('#reminder-number').fill(number);
  await page.locator('#reminder-text').fill(text ?? '');
};

const openMove = async (page: Page, key: string) => {
  await lineOf(page, key).getByRole('button', { name: 'Move' }).click();
  const dialog = page.getByRole('dialog', { name: `Move ${key}` });
  await dialog.waitFor();
  return dialog;
};

test('one is made, moved and waited for: its text arrives once, and the line leads to it', async () => {
  const page = await openReminders();
  await fillIn(page, { key: 'appt-42', text: 'first' });
  await press(page, 'Make the reminder');
  await page.locator('#reminder-headline', { hasText: `in ${zone}` }).waitFor();
  await chipOf(page, 'appt-42', 'Scheduled').waitFor();
  await fillIn(page, { key: 'draft', text: 'a draft' });
  const dialog = await openMove(page, 'appt-42');
  expect(await dialog.getByLabel('New date').inputValue()).toBe(dayIn(zone, 1));
  expect(await dialog.getByLabel('New time').inputValue()).toBe('09:00');
  expect(await dialog.getByLabel('In the time zone').inputValue()).toBe(zone);
  expect(await dialog.getByLabel('May be late by').inputValue()).toBe('300');
  await dialog.getByLabel('New time').fill('10:30');
  await press(page, 'Move it');
  await lineOf(page, 'appt-42').getByText('revision 2').waitFor();
  await page
    .locator('#reminder-news', {
      hasText: /^appt-42 is moved: it goes out .*10:30.*Number and text are as they were\.$/,
    })
    .waitFor();
  // What was being written in the form is still there.
  expect(await page.getByLabel('Its key').inputValue()).toBe('draft');
  expect(await page.locator('#reminder-text').inputValue()).toBe('a draft');
  await press(page, 'To the next reminder');
  await chipOf(page, 'appt-42', 'Sent').waitFor();
  // Whoever only hears the page hears when the clock has come to stand.
  const due = new Date(`${dayIn(zone, 1)}T10:30:00`).getDate();
  await page.locator('#clock-news', { hasText: 'The clock shows' }).waitFor();
  expect(await page.locator('#clock-news').innerText()).toMatch(new RegExp(`\\b${due}, `));
  expect((await accepted()).map(({ Message }) => Message)).toEqual(['first']);
  await page.locator('#clock-ahead', { hasText: 'ahead of this machine' }).waitFor();
  await lineOf(page, 'appt-42').getByRole('button', { name: 'See its text' }).click();
  await page.locator('.entry:focus .text', { hasText: 'first' }).waitFor();
  expect(await page.locator('.entry:focus .facts').innerText()).toContain('a reminder');
  expect(faults).toEqual([]);
});

test('a second press cancels it, and it does not arrive', async () => {
  await api().put('appt-43', { At: `${dayIn(zone, 40)}T09:00` });
  const page = await openReminders();
  const line = lineOf(page, 'appt-43');
  await line.getByRole('button', { name: 'Cancel' }).click();
  expect((await api().get('appt-43')).body.State).toBe('Scheduled');
  await line.getByRole('button', { name: 'Cancel it for good' }).click();
  await chipOf(page, 'appt-43', 'Cancelled').waitFor();
  await page.locator('#reminder-news', { hasText: 'appt-43 is cancelled: nothing goes out.' }).waitFor();
  await line.getByRole('button', { name: 'Make again' }).click();
  expect(await page.getByLabel('Its key').inputValue()).toBe('appt-43');
  expect(await page.locator('#reminder-date').inputValue()).toBe(dayIn(zone, 40));
  expect(faults).toEqual([]);
});

test('what the API says against a move stands in its dialog, and what was typed stays', async () => {
  await api().put('appt-44', { At: `${dayIn(zone, 50)}T09:00` });
  const page = await openReminders();
  const dialog = await openMove(page, 'appt-44');
  expect(await page.evaluate('document.activeElement.id')).toBe('move-date');
  await press(page, 'Move it');
  await dialog.getByText('Choose another time').waitFor();
  await dialog.getByLabel('New date').fill('2020-01-01');
  await press(page, 'Move it');
  await dialog.getByText(`At has passed in ${zone}`).waitFor();
  expect(await dialog.getByLabel('New date').inputValue()).toBe('2020-01-01');
  await dialog.getByLabel('New date').fill(dayIn(zone, 51));
  await api().cancel('appt-44');
  await chipOf(page, 'appt-44', 'Cancelled').waitFor();
  await press(page, 'Move it');
  await dialog.locator('.problem', { hasText: /^Cancelled State says .* nothing is left to move/ }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  // The button that opened it is gone, and the keyboard stays at its line.
  await expect.poll(() => page.evaluate('document.activeElement.closest(".reminder")?.dataset.key')).toBe('appt-44');
  expect((await api().get('appt-44')).body).toMatchObject({ State: 'Cancelled' });
});

test('one that was set by older time zones says when it really goes out, and a move says which are used now', async () => {
  await api().put('older', { At: '2030-07-01T09:00', TimeZone: 'Europe/Paris' });
  const client = new DynamoDBClient({ endpoint: sandbox.aws, ...anybody });
  onTestFinished(() => client.destroy());
  await client.send(
    new UpdateItemCommand({
      TableName: 'hottask-messenger-reminders',
      Key: { pk: { S: 'sandbox' }, sk: { S: 'older' } },
      UpdateExpression: 'SET #at = :at REMOVE timeZoneData',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':at': { S: '2030-07-01T08:00:00' } },
    }),
  );
  const page = await openReminders();
  const line = lineOf(page, 'older');
  await line.getByText('9:00 AM in Europe/Paris').waitFor();
  await line.getByText(/not at .*8:00.AM: the clocks there have been changed/).waitFor();
  await line.getByText('zones: 0.6.0').waitFor();
  const news = page.locator('#reminder-news');
  let dialog = await openMove(page, 'older');
  await dialog.getByLabel('May be late by').fill('600');
  await press(page, 'Move it');
  await news.getByText(/it goes out .*9:00.AM in Europe\/Paris.*, not at .*8:00.AM/).waitFor();
  await line.getByText('at most 600 s late').waitFor();
  dialog = await openMove(page, 'older');
  await dialog.getByLabel('New time').fill('07:00');
  await press(page, 'Move it');
  await news.getByText(/7:00.AM.*by the time zones of \d{4}[a-z], before by those of 0\.6\.0\.$/).waitFor();
  await line.locator('.changed').waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
});

test('the list begins with what is due next, and goes by key where that is chosen', async () => {
  await api().put('order-a', { At: `${dayIn(zone, 200)}T10:00` });
  await api().put('order-b', { At: `${dayIn(zone, 200)}T09:00` });
  const page = await openReminders();
  const keys = async () =>
    (await page.locator('.reminder .key').allInnerTexts()).filter((key) => key.startsWith('order-'));
  await expect.poll(keys).toEqual(['order-b', 'order-a']);
  await page.getByLabel('Order').selectOption('by key');
  await expect.poll(keys).toEqual(['order-a', 'order-b']);
  expect(faults).toEqual([]);
});

test('what the API says against it stands below the form, and what was typed stays', async () => {
  const page = await openReminders();
  await fillIn(page, { key: 'a b', text: 'x', day: '2020-01-01' });
  await press(page, 'Make the reminder');
  await page.locator('#reminder-headline .chip', { hasText: 'Invalid' }).waitFor();
  for (const [key, says] of [
    ['', 'Give it a key'],
    ['..', 'The key must not be'],
  ] as const) {
    await page.getByLabel('Its key').fill(key);
    await press(page, 'Make the reminder');
    await page.locator('#reminder-headline', { hasText: says }).waitFor();
  }
  await page.getByLabel('Its key').fill('past');
  await press(page, 'Make the reminder');
  await page.locator('#reminder-headline', { hasText: `At has passed in ${zone}` }).waitFor();
  expect(await page.locator('#reminder-text').inputValue()).toBe('x');
});

test('its links lead to the top of the page, and to its own form', async () => {
  const page = await openReminders({ width: 375 });
  expect(await page.evaluate('scrollY')).toBe(0);
  await page.reload();
  await page.locator('#reminders').waitFor();
  expect(await page.evaluate('scrollY')).toBe(0);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('reminder');
});

test('the reader’s own zone is offered first, and times are told in both', async () => {
  await api().put('zoned', { At: '2030-07-01T09:00', TimeZone: 'Asia/Kolkata' });
  const page = await openReminders();
  expect(await page.locator('#reminder-zone').inputValue()).toBe(
    await page.evaluate('Intl.DateTimeFormat().resolvedOptions().timeZone'),
  );
  await page.getByLabel('Show').selectOption('Scheduled');
  const line = lineOf(page, 'zoned');
  await line.getByText('in Asia/Kolkata').waitFor();
  expect(await line.locator('.yours').innerText()).toMatch(/^your time: .*2030/);
  expect(faults).toEqual([]);
});

test('the clock goes by an hour, a day, a month and to a time, and says what cannot be', async () => {
  const page = await openReminders();
  const shown = async () => Date.parse((await page.locator('#clock-face').getAttribute('datetime')) as string);
  const before = await shown();
  for (const [name, hours] of [
    ['+1 hour', 1],
    ['+1 day', 24],
  ] as const) {
    const from = await shown();
    await press(page, name);
    await expect.poll(shown).toBeGreaterThanOrEqual(from + hours * 3_600_000);
    await page.locator('#jump').waitFor({ state: 'hidden' });
  }
  await press(page, '+1 month');
  await expect.poll(shown).toBeGreaterThanOrEqual(before + 29 * 24 * 3_600_000);
  await page.locator('#jump').waitFor({ state: 'hidden' });
  await page.getByLabel('To a time').fill('2020-01-01T09:00');
  await press(page, 'Jump there');
  await page.locator('#clock-problem', { hasText: 'forward only' }).waitFor();
});

test('a long jump can be stopped, and the clock runs on from there', async () => {
  const scheduler = new SchedulerClient({ endpoint: sandbox.aws, ...anybody });
  onTestFinished(() => scheduler.destroy());
  const [Input, RoleArn] = [JSON.stringify({ ...message, DryRun: true }), 'arn:aws:iam::000000000000:role/scheduler'];
  const Target = { Arn: 'arn:aws:sqs:us-east-1:000000000000:hottask-messenger', RoleArn, Input };
  const often = { Name: 'often', ScheduleExpression: 'rate(1 minute)', FlexibleTimeWindow: { Mode: 'OFF' as const } };
  await scheduler.send(new CreateScheduleCommand({ ...often, Target }));
  const page = await openReminders();
  await press(page, '+1 month');
  await page.locator('#jump-at', { hasText: 'on the way to' }).waitFor();
  await page.locator('#jump-stop').focus();
  await page.keyboard.press('Space');
  await page.locator('#jump').waitFor({ state: 'hidden' });
  // Who works by keyboard stays where he was.
  expect(await page.evaluate('document.activeElement.id')).toBe('clock-title');
  await scheduler.send(new DeleteScheduleCommand({ Name: 'often' }));
  await page.locator('#clock-news', { hasText: 'The clock shows' }).waitFor();
  await press(page, '+1 hour');
  await page.locator('#jump').waitFor({ state: 'hidden' });
});

test('many are shown page by page, never all, and a change of one that is on show is seen at once', async () => {
  const At = `${dayIn(zone, 300)}T09:00`;
  for (let i = 0; i < 12; i += 1)
    await Promise.all(
      Array.from({ length: 10 }, (_, j) => api().put(`page-${String(i * 10 + j).padStart(3, '0')}`, { At })),
    );
  const page = await openReminders();
  await page.getByLabel('Show').selectOption('Scheduled');
  await page.locator('#reminders-about', { hasText: 'Page 1: 50 reminders, and more' }).waitFor();
  expect(await page.locator('.reminder').count()).toBe(50);
  await press(page, 'Next page');
  await page.locator('#reminders-about', { hasText: 'Page 2: 50' }).waitFor();
  const key = (await page.locator('.reminder').first().getAttribute('data-key')) as string;
  await lineOf(page, key).getByRole('button', { name: 'Move' }).focus();
  const next = (await page.locator('.reminder').nth(1).getAttribute('data-key')) as string;
  await api().cancel(next);
  await lineOf(page, next).waitFor({ state: 'detached' });
  // The keyboard stays where it was.
  expect(await page.evaluate('document.activeElement.closest(".reminder")?.dataset.key')).toBe(key);
  await press(page, 'First page');
  await page.locator('#reminders-about', { hasText: 'Page 1' }).waitFor();
  expect(faults).toEqual([]);
}, 60_000);

describe.each(themes)('in the %s theme', (colorScheme) => {
  test('nothing of it overflows, wide or narrow', async () => {
    await api().put('long-'.repeat(25), {
      At: `${dayIn(zone, 300)}T09:00`,
      TimeZone: 'America/Argentina/ComodRivadavia',
    });
    for (const width of [320, 390, 800, 1280]) {
      const page = await openReminders({ width, colorScheme });
      await page.locator('.reminder').first().waitFor();
      await page.locator('#reminder .options summary').click();
      await page.locator('.reminder').getByRole('button', { name: 'Move' }).first().click();
      await page.getByRole('dialog').waitFor();
      expect(await page.evaluate(tooWide)).toEqual([]);
    }
    expect(faults).toEqual([]);
  });
});
