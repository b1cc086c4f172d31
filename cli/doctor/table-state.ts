/** How a table is, as two checks ask of theirs. */
import { type Access, asking, optionsFor } from '../aws-access.ts';
import { type Finding, warning } from './check.ts';

export interface TableState {
  isActive: boolean;
  /** AWS's own word. */
  status: string;
  /** Whether its time to live is on. */
  forgets: boolean;
  /** An index of it is still being filled: it cannot be asked yet. */
  isFilling: boolean;
}

export const tableState = async (TableName: string, access: Access): Promise<TableState> => {
  const { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  return asking(new DynamoDBClient(optionsFor(access)), async (client) => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const { TableStatus: status = 'unknown', GlobalSecondaryIndexes: indexes = [] } = Table ?? {};
    const isFilling = indexes.some(({ IndexStatus }) => IndexStatus === 'CREATING');
    const isActive = status === 'ACTIVE' || status === 'UPDATING';
    if (!isActive) return { isActive, status, forgets: false, isFilling };
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    const forgets = /^ENABL/.test(TimeToLiveDescription?.TimeToLiveStatus ?? '');
    return { isActive, status, forgets, isFilling };
  });
};

/** `what`: whose table it is. */
export const forgetsNothing = (what: string): Finding =>
  warning(`the table of the ${what} forgets nothing, since its time to live is off: deploy the stack again`);
