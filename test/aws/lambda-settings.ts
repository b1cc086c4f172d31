/** What Lambda tells of a function and its mapping, and how both are switched: https://docs.aws.amazon.com/lambda/latest/api/ */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { functionName } from '../../sandbox/function.ts';
import { type Deployment, mappingId } from './stand-in.ts';

/** False where it is another call. */
export const lambdaSettings = (
  deployment: Deployment,
  { method, url = '' }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): boolean => {
  const { mapping } = deployment;
  const answer = (value: object, status = 200, headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(status === 204 ? undefined : JSON.stringify(value));
    return true;
  };
  const refuse = (name: string, status: number) => answer({ message: name }, status, { 'x-amzn-errortype': name });
  const input = () => JSON.parse(body.toString() || '{}');

  if (/\/event-source-mappings\//.test(url)) {
    if (!url.endsWith(mappingId)) return refuse('ResourceNotFoundException', 404);
    if (method === 'PUT') mapping.enabled = input().Enabled;
    const settled = mapping.enabled ? 'Enabled' : 'Disabled';
    const State = method === 'PUT' ? (mapping.onTheWay[0] ?? settled) : (mapping.onTheWay.shift() ?? settled);
    return answer({ UUID: mappingId, State }, method === 'PUT' ? 202 : 200);
  }
  const [, name, what] = /\/functions\/([^/]+)\/(\w+)$/.exec(url) ?? [];
  if (name === undefined) return false;
  if (what === 'invocations' && deployment.reserved === 0) return refuse('TooManyRequestsException', 429);
  if (what === 'invocations') return false;
  if (name !== functionName) return refuse('ResourceNotFoundException', 404);
  if (what === 'configuration')
    return answer({ FunctionName: name, State: 'Active', Environment: { Variables: deployment.environment } });
  if (method === 'PUT') deployment.reserved = input().ReservedConcurrentExecutions;
  if (method === 'DELETE') deployment.reserved = undefined;
  if (method === 'DELETE') return answer({}, 204);
  return answer(deployment.reserved === undefined ? {} : { ReservedConcurrentExecutions: deployment.reserved });
};
