/** What an event is that is none of ours: its kind by name, so that who wired it sees the mistake. */
import { asObject } from '../json.ts';

type Fields = Record<string, unknown>;

interface Row {
  of: string;
  when: (event: Fields, context: Fields) => boolean;
}

const has =
  (...names: string[]) =>
  (event: Fields) =>
    names.every((name) => name in event);

/** By the fields that AWS gives each: https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html */
const table: readonly Row[] = [
  { of: 'a load balancer', when: (_event, context) => 'elb' in context },
  { of: 'a WebSocket API', when: (_event, context) => 'connectionId' in context },
  { of: 'VPC Lattice', when: (_event, context) => 'serviceNetworkArn' in context },
  { of: 'a function URL', when: (_event, context) => isFunctionUrl(context) },
  { of: 'an API of payload format 1.0', when: has('httpMethod', 'requestContext') },
  { of: 'a failure destination of Lambda', when: has('requestPayload', 'requestContext') },
  { of: 'CloudWatch Logs', when: has('awslogs') },
  { of: 'a CloudWatch alarm', when: has('alarmArn') },
  { of: 'Data Firehose', when: has('deliveryStreamArn') },
  { of: 'CloudFormation', when: has('RequestType', 'ResponseURL') },
  { of: 'Cognito', when: has('identityPoolId') },
  { of: 'AWS Config', when: has('invokingEvent') },
  { of: 'an IoT button', when: has('clickType') },
  { of: 'Kafka', when: ({ eventSource }) => typeof eventSource === 'string' && /kafka/i.test(eventSource) },
];

export const isFunctionUrl = ({ domainName }: Fields): boolean => /\.lambda-url\./.test(String(domainName));

/** Undefined for what may be a message. */
export const kindOf = (event: unknown): string | undefined => {
  const fields = asObject(event) ?? {};
  const context = asObject(fields.requestContext) ?? {};
  if (Array.isArray(fields.Records)) return kindOfRecords(fields.Records);
  const of = table.find(({ when }) => when(fields, context))?.of;
  return of && `one of ${of}`;
};

const kindOfRecords = (records: unknown[]): string => {
  const sources = records.map((record) => {
    const { eventSource, EventSource } = asObject(record) ?? {};
    const source = eventSource ?? EventSource;
    return typeof source === 'string' && /^aws:(?=\D*\d?\D*$)[a-z0-9-]{1,20}$/.test(source)
      ? source
      : 'no known source';
  });
  const different = [...new Set(sources)];
  if (different.length > 1) return `a batch of records from mixed sources (${different.slice(0, 5).join(', ')})`;
  return different[0] === 'aws:sqs'
    ? 'a batch of records from aws:sqs, one of them without messageId or body'
    : `a batch of records from ${different[0]}`;
};

/** The sentence for Invalid. */
export const notTaken = (kind: string): string =>
  `The event is ${kind}, which is not taken here: send it to the queue, by an EventBridge rule, an SNS topic, or the HTTP API (payload format 2.0)`;
