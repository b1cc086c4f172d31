/** What whoever runs the service does after a deployment, by AWS's own SDK. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  DeleteFunctionConcurrencyCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Outputs } from './cdk.ts';
import { credentials, region } from './environment.ts';

export const makeOperator = (endpoint: string, outputs: Outputs) => {
  const client = { endpoint, region, credentials };
  const secretsManager = new SecretsManagerClient(client);
  const lambda = new LambdaClient(client);
  const FunctionName = outputs.SendFunctionName;

  const mapping = async () => {
    const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
    return EventSourceMappings[0]?.UUID;
  };
  const setMapping = async (Enabled: boolean) => {
    const UUID = await mapping();
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
    const wanted = Enabled ? 'Enabled' : 'Disabled';
    // AWS gives no event for it.
    while ((await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State !== wanted) await pause(250);
  };

  return {
    putSecretKey: async (secretKey: string) => {
      await secretsManager.send(
        new PutSecretValueCommand({ SecretId: outputs.HotTaskSecretId, SecretString: secretKey }),
      );
    },
    /** Before the caller's first call: a key that was unknown once is looked up again only after 30 s. */
    addCaller: async (name: string, callerKey: string) => {
      const SecretId = outputs.MessengerSecretId;
      const { SecretString = '' } = await secretsManager.send(new GetSecretValueCommand({ SecretId }));
      const ours = JSON.parse(SecretString);
      ours.Callers[name] = [createHash('sha256').update(callerKey).digest('hex')];
      await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(ours) }));
    },
    /** First the queue, so that no poll is throttled and uses up receives. */
    pause: async () => {
      await setMapping(false);
      await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    },
    resume: async () => {
      await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
      await setMapping(true);
    },
  };
};

export type Operator = ReturnType<typeof makeOperator>;
