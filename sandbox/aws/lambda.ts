/** Lambda's Invoke of the send function: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseKeepingDigits } from '../../lambda/json.ts';
import { functionArn, functionName, type Result } from '../function.ts';
import type { Heard, RecordCall } from '../recorder.ts';
import { spokenMessage } from '../spoken-message.ts';
import { AwsError } from './aws-error.ts';

export interface LambdaService {
  invoke: (name: string, request: IncomingMessage, body: Buffer, response: ServerResponse) => Promise<void>;
}

export const makeLambda = (record: RecordCall): LambdaService => {
  const run = (event: unknown): Promise<Result> =>
    record(event, { ...spokenMessage(event), Entrance: 'direct', Scope: 'direct', RequestId: randomUUID() }, hear);

  return {
    invoke: async (name, request, body, response) => {
      if (
        ![functionName, functionArn, `000000000000:function:${functionName}`].includes(name.replace(/:\$LATEST$/, ''))
      )
        throw new AwsError('ResourceNotFoundException', `Function not found: the sandbox has ${functionName}`, 404);
      const event = parse(body);
      const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
      if (type === 'DryRun') return void response.writeHead(204).end();
      if (type === 'Event') {
        // Nobody waits for it. That Lambda repeats it after an error is not simulated.
        void run(event);
        return void response.writeHead(202).end();
      }
      const result = await run(event);
      const failed = 'error' in result ? { 'x-amz-function-error': 'Unhandled' } : {};
      response.writeHead(200, { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST', ...failed });
      response.end('error' in result ? JSON.stringify(result.error) : result.json);
    },
  };
};

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json');
  }
};

/** The states that a direct call hears as an error of another name. */
const states: Record<string, string> = { InvalidMessage: 'Invalid', OutcomeUnknown: 'Unknown' };
const states500 = new Set(['InternalError', 'Sandbox.Timedout']);

const hear = (result: Result): Heard => {
  const none = { Status: null, SessionID: null };
  if ('error' in result) {
    const { errorType, errorMessage } = result.error;
    return {
      ...none,
      State: states500.has(errorType) ? 'Error' : (states[errorType] ?? errorType),
      Text: errorMessage,
    };
  }
  const value = parseKeepingDigits(result.json) as { State?: string; Message?: string; Data?: { SessionID?: unknown } };
  if (value.State) return { ...none, State: value.State, Text: value.Message ?? '' };
  return { ...none, State: 'Sent', Text: '', SessionID: value.Data?.SessionID ?? null };
};
