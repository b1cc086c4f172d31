/** The way in over HTTPS: HotTask's own path to send by, one to ask by, and those of the reminders. */
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { inquiryRoute, reminderRoutes, sendRoute } from '../lambda/wiring.ts';

export interface Throttle {
  /** All callers together. */
  readonly ratePerSecond: number;
  readonly burst: number;
}

export interface HttpApiProps {
  readonly send: IFunction;
  readonly reminders: IFunction;
  readonly throttle: Throttle;
  readonly accessLog: ILogGroup;
}

interface Route {
  readonly method: keyof typeof HttpMethod;
  readonly path: string;
}

/**
 * What one call leaves in the access log. No body and no header, which hold the text and the caller's key; no path,
 * into which a stranger may write anything; no address: nothing here needs to know who called. What became of the call
 * stands in the function's log, under either of the two request ids.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
const accessLogLine = JSON.stringify({
  requestId: '$context.requestId',
  lambdaRequestId: '$context.awsEndpointRequestId',
  time: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  gatewayError: '$context.error.responseType',
  integrationStatus: '$context.integrationStatus',
  integrationLatencyMs: '$context.integrationLatency',
  latencyMs: '$context.responseLatency',
});

export interface Addresses {
  /** What callers post to. */
  readonly sendUrl: string;
  /** What they set reminders below. */
  readonly remindersUrl: string;
}

export const httpApi = (scope: Construct, { send, reminders, throttle, accessLog }: HttpApiProps): Addresses => {
  // No authorizer: each function checks the caller key itself, against the digests in our secret, so that a wrong key
  // is answered in HotTask's own envelope and no second function starts cold in front of this one. No CORS: a caller
  // key has no business in a browser.
  const api = new HttpApi(scope, 'HttpApi', {
    apiName: 'hottask-messenger',
    createDefaultStage: false,
  });
  // Payload 2.0 is the default; the permissions that come with it name these paths only.
  const lead = (routes: readonly Route[], integration: HttpLambdaIntegration) => {
    for (const { method, path } of routes) api.addRoutes({ path, methods: [HttpMethod[method]], integration });
  };
  lead([sendRoute, inquiryRoute], new HttpLambdaIntegration('Send', send));
  lead(Object.values(reminderRoutes), new HttpLambdaIntegration('Reminders', reminders));

  const stage = new HttpStage(scope, 'DefaultStage', {
    httpApi: api,
    autoDeploy: true,
    throttle: { rateLimit: throttle.ratePerSecond, burstLimit: throttle.burst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLog),
      format: AccessLogFormat.custom(accessLogLine),
    },
  });
  const url = stage.url.replace(/\/$/, '');
  return { sendUrl: url + sendRoute.path, remindersUrl: url + reminderRoutes.list.path };
};
