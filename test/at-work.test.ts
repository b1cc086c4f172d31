/** The clock of the sandbox is moved between invocations, never beneath one. */
import { expect, test } from 'vitest';
import { makeAtWork } from '../sandbox/at-work.ts';

const setUp = () => {
  const { counted, between } = makeAtWork();
  const begun: PromiseWithResolvers<{ json: string }>[] = [];
  const invoke = counted(() => {
    const one = Promise.withResolvers<{ json: string }>();
    begun.push(one);
    return one.promise;
  });
  return { invoke, between, begun };
};

test('it waits for what has begun, and what comes meanwhile waits for it', async () => {
  const { invoke, between, begun } = setUp();
  void invoke({});
  const order: string[] = [];
  const moved = between(() => order.push(`moved, ${begun.length} begun`));
  const second = invoke({}).then(() => order.push('the second has ended'));
  await new Promise(setImmediate);
  expect(order).toEqual([]);
  begun[0]?.resolve({ json: '1' });
  await moved;
  await expect.poll(() => begun.length).toBe(2);
  begun[1]?.resolve({ json: '2' });
  await second;
  expect(order).toEqual(['moved, 1 begun', 'the second has ended']);
});
