/** Each way by which a message comes to what is deployed, with AWS's own clients. */
import http from 'node:http';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Emulation, topicArn } from '../../../emulator/emulation.ts';
import { credentials, region } from '../../../emulator/environment.ts';
import { detailType } from '../../../lambda/wiring.ts';
import { canary } from '../../canary.ts';

export interface Answer {
  status: number;
  isReplayed: boolean;
  body: string;
}

export interface WaysIn {
  /** By the deployed route. */
  http: (message: object, callerKey?: string) => Promise<Answer>;
  event: (message: object) => Promise<void>;
  queue: (message: object) => Promise<void>;
  topic: (message: object) => Promise<void>;
  /** Gives the reply, or the error in which the function ended. */
  invoke: (message: object) => Promise<{ isError: boolean; body: string }>;
  invokeLater: (message: object) => Promise<void>;
}

export const waysInto = ({ aws, outputs }: Pick<Emulation, 'aws' | 'outputs'>): WaysIn => {
  const client = { endpoint: aws.url, region, credentials };
  const events = new EventBridgeClient(client);
  const sqs = new SQSClient(client);
  const sns = new SNSClient(client);
  // Each call once: an Invoke that is throttled is an answer here.
  const lambda = new LambdaClient({ ...client, maxAttempts: 1 });
  const FunctionName = outputs.SendFunctionName;
  const { hostname, port } = new URL(aws.url);
  const { hostname: apiHost, pathname } = new URL(outputs.SendUrl);
  // The gateway is known by its host. ministack has its own name behind the API's id.
  const host = `${apiHost.split('.')[0]}.execute-api.${hostname}:${port}`;

  return {
    http: (message, callerKey = canary.callerKey) =>
      new Promise((resolve, reject) => {
        const body = JSON.stringify(message);
        const headers = {
          host,
          authorization: callerKey,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        };
        const request = http.request({ hostname, port, path: pathname, method: 'POST', headers }, async (response) => {
          const chunks = await response.toArray();
          resolve({
            status: response.statusCode ?? 0,
            isReplayed: response.headers['idempotent-replayed'] === 'true',
            body: Buffer.concat(chunks).toString(),
          });
        });
        request.once('error', reject).end(body);
      }),
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
