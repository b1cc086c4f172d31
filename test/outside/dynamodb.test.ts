/** The tests of the ledger and of a reminder's writes once more, against AWS's DynamoDB Local: dynalite, which they use otherwise, differs from it. */
import { startDynamoDbLocal } from './dynamodb-local.ts';

process.env.TEST_DYNAMODB = (await startDynamoDbLocal()).url;

await import('../same-key.test.ts');
await import('../ledger-items.test.ts');
await import('../ledger-writes.test.ts');
await import('../reminder-writes.test.ts');
await import('../ledger-faults.test.ts');
await import('../inquiry.test.ts');
await import('../settle.test.ts');
await import('../unknowns.test.ts');
