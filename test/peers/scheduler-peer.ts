/** EventBridge Scheduler on the wire, as far as the reminders function asks it: schedules are made and deleted, and faults stand in front. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { OnEnd } from './on-end.ts';

export interface Schedule {
  GroupName: string;
  ScheduleExpression: string;
  ScheduleExpressionTimezone: string;
  FlexibleTimeWindow: object;
  ActionAfterCompletion: string;
  Target: { Arn: string; RoleArn: string; Input: string; RetryPolicy: object; DeadLetterConfig: object };
}

export interface SchedulerCall {
  operation: 'create' | 'delete';
  name: string;
  /** Does it, as often as it is called, and answers. */
  pass: () => Answered;
}

interface Answered {
  status: number;
  error?: string;
}

/** Answers in the place of Scheduler, or gives false to let it answer. */
export type SchedulerFault = (call: SchedulerCall, response: ServerResponse) => boolean | Promise<boolean>;

export const schedulerError =
  (name: string, status: number): SchedulerFault =>
  (_call, response) =>
    respond(response, { status, error: name });

const respond = (response: ServerResponse, { status, error }: Answered): true => {
  response.writeHead(status, { 'content-type': 'application/json', ...(error && { 'x-amzn-errortype': error }) });
  response.end(JSON.stringify(error ? { Message: error } : { ScheduleArn: 'arn:aws:scheduler:us-east-1:0:schedule' }));
  return true;
};

export const startSchedulerPeer = async (onEnd: OnEnd = onTestFinished) => {
  const peer = {
    url: '',
    /** Those that are there, by their names, in the order in which they were made. */
    schedules: new Map<string, Schedule>(),
    /** What arrived, in order. */
    calls: [] as Omit<SchedulerCall, 'pass'>[],
    fault: (() => false) as SchedulerFault,
  };
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return; // hung up before it had asked
    const url = new URL(String(request.url), 'http://scheduler');
    const name = decodeURIComponent(url.pathname.replace('/schedules/', ''));
    const operation = request.method === 'POST' ? 'create' : 'delete';
    const pass = (): Answered => {
      if (operation === 'create') {
        if (peer.schedules.has(name)) return { status: 409, error: 'ConflictException' };
        peer.schedules.set(name, JSON.parse(body));
        return { status: 200 };
      }
      const isThere = peer.schedules.get(name)?.GroupName === url.searchParams.get('groupName');
      if (!isThere) return { status: 404, error: 'ResourceNotFoundException' };
      peer.schedules.delete(name);
      return { status: 200 };
    };
    peer.calls.push({ operation, name });
    if (await peer.fault({ operation, name, pass }, response)) return;
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
