/** EventBridge Scheduler on the wire: the sandbox's own, with faults made in front of it. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { makeScheduler } from '../../sandbox/aws/scheduler.ts';
import { makeSchedules, type Schedule } from '../../sandbox/scheduler/schedules.ts';
import type { OnEnd } from './on-end.ts';

/** By the method of the call. */
const operations = { POST: 'create', GET: 'read', PUT: 'edit', DELETE: 'delete' } as const;

export interface SchedulerCall {
  operation: (typeof operations)[keyof typeof operations];
  /** Does it, as often as it is called, and gives the answer. */
  pass: () => Answered;
}

interface Answered {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** Answers in the place of Scheduler, or gives false to let it answer. */
export type SchedulerFault = (call: SchedulerCall, response: ServerResponse) => boolean | Promise<boolean>;

export const schedulerError =
  (name: string, status: number, Message = name): SchedulerFault =>
  (_call, response) =>
    respond(response, { status, headers: { 'x-amzn-errortype': name }, text: JSON.stringify({ Message }) });

const respond = (response: ServerResponse, { status, headers, text }: Answered): true => {
  response.writeHead(status, headers).end(text);
  return true;
};

interface Parts {
  /** The name of the one group that there is. */
  group: string;
  now: () => number;
}

export const startSchedulerPeer = async ({ group, now }: Parts, onEnd: OnEnd = onTestFinished) => {
  const schedules = makeSchedules(now);
  schedules.addGroup(group);
  const scheduler = makeScheduler({ schedules, now });
  const peer = {
    url: '',
    /** Those that are there, as they were asked for. */
    schedules: (): Schedule[] => schedules.page({ group, prefix: '', limit: 100, from: '' }).shown,
    /** What arrived, in order. */
    calls: [] as SchedulerCall['operation'][],
    fault: (() => false) as SchedulerFault,
  };
  const server = createServer(async (request, response) => {
    const body = await buffer(request).catch(() => undefined);
    if (body === undefined) return; // hung up before it had asked
    const operation = operations[request.method as keyof typeof operations];
    peer.calls.push(operation);
    const pass = () => answerOf((into) => scheduler.answer(request, body, into));
    if (await peer.fault({ operation, pass }, response)) return;
    respond(response, pass());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  peer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return peer;
};

const answerOf = (answer: (response: ServerResponse) => void): Answered => {
  const headers: Record<string, string> = {};
  const response = {
    statusCode: 200,
    text: '',
    setHeader: (name: string, value: string) => {
      headers[name] = value;
    },
    end: (text = '') => {
      response.text = text;
    },
  };
  answer(response as unknown as ServerResponse);
  return { status: response.statusCode, headers, text: response.text };
};
