/** A reminder is set, moved, cancelled, fired and delivered again, each whole or dying on its way, in every order, on the real functions. */
import { expect, test } from 'vitest';
import { type Event, events, setUpOrders } from './reminder-orders.ts';

/** Steps after the first PUT. */
const depth = Number(process.env.DEPTH ?? 2);

const orders = (steps: number): Event[][] =>
  steps === 0 ? [[]] : orders(steps - 1).flatMap((order) => events.map((event) => [...order, event]));

test(`every order of ${events.length} events, ${depth} steps after the first PUT: no text after a cancel, none twice, none lost, none late`, async () => {
  const { play } = await setUpOrders();
  const all = orders(depth).map((order): Event[] => ['PUT', ...order]);
  const broken: string[] = [];
  for (const [at, order] of all.entries())
    for (const what of await play(`appt-${at}`, order)) broken.push(`${order.join(' → ')}: ${what}`);
  expect(broken).toEqual([]);
}, 600_000);
