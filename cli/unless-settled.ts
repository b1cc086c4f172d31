/** Which items a scan leaves out on DynamoDB's side. */
import type { ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { ItemState } from '../lambda/ledger/item.ts';

const settled = { ':sent': 'Sent', ':refused': 'Refused', ':notSent': 'NotSent' } satisfies Record<string, ItemState>;

const isReadable =
  '#owner > :lowest AND #fingerprint > :lowest AND (attribute_not_exists(#attempts) OR attribute_type(#attempts, :number))';
const isSettled = `#state IN (${Object.keys(settled).join(', ')})`;

/**
 * Lets through all but what certainly needs nobody: readable and settled. Turned round, a filter for Unknown would hide
 * what another version wrote, or what lacks an attribute; a comparison with what is missing, or of another type, is false.
 * What is being sent comes through too, and is judged by the clock of the answer.
 */
export const unlessSettled: Pick<
  ScanCommandInput,
  'FilterExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
> = {
  FilterExpression: `NOT (${isReadable} AND ${isSettled})`,
  ExpressionAttributeNames: {
    '#owner': 'owner',
    '#fingerprint': 'fingerprint',
    '#attempts': 'attempts',
    '#state': 'state',
  },
  ExpressionAttributeValues: {
    ...Object.fromEntries(Object.entries(settled).map(([name, state]) => [name, { S: state }])),
    // Any text with a letter in it is higher: an empty one names nobody.
    ':lowest': { S: ' ' },
    ':number': { S: 'N' },
  },
};
