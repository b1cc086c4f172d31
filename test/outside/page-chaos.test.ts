/** Chaos on the page: switched on and off there, and nobody who looks wonders why texts fail. */
import { afterEach, expect, test } from 'vitest';
import { faults, number, open, post, press, sandbox, themes } from './browser.ts';

const api = '/api/chaos';
afterEach(() => fetch(sandbox.url + api, { method: 'DELETE' }));
const told = async () => (await fetch(sandbox.url + api)).json();
const turnOn = (plan: object) => fetch(sandbox.url + api, { method: 'PUT', body: JSON.stringify(plan) });

const word = '#chaos-on';

test('a fault is chosen and switched on, its word counts along, and it is switched off', async () => {
  const page = await open();
  expect(await page.locator(word).isVisible()).toBe(false);
  await page.locator('summary', { hasText: 'Chaos' }).press('Enter');
  await page.getByLabel('What goes wrong').selectOption('HotTask answers 422');
  await page.getByLabel('One call in').fill('1');
  await page.getByLabel('Seed').fill('7');
  await page.getByLabel('Seed').press('Enter');
  await page.locator(word, { hasText: 'HotTask answers 422, each call, seed 7. Struck 0 of 0.' }).waitFor();
  await page.getByRole('status').filter({ hasText: 'Chaos is on: HotTask answers 422' }).waitFor({ state: 'attached' });
  expect(await told()).toMatchObject({ Fault: 'HotTask answers 422', OneIn: 1, Seed: 7 });

  await post(number, 'struck');
  await page.locator(word, { hasText: 'Struck 1 of 1.' }).waitFor();
  await press(page, 'Switch off');
  await page.locator(word).waitFor({ state: 'hidden' });
  await page.getByRole('status').filter({ hasText: 'Chaos is off' }).waitFor({ state: 'attached' });
  expect(await told()).toMatchObject({ Fault: null });
  expect(faults).toEqual([]);
});

test('what somebody else has switched on is on the page, and its switch one press away', async () => {
  await turnOn({ Fault: 'any', OneIn: 2, Seed: 5 });
  const page = await open();
  await page.locator(word, { hasText: 'anything may go wrong, one in 2 calls, seed 5' }).waitFor();
  await page.getByRole('link', { name: 'Its switch' }).press('Enter');
  await page.getByLabel('What goes wrong').waitFor();
  await turnOn({ Fault: 'the claim is lost', Seed: 6 });
  await page.locator(word, { hasText: 'the claim is lost, each call, seed 6' }).waitFor();
});

test('every fault can be chosen, grouped by the kind of call', async () => {
  const page = await open();
  await page.locator('#fault optgroup').first().waitFor({ state: 'attached' });
  const offered = await page
    .locator('#fault option')
    .evaluateAll((options) => options.map((one) => (one as { value?: string }).value));
  const { Faults } = (await told()) as { Faults: string[] };
  expect(offered).toEqual(['any', ...Faults]);
  expect(await page.locator('#fault optgroup').count()).toBe(6);
});

test('what cannot be switched on says why', async () => {
  const page = await open();
  await page.locator('summary', { hasText: 'Chaos' }).click();
  await page.getByLabel('One call in').fill('1001');
  await press(page, 'Switch on');
  await page.getByRole('status').filter({ hasText: 'OneIn must be a whole number from 1' }).waitFor();
  await page.getByLabel('One call in').fill('2');
  await page.getByLabel('Seed').fill('seven');
  await press(page, 'Switch on');
  await page.getByRole('status').filter({ hasText: 'Seed must be a whole number' }).waitFor();
  expect(await told()).toMatchObject({ Fault: null });
});

test.each(themes)('it fits, wide or narrow: %s', async (colorScheme) => {
  await turnOn({ Fault: 'the look at the ledger comes twice, the second is answered', OneIn: 1_000 });
  for (const width of [320, 360, 680, 1280]) {
    const page = await open({ width, colorScheme });
    await page.locator(word).waitFor();
    await page.locator('summary', { hasText: 'Chaos' }).click();
    await page.getByLabel('Seed').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  }
  expect(faults).toEqual([]);
});
