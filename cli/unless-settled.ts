/** Which items a scan leaves out on DynamoDB's side. */
import type { ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { ItemState } from '../lambda/ledger/item.ts';

const settled = { ':sent': 'Sent', ':refused': 'Refused', ':notSent': 'NotSent' } satisfies Record<string, ItemState>;

/**
 * Lets through all but what certainly needs nobody: readable, and settled or still under its lease. Turned round, a filter
 * for Unknown would hide what another version wrote, or what lacks an attribute; a comparison with what is missing, or of
 * another type, is false.
 */
export const unlessSettled = (
  now: number,
): Pick<ScanCommandInput, 'FilterExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'> => {
  const isReadable = '#owner > :lowest AND #fingerprint > :lowest';
  const isSettled = `#state IN (${Object.keys(settled).join(', ')})`;
  const isLeased = '#state = :sending AND #leaseUntil > :now';
  return {
    FilterExpression: `NOT (${isReadable} AND (${isSettled} OR (${isLeased})))`,
    ExpressionAttributeNames: {
      '#owner': 'owner',
      '#fingerprint': 'fingerprint',
      '#state': 'state',
      '#leaseUntil': 'leaseUntil',
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(Object.entries(settled).map(([name, state]) => [name, { S: state }])),
      ':sending': { S: 'Sending' },
      ':now': { N: String(now) },
      // Any text with a letter in it is higher: an empty one names nobody.
      ':lowest': { S: ' ' },
    },
  };
};
