/** The function's settings, read once from its environment and checked there: a wrong one stops the start by its name. */
import * as z from 'zod/mini';
import type { Rules } from '../rules.ts';
import { type Environment, readEnvironment, secretId, sendRules, serialNumber, table } from './setting-forms.ts';

export { SettingsError } from './setting-forms.ts';

export interface Settings {
  /** HotTask's address without the path. Plain http only for loopback. */
  hottaskUrl: URL;
  /** Name or ARN of the secret that holds the HotTask key. */
  hottaskSecretId: string;
  /** Name or ARN of our own secret: `{"Callers": …, "Pepper": …}`. */
  messengerSecretId: string;
  /** Name or ARN of the ledger's DynamoDB table. */
  ledgerTable: string;
  /** Name or ARN of the DynamoDB table of the reminders. */
  remindersTable: string;
  /** URL of the queue for what waits for a person. */
  parkedQueueUrl: string;
  /** Used where a message names no SerialNumber. */
  serialNumber: string | undefined;
  rules: Rules;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

const isBaseUrl = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.username || url.password || url.search || url.hash || url.pathname.includes('//')) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
};

/** A host, an account, a name. The SDK calls the URL's own host. */
const isQueueUrl = (text: string): boolean => isBaseUrl(text) && /^\/\d{12}\/[\w-]{1,80}$/.test(new URL(text).pathname);

const environment = z.object({
  HOTTASK_URL: z._default(
    z
      .string()
      .check(z.refine(isBaseUrl, 'must be https://host without credentials and query (plain http only for loopback)')),
    'https://usapi.hottask.com',
  ),
  HOTTASK_SECRET_ID: secretId,
  MESSENGER_SECRET_ID: secretId,
  LEDGER_TABLE: table,
  REMINDERS_TABLE: table,
  PARKED_QUEUE_URL: z
    .string('is required: URL of an SQS queue')
    .check(z.refine(isQueueUrl, 'must be the URL of an SQS queue (plain http only for loopback)')),
  HOTTASK_SERIAL_NUMBER: serialNumber,
  SEND_RULES: sendRules,
});

/** Reads and checks the settings. Throws a SettingsError that names each wrong one, and shows no value. */
export const readSettings = (env: Environment): Settings => {
  const data = readEnvironment(environment, env);
  return {
    hottaskUrl: new URL(data.HOTTASK_URL),
    hottaskSecretId: data.HOTTASK_SECRET_ID,
    messengerSecretId: data.MESSENGER_SECRET_ID,
    ledgerTable: data.LEDGER_TABLE,
    remindersTable: data.REMINDERS_TABLE,
    parkedQueueUrl: data.PARKED_QUEUE_URL,
    serialNumber: data.HOTTASK_SERIAL_NUMBER,
    rules: data.SEND_RULES,
  };
};
