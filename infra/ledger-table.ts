/** The ledger's table. Losing it, or putting back an old copy, would text people again: everything here guards against that. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/**
 * A plain table of one region: a global one would let two regions claim the same key, each in its own copy. Without a
 * name of its own, so that a stack deployed again does not collide with what its predecessor left.
 * Point-in-time recovery restores into a new table; never let the function use one from the past: what was sent since
 * would be sent again. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.html
 */
export const ledgerTable = (scope: Construct): ITable =>
  new Table(scope, 'Ledger', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: 'expiresAt',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
