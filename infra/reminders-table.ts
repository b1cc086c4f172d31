/** The table of the reminders that callers have set. It is the truth about them: a schedule without its item sends nothing. */
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { keptTable } from './kept-table.ts';

/** Caller and key; no number and no text. An older copy would let a reminder go out that was moved or cancelled since. */
export const remindersTable = (scope: Construct): ITable => keptTable(scope, 'Reminders', 'sk');
