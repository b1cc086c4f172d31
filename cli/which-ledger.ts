/** Which ledger a command looks at: a stack's table in AWS, or the sandbox's on this machine. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { optionsFor } from './aws-access.ts';
import { awsClock } from './aws-clock.ts';
import { type Options, WrongUsage } from './command.ts';
import { type LedgerDesk, makeLedgerDesk } from './ledger-desk.ts';
import { sandboxAws, sandboxTables } from './sandbox.ts';
import { accessOf, type GivenStack, localOption, openStack, stackOptions } from './which-stack.ts';

export const ledgerOptions = {
  ...stackOptions,
  table: { takes: 'NAME', help: "another table than the stack's LedgerTable (or set LEDGER_TABLE)" },
  ...localOption,
} satisfies Options;

interface Given extends GivenStack {
  table?: string;
  local?: boolean;
}

type Env = Record<string, string | undefined>;

export const openDesk = async (given: Given, env: Env): Promise<LedgerDesk> => {
  const { client, TableName } = given.local ? locally(given, env) : await inAws(given, env);
  return makeLedgerDesk({ client, TableName, now: awsClock(client) });
};

const locally = ({ table, stage, region }: Given, env: Env) => {
  if ([table, stage, region].some((one) => one !== undefined))
    throw new WrongUsage('--local has its own table: leave out --table, --stage and --region');
  return { client: new DynamoDBClient(optionsFor(sandboxAws(env))), TableName: sandboxTables.ledger };
};

const inAws = async (given: Given, { LEDGER_TABLE }: Env) => {
  if (given.table !== undefined && given.stage !== undefined)
    throw new WrongUsage("--table stands in the place of the stage's own: leave out --stage, or --table");
  // Who names the stage means its table, whatever the environment holds.
  const named = given.table || (given.stage === undefined ? LEDGER_TABLE : undefined);
  const TableName = named ?? (await openStack(given)).output('LedgerTable');
  return { client: new DynamoDBClient(optionsFor(accessOf(given))), TableName };
};
