/** The ledger's table. Losing it, or putting back an old copy, would text people again: everything here guards against that. */
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { keptTable } from './kept-table.ts';

/** From an older copy what was sent since would be sent again. */
export const ledgerTable = (scope: Construct): ITable => keptTable(scope, 'Ledger');
