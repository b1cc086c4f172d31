/** How the commands reach AWS: with the person's own credentials, with patience, and with a note in each error of what was asked. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { patience } from './patience.ts';

export interface Access {
  region?: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** What a client of AWS is made with. No endpoint: the SDK takes AWS's own, or that of AWS_ENDPOINT_URL. */
export const optionsFor = (access: Access) => ({ ...access, ...patience });

interface Closable {
  middlewareStack: unknown;
  destroy: () => void;
}

/** Asks by a client that is closed afterwards, whatever happens. Rejects with what AWS's SDK threw, and the right that it takes. */
export const asking = async <Client extends Closable, T>(
  client: Client,
  ask: (client: Client) => Promise<T>,
): Promise<T> => {
  try {
    return await ask(noting(client));
  } finally {
    client.destroy();
  }
};

/** Only of this one is said what all have in common: their types are told apart by what each takes. */
type AnyClient = Pick<DynamoDBClient, 'middlewareStack'>;

/** So that a refusal can name the right that is missing: AWS's own words hold ARNs and account numbers. */
export const noting = <Client extends { middlewareStack: unknown }>(client: Client): Client => {
  (client as AnyClient).middlewareStack.add(
    (next, { clientName, commandName }) =>
      async (args) => {
        try {
          return await next(args);
        } catch (error) {
          throw Object.assign(error as Error, { right: rightOf(String(clientName), String(commandName)) });
        }
      },
    { step: 'initialize', name: 'noting', priority: 'high' },
  );
  return client;
};

const services: Record<string, string> = {
  CloudFormation: 'cloudformation',
  DynamoDB: 'dynamodb',
  EventBridge: 'events',
  Lambda: 'lambda',
  SQS: 'sqs',
  STS: 'sts',
  Scheduler: 'scheduler',
  SecretsManager: 'secretsmanager',
};

/** The right that IAM asks for where the SDK has this command: `secretsmanager:GetSecretValue`. */
export const rightOf = (clientName: string, commandName: string): string => {
  const action = commandName.replace(/Command$/, '').replace(/Batch$/, '');
  return `${services[clientName.replace(/Client$/, '')] ?? 'unknown'}:${action === 'Invoke' ? 'InvokeFunction' : action}`;
};
