/** An SNS notification whose `Message` is the message as JSON: https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html */
import { asObject, readJson } from '../json.ts';
import { type Envelope, instantOf, isWord } from './envelope.ts';

/** With raw delivery SNS strips all this: then the message is plain, and names its key itself. */
export const sns: Envelope = {
  name: 'topic',
  recognises: (value) => {
    const { Type, TopicArn } = asObject(value) ?? {};
    return typeof Type === 'string' && typeof TopicArn === 'string';
  },
  unwrap: (value) => {
    const { Type, TopicArn, MessageId, Message, Timestamp } = asObject(value) as Record<string, unknown>;
    if (Type !== 'Notification')
      return { problems: ['It comes from SNS and is no Notification: a subscription is confirmed by who made it'] };
    if (!isWord(MessageId) || !isWord(TopicArn) || typeof Message !== 'string')
      return { problems: ['The notification must have MessageId, TopicArn and Message, as SNS gives them'] };
    const json = readJson(Message);
    if ('problem' in json) return { problems: [`The notification's Message ${json.problem}`] };
    return {
      message: json.value,
      where: "The notification's Message",
      scope: `topic:${TopicArn}`,
      keyOf: (given) => given ?? MessageId,
      sourceTime: instantOf(Timestamp),
    };
  },
};
