/** What an event is that is none of ours: its kind by name, so that who wired it sees the mistake. */
import { asObject } from '../json.ts';

type Fields = Record<string, unknown>;

interface Row {
  kind: string;
  when: (event: Fields, context: Fields) => boolean;
}

const has =
  (...names: string[]) =>
  (event: Fields) =>
    names.every((name) => name in event);

/** By the fields that AWS gives each: https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html */
const table: readonly Row[] = [
  { kind: 'a load balancer', when: (_event, context) => 'elb' in context },
  { kind: 'a WebSocket API', when: (_event, context) => 'connectionId' in context },
  { kind: 'VPC Lattice', when: (_event, context) => 'serviceNetworkArn' in context },
  { kind: 'a function URL', when: (_event, context) => isFunctionUrl(context) },
  { kind: 'an API of payload format 1.0', when: has('httpMethod', 'requestContext') },
  { kind: 'a failure destination of Lambda', when: has('requestPayload', 'requestContext') },
  { kind: 'CloudWatch Logs', when: has('awslogs') },
  { kind: 'a CloudWatch alarm', when: has('alarmArn') },
  { kind: 'Data Firehose', when: has('deliveryStreamArn') },
  { kind: 'CloudFormation', when: has('RequestType', 'ResponseURL') },
  { kind: 'Cognito', when: has('identityPoolId') },
  { kind: 'AWS Config', when: has('invokingEvent') },
  { kind: 'an IoT button', when: has('clickType') },
  { kind: 'Kafka', when: ({ eventSource }) => typeof eventSource === 'string' && /kafka/i.test(eventSource) },
];

export const isFunctionUrl = ({ domainName }: Fields): boolean => /\.lambda-url\./.test(String(domainName));

/** Undefined for what may be a message. */
export const kindOf = (event: unknown): string | undefined => {
  const fields = asObject(event) ?? {};
  const context = asObject(fields.requestContext) ?? {};
  if (Array.isArray(fields.Records)) return kindOfRecords(fields.Records);
  return table.find(({ when }) => when(fields, context))?.kind;
};

const kindOfRecords = (records: unknown[]): string => {
  const sources = records.map((record) => {
    const { eventSource, EventSource } = asObject(record) ?? {};
    const source = eventSource ?? EventSource;
    return typeof source === 'string' && /^aws:[a-z-]{1,20}$/.test(source) ? source : 'no known source';
  });
  const different = [...new Set(sources)];
  if (different.length > 1) return `Records of mixed sources (${different.slice(0, 5).join(', ')})`;
  return different[0] === 'aws:sqs'
    ? 'Records from aws:sqs, one of them without messageId or body'
    : `Records from ${different[0]}`;
};

/** The sentence for Invalid. */
export const notTaken = (kind: string): string =>
  `The event comes from ${kind}, which is not taken here: send it to the queue, by an EventBridge rule, an SNS topic, or the HTTP API (payload format 2.0)`;
