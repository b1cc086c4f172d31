/** What can go wrong on the wire between a client and a service of AWS. Of a call that is lost or late the client cannot know whether it was done. */
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answered } from '../aws/sqs-sns.ts';
import { respond } from '../loopback.ts';

/** One call as it reached the service. */
export interface Call {
  /** Lets the service do it, as often as it is called, and gives the answer. */
  pass: () => Promise<Answered>;
}

export type Service = 'secretsmanager' | 'dynamodb' | 'sqs';
export type AwsTrouble = keyof typeof troubles;

interface Errors {
  fails: string;
  throttled: string;
}

/**
 * Their own names for the common troubles:
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const errors: Record<Service, Errors> = {
  secretsmanager: { fails: 'InternalServiceError', throttled: 'ThrottlingException' },
  dynamodb: {
    fails: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
    throttled: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  },
  sqs: { fails: 'InternalError', throttled: 'com.amazonaws.sqs#RequestThrottled' },
};

type Make = (call: Call, response: ServerResponse, service: Service, late: Call[]) => unknown;

const hangUp = (response: ServerResponse) => response.socket?.destroy();
const refuse = (response: ServerResponse, name: string, status: number) =>
  respond(response, status, JSON.stringify({ __type: name, message: name }), {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-errortype': name,
  });
const answer = (response: ServerResponse, { status, text, headers }: Answered) =>
  respond(response, status, text, headers);

const troubles = {
  fails: (_call, response, service) => refuse(response, errors[service].fails, 500),
  'is throttled': (_call, response, service) => refuse(response, errors[service].throttled, 400),
  'is denied': (_call, response) => refuse(response, 'AccessDeniedException', 400),
  'is lost': (_call, response) => hangUp(response),
  'is done, its answer lost': async (call, response) => {
    await call.pass();
    hangUp(response);
  },
  'is never answered': () => {},
  'is done, and never answered': (call) => call.pass(),
  'is answered after half a second': async (call, response) => {
    await wait(500);
    answer(response, await call.pass());
  },
  'comes twice, the first is answered': async (call, response) => {
    const first = await call.pass();
    await call.pass();
    answer(response, first);
  },
  'comes twice, the second is answered': async (call, response) => {
    await call.pass();
    answer(response, await call.pass());
  },
  /** The network holds a copy back, and brings it when nobody waits for it. */
  'is cut off, and a copy comes late': (call, response, _service, late) => {
    late.push(call);
    hangUp(response);
  },
} satisfies Record<string, Make>;

export const awsTroubles = Object.keys(troubles) as AwsTrouble[];

/** `late` takes the calls that the network holds back. */
export const strike = async (
  trouble: AwsTrouble,
  service: Service,
  call: Call,
  response: ServerResponse,
  late: Call[],
): Promise<void> => {
  await (troubles[trouble] as Make)(call, response, service, late);
};
