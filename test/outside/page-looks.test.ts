/** How the page looks: narrow, and in both themes. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { fill, number, open, post, press, themes, tooWide } from './browser.ts';

const looks = { Sent: number, Refused: '+15005550001', Unknown: '+15005551002' };

/** One text of each look, each asked for again under a long key, and everything opened. */
const showAll = async (page: Page) => {
  const word = 'Donaudampfschifffahrtsgesellschaftskapitaensmuetze'.repeat(3);
  await post(number, 'late', { NotAfter: '2020-01-01T00:00:00Z' });
  for (const to of Object.values(looks))
    for (const _time of [1, 2]) await post(to, word, { IdempotencyKey: word + to.slice(-4) });
  await fill(page, number, word);
  await page.getByText('Options:').click();
  await page.getByText('What each state means').click();
  await press(page, 'Send text');
  await page.locator('#answer pre').waitFor();
  await page.locator('.entry.sent', { hasText: word }).last().waitFor();
};

describe.each(themes)('in the %s theme', (colorScheme) => {
  test('nothing scrolls sideways at 360 px', async () => {
    const page = await open({ width: 360, colorScheme });
    expect(await page.evaluate(tooWide)).toEqual([]);
    await showAll(page);
    for (const to of Object.values(looks)) {
      await press(page, to);
      await page.locator('.repeats').first().waitFor();
      expect(await page.evaluate(tooWide)).toEqual([]);
    }
  });

  test('every text has a contrast of at least 4.5', async () => {
    const page = await open({ colorScheme });
    const seen = new Set<string>();
    await showAll(page);
    for (const to of Object.values(looks)) {
      await press(page, to);
      await page.locator('.repeats').first().waitFor();
      for (const pair of await page.evaluate<string[]>(colourPairs)) seen.add(pair);
    }
    expect(seen.size).toBeGreaterThan(10);
    expect([...seen].filter((pair) => contrast(pair) < 4.5)).toEqual([]);
  });
});

/** "colour on background" of each element with a text of its own; the background is the nearest one that is not clear. */
const colourPairs = `[...document.querySelectorAll('body *')].filter((element) => element.checkVisibility())
  .filter(({ childNodes, value }) => value || [...childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .flatMap((element) => {
    let behind = element;
    const backgroundOf = (it) => getComputedStyle(it).backgroundColor;
    while (behind.parentElement && backgroundOf(behind) === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
    const colours = [getComputedStyle(element).color, element.placeholder && getComputedStyle(element, '::placeholder').color];
    return colours.filter(Boolean).map((colour) => colour + ' on ' + backgroundOf(behind));
  })`;

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
const contrast = (pair: string): number => {
  const [lighter, darker] = pair
    .split(' on ')
    .map(luminance)
    .sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
};

const luminance = (colour: string): number => {
  const parts = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour)?.slice(1).map(Number);
  if (!parts) throw new Error(`Only solid colours can be measured; got ${colour}`);
  const [red, green, blue] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
