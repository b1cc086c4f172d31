/** What the environment of a function in a process of its own says, where its far ends are on this machine. */

export interface FarEnds {
  secrets: { url: string };
  ledger: { url: string; table: string };
  /** Name of the table, beside the ledger. @default one that is not there: no reminder of a caller's own fires */
  reminders?: string;
  hottask: { url: string };
  /** URL of the queue. */
  parked: string;
  rules?: object;
}

export const functionVariables = ({
  secrets,
  ledger,
  reminders = 'reminders',
  hottask,
  parked,
  rules,
}: FarEnds): Record<string, string> => ({
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'any',
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
  AWS_ENDPOINT_URL_DYNAMODB: ledger.url,
  HOTTASK_URL: hottask.url,
  HOTTASK_SECRET_ID: 'hottask',
  MESSENGER_SECRET_ID: 'messenger',
  LEDGER_TABLE: ledger.table,
  REMINDERS_TABLE: reminders,
  PARKED_QUEUE_URL: parked,
  SEND_RULES: JSON.stringify(rules ?? { mode: 'live', prefixes: { '+': 'allow' } }),
});
