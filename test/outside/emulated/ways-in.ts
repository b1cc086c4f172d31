/** Each way by which a message comes to what is deployed, with AWS's own clients. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { topicArn } from '../../../emulator/emulation.ts';
import { credentials, region } from '../../../emulator/environment.ts';
import { detailType } from '../../../lambda/wiring.ts';
import type { Deployment } from './deployment.ts';

export interface Answer {
  status: number;
  isReplayed: boolean;
  body: string;
}

type Method = 'PUT' | 'GET' | 'DELETE';

export interface WaysIn {
  /** By the deployed route. */
  http: (message: object) => Promise<Answer>;
  /** One reminder, by its own route. */
  reminder: (method: Method, key: string, body?: object) => Promise<{ status: number; told: Record<string, unknown> }>;
  event: (message: object) => Promise<void>;
  queue: (message: object) => Promise<void>;
  topic: (message: object) => Promise<void>;
  /** Gives the reply, or the error in which the function ended. */
  invoke: (message: object) => Promise<{ isError: boolean; body: string }>;
  invokeLater: (message: object) => Promise<void>;
}

/** `callerKey` is asked at each call by HTTP. */
export const waysInto = ({ aws, outputs }: Pick<Deployment, 'aws' | 'outputs'>, callerKey: () => string): WaysIn => {
  const client = { endpoint: aws.url, region, credentials };
  const events = new EventBridgeClient(client);
  const sqs = new SQSClient(client);
  const sns = new SNSClient(client);
  // Each call once: an Invoke that is throttled is an answer here.
  const lambda = new LambdaClient({ ...client, maxAttempts: 1 });
  const FunctionName = outputs.SendFunctionName;

  return {
    http: async (message) => {
      const headers = { authorization: callerKey(), 'content-type': 'application/json' };
      const answer = await fetch(outputs.SendUrl, { method: 'POST', headers, body: JSON.stringify(message) });
      return {
        status: answer.status,
        isReplayed: answer.headers.get('idempotent-replayed') === 'true',
        body: await answer.text(),
      };
    },
    reminder: async (method, key, body) => {
      const headers = { authorization: callerKey(), 'content-type': 'application/json' };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(`${outputs.RemindersUrl}/${key}`, { method, headers, ...sent });
      return { status: answer.status, told: (await answer.json()) as Record<string, unknown> };
    },
    event: async (message) => {
      const Entries = [{ Source: 'shop.orders', DetailType: detailType, Detail: JSON.stringify(message) }];
      const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries }));
      if (FailedEntryCount !== 0) throw new Error('EventBridge did not take the event');
    },
    queue: async (message) => {
      await sqs.send(new SendMessageCommand({ QueueUrl: outputs.QueueUrl, MessageBody: JSON.stringify(message) }));
    },
    topic: async (message) => {
      await sns.send(new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(message) }));
    },
    invoke: async (message) => {
      const call = new InvokeCommand({ FunctionName, Payload: JSON.stringify(message) });
      const { Payload = [], FunctionError } = await lambda.send(call);
      return { isError: FunctionError !== undefined, body: Buffer.from(Payload).toString() };
    },
    invokeLater: async (message) => {
      await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: JSON.stringify(message) }));
    },
  };
};
