/** The way in over HTTPS: HotTask's own path to send by, and one to ask by. */
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { inquiryRoute, sendRoute } from '../lambda/wiring.ts';

export interface Throttle {
  /** All callers together. */
  readonly ratePerSecond: number;
  readonly burst: number;
}

export interface HttpApiProps {
  readonly send: IFunction;
  readonly throttle: Throttle;
  readonly accessLog: ILogGroup;
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

/** Returns the whole address that callers post to. */
export const httpApi = (scope: Construct, { send, throttle, accessLog }: HttpApiProps): string => {
  // No authorizer: the function checks the caller key itself, against the digests in our secret, so that a wrong key
  // is answered in HotTask's own envelope and no second function starts cold in front of this one. No CORS: a caller
  // key has no business in a browser.
  const api = new HttpApi(scope, 'HttpApi', {
    apiName: 'hottask-messenger',
    createDefaultStage: false,
  });
  // Payload 2.0 is the default; the permissions that come with it name these paths only.
  const integration = new HttpLambdaIntegration('Send', send);
  for (const { method, path } of [sendRoute, inquiryRoute])
    api.addRoutes({ path, methods: [HttpMethod[method]], integration });

  const stage = new HttpStage(scope, 'DefaultStage', {
    httpApi: api,
    autoDeploy: true,
    throttle: { rateLimit: throttle.ratePerSecond, burstLimit: throttle.burst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLog),
      format: AccessLogFormat.custom(accessLogLine),
    },
  });
  return stage.url.replace(/\/$/, '') + sendRoute.path;
};
