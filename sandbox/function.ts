/** A function as Lambda runs it: JSON in, JSON out, a time-out, thrown errors as an object. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { sendFunction } from '../lambda/wiring.ts';

export const functionName = 'hottask-messenger-send';
export const remindersFunctionName = 'hottask-messenger-reminders';
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
export const functionArn = arnOf(functionName);

/** What the function gave back; `error` as Lambda's Invoke reports it. */
export type Result = { json: string } | { error: { errorType: string; errorMessage: string; trace: string[] } };

export type Invoke = (event: unknown, requestId?: string) => Promise<Result>;

type Handler = (event: unknown, context: Context) => unknown;

interface Size {
  timeoutSeconds: number;
  memoryMb: number;
}

export const makeInvoke =
  (handler: Handler, name = functionName, { timeoutSeconds, memoryMb }: Size = sendFunction): Invoke =>
  async (event, requestId = randomUUID()) => {
    const timeoutMs = timeoutSeconds * 1_000;
    const endsAt = Date.now() + timeoutMs;
    const context = {
      awsRequestId: requestId,
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: arnOf(name),
      memoryLimitInMB: String(memoryMb),
      getRemainingTimeInMillis: () => Math.max(0, endsAt - Date.now()),
    } as Context;
    const limit = Promise.withResolvers<never>();
    const timer = setTimeout(() => limit.reject(new TimedOut(requestId, timeoutSeconds)), timeoutMs);
    try {
      const value = await Promise.race([handler(structuredClone(event), context), limit.promise]);
      return { json: JSON.stringify(value) ?? 'null' };
    } catch (error) {
      const { name, message, stack = '' } = error as Error;
      return { error: { errorType: name, errorMessage: message, trace: stack.split('\n') } };
    } finally {
      clearTimeout(timer);
    }
  };

class TimedOut extends Error {
  override name = 'Sandbox.Timedout';
  constructor(requestId: string, timeoutSeconds: number) {
    super(`RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds}.00 seconds`);
  }
}
