/** SQS events as Lambda's event source mapping hands them over, and the envelopes that services put into them. */
import { randomUUID } from 'node:crypto';

export interface Record {
  messageId: string;
  body: string;
  [name: string]: unknown;
}

/** @param attributes message attributes, by name */
export const record = (body: unknown, attributes: { [name: string]: string } = {}, sentAt = Date.now()): Record => ({
  messageId: randomUUID(),
  receiptHandle: 'receipt',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: String(sentAt),
    SenderId: 'AIDAIENQZJOLO23YVJ4VO',
    ApproximateFirstReceiveTimestamp: String(sentAt),
  },
  messageAttributes: Object.fromEntries(
    Object.entries(attributes).map(([name, stringValue]) => [
      name,
      { stringValue, stringListValues: [], binaryListValues: [], dataType: 'String' },
    ]),
  ),
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:main',
  awsRegion: 'us-east-1',
});

export const batch = (...records: Record[]) => ({ Records: records });

export const eventBridgeEvent = (detail: unknown, more: object = {}) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'SendTwilioMessage',
  source: 'shop.orders',
  account: '123456789012',
  time: new Date().toISOString(),
  region: 'us-east-1',
  resources: [],
  detail,
  ...more,
});

export const notification = (message: unknown, more: object = {}) => ({
  Type: 'Notification',
  MessageId: randomUUID(),
  TopicArn: 'arn:aws:sns:us-east-1:123456789012:orders',
  Message: typeof message === 'string' ? message : JSON.stringify(message),
  Timestamp: new Date().toISOString(),
  SignatureVersion: '1',
  Signature: 'EXAMPLE',
  SigningCertURL: 'https://sns.us-east-1.amazonaws.com/cert.pem',
  UnsubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe',
  ...more,
});
