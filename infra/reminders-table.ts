/** The table of the reminders that callers have set. It is the truth about them: a schedule without its item sends nothing. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/**
 * Caller and key; no number and no text. Like the ledger it has no name of its own, and stands in one region.
 * An older copy in its place would let a reminder go out that was moved or cancelled since.
 */
export const remindersTable = (scope: Construct): ITable =>
  new Table(scope, 'Reminders', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: 'expiresAt',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
