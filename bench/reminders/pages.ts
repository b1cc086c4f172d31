/** How long pages of the list take, by the clock. */
import { median } from '../cold-start/median.ts';
import type { Ask } from './ask.ts';

/** Pages are read from places all over the list, and so often. */
const pages = 25;
/** The first page by each order is read so often, in turn: what else the machine does meets both. */
const firstPages = 200;

/** Medians, in ms. */
export interface FirstPages {
  byKey: number;
  byDueAt: number;
}

export const readPages = async (ask: Ask, count: number): Promise<number> => {
  const took: number[] = [];
  let next: string | null = null;
  for (let i = 0; i < pages; i += 1) {
    const page = await readPage(ask, count, next ? { Next: next } : {});
    took.push(page.tookMs);
    next = page.next;
  }
  return median(took);
};

export const readFirstPages = async (ask: Ask, count: number): Promise<FirstPages> => {
  const took = { byKey: [] as number[], byDueAt: [] as number[] };
  for (let i = 0; i < firstPages; i += 1) {
    took.byKey.push((await readPage(ask, count, { Sort: 'Key' })).tookMs);
    took.byDueAt.push((await readPage(ask, count, { Sort: 'DueAt' })).tookMs);
  }
  return { byKey: median(took.byKey), byDueAt: median(took.byDueAt) };
};

const readPage = async (ask: Ask, count: number, query: Record<string, string>) => {
  const began = performance.now();
  const { status, body } = await ask('GET', `/reminders?${new URLSearchParams({ Limit: '100', ...query })}`);
  const tookMs = performance.now() - began;
  if (status !== 200) throw new Error(`No page came: HTTP ${status}`);
  const { Reminders, Next } = body as unknown as { Reminders: unknown[]; Next: string | null };
  if (Reminders.length !== Math.min(100, count)) throw new Error('A page of the list is not full');
  return { tookMs, next: Next };
};
