/** Which ledger a command looks at: a stack's table in AWS, or the sandbox's on this machine. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsClock } from './aws-clock.ts';
import { type Options, WrongUsage } from './command.ts';
import { type LedgerDesk, makeLedgerDesk } from './ledger-desk.ts';

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

/** As the sandbox makes it (sandbox/settings.ts): the next port after its page, any credentials. */
const sandbox = { table: 'hottask-messenger-ledger', region: 'us-east-1', usualPort: '4000' } as const;

/** A person waits for it, so it may take its time; without a limit a lost connection would hang. */
const patience = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
};

export const openDesk = (given: Given, env: Env): LedgerDesk => {
  const { client, TableName } = given.local ? locally(given, env) : inAws(given, env);
  return makeLedgerDesk({ client, TableName, now: awsClock(client) });
};

const locally = ({ table, region }: Given, { PORT = sandbox.usualPort }: Env) => {
  if (table !== undefined || region !== undefined)
    throw new WrongUsage('--local has its own table: leave out --table and --region');
  if (!/^[1-9]\d{0,4}$/.test(PORT) || Number(PORT) > 65_533)
    throw new WrongUsage("PORT must be the sandbox's, such as 4000: the first of the three ports it was started on");
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${Number(PORT) + 1}`,
    region: sandbox.region,
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    ...patience,
  });
  return { client, TableName: sandbox.table };
};

const inAws = ({ table, region }: Given, { LEDGER_TABLE }: Env) => {
  const TableName = table || LEDGER_TABLE;
  if (!TableName)
    throw new WrongUsage(
      "Name the ledger: --table with the stack's output LedgerTable (or set LEDGER_TABLE), or --local for the sandbox",
    );
  return { client: new DynamoDBClient({ ...(region ? { region } : {}), ...patience }), TableName };
};
