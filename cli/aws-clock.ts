import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * What time it is where the ledger stands, or the queues, as their last answer said; this machine's time before the first. A lease is
 * judged by it: a laptop's clock may be wrong by more than the lease allows for, and what is being sent would look over.
 */
export const awsClock = (client: { middlewareStack: unknown }): (() => number) => {
  let aheadMs = 0;
  // All clients' stacks are alike, but their types are told apart by what each takes.
  (client.middlewareStack as DynamoDBClient['middlewareStack']).add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as { headers?: Record<string, string> };
      const at = Date.parse(headers?.date ?? '');
      if (!Number.isNaN(at)) aheadMs = at - Date.now();
      return result;
    },
    { step: 'deserialize', name: 'awsClock', priority: 'low' },
  );
  return () => Date.now() + aheadMs;
};
