/** The table of the reminders that callers have set. It is the truth about them: a schedule without its item sends nothing. */
import { AttributeType, type ITable, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { remindersByDueAt } from '../lambda/wiring.ts';
import { keptTable } from './kept-table.ts';

/** Caller and key; no number and no text. An older copy would let a reminder go out that was moved or cancelled since. */
export const remindersTable = (scope: Construct): ITable => {
  const table = keptTable(scope, 'Reminders', 'sk');
  // Keys alone: a firing and a cancel change none of them, so that neither pays for a write of the index.
  table.addGlobalSecondaryIndex({
    indexName: remindersByDueAt.index,
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: remindersByDueAt.sortKey, type: AttributeType.NUMBER },
    projectionType: ProjectionType.KEYS_ONLY,
  });
  return table;
};

export const arnOfByDueAt = ({ tableArn }: ITable): string => `${tableArn}/index/${remindersByDueAt.index}`;
