/** How a table is, as two checks ask of theirs. */
import { type Access, asking, optionsFor } from '../aws-access.ts';
import { type Finding, warning } from './check.ts';

export interface TableState {
  isActive: boolean;
  /** AWS's own word. */
  status: string;
  /** Whether its time to live is on. */
  forgets: boolean;
}

export const tableState = async (TableName: string, access: Access): Promise<TableState> => {
  const { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  return asking(new DynamoDBClient(optionsFor(access)), async (client) => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const { TableStatus: status = 'unknown' } = Table ?? {};
    const isActive = status === 'ACTIVE' || status === 'UPDATING';
    if (!isActive) return { isActive, status, forgets: false };
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    return { isActive, status, forgets: /^ENABL/.test(TimeToLiveDescription?.TimeToLiveStatus ?? '') };
  });
};

/** `what`: whose table it is. */
export const forgetsNothing = (what: string): Finding =>
  warning(`the table of the ${what} forgets nothing, since its time to live is off: deploy the stack again`);
