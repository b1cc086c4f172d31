/** Which ledger a command looks at: a stack's table in AWS, or the sandbox's on this machine. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsClock } from './aws-clock.ts';
import { type Options, WrongUsage } from './command.ts';
import { type LedgerDesk, makeLedgerDesk } from './ledger-desk.ts';
import { patience } from './patience.ts';
import { sandboxAws } from './sandbox.ts';

export const ledgerOptions = {
  table: { takes: 'NAME', help: "the ledger's table: the stack's output LedgerTable, or set LEDGER_TABLE" },
  region: { takes: 'REGION', help: "the stack's region, unless AWS's own settings name it" },
  local: { help: 'the sandbox on this machine (PORT where it was started with another)' },
} satisfies Options;

interface Given {
  table?: string;
  region?: string;
  local?: boolean;
}

type Env = Record<string, string | undefined>;

const sandboxTable = 'hottask-messenger-ledger';

export const openDesk = (given: Given, env: Env): LedgerDesk => {
  const { client, TableName } = given.local ? locally(given, env) : inAws(given, env);
  return makeLedgerDesk({ client, TableName, now: awsClock(client) });
};

const locally = ({ table, region }: Given, env: Env) => {
  if (table !== undefined || region !== undefined)
    throw new WrongUsage('--local has its own table: leave out --table and --region');
  return { client: new DynamoDBClient({ ...sandboxAws(env), ...patience }), TableName: sandboxTable };
};

const inAws = ({ table, region }: Given, { LEDGER_TABLE }: Env) => {
  const TableName = table || LEDGER_TABLE;
  if (!TableName)
    throw new WrongUsage(
      "Name the ledger: --table with the stack's output LedgerTable (or set LEDGER_TABLE), or --local for the sandbox",
    );
  return { client: new DynamoDBClient({ ...(region ? { region } : {}), ...patience }), TableName };
};
