/** What cdk-nag's packs AwsSolutions and Serverless find here and what stays as it is, each with its reason. */
import { Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Construct under the messenger → rule → reason. */
const acknowledged: Record<string, Record<string, string>> = {
  HotTaskSecret: {
    'AwsSolutions::AwsSolutions-SMG4':
      'HotTask gives out a new key by hand only; the function takes it over by itself.',
  },
  MessengerSecret: {
    'AwsSolutions::AwsSolutions-SMG4':
      'Caller keys are changed one by one, two live at a time; another Pepper would forget which keys were used.',
  },
  HttpApi: {
    'AwsSolutions::AwsSolutions-APIG4':
      'The function itself checks the caller key, before all else and in constant time: no caller, no answer but 401.',
  },
  Parked: {
    'Serverless::Serverless-SQSRedrivePolicy':
      'It is where the other queue’s dead letters go, and an alarm watches it.',
  },
  SendFunction: {
    'Serverless::Serverless-LambdaDLQ':
      'Asynchronous calls that fail go to the queue `parked` as a failure destination, which tells why.',
    'Serverless::Serverless-LambdaTracing':
      'A trace says little more than the log lines do, since one message is one call: the setting `tracing` switches it on.',
  },
  SendRole: {
    'AwsSolutions::AwsSolutions-IAM5[Resource::*]':
      'With `tracing` it may write traces: X-Ray has no resources to name.',
    'Serverless::Serverless-LambdaStarPermissions': 'The same: all else names its resource, which a test holds.',
  },
  RemindersFunction: {
    'Serverless::Serverless-LambdaDLQ': 'Nothing calls it asynchronously: its callers hear what became of their call.',
    'Serverless::Serverless-LambdaTracing': 'As of the other function: the setting `tracing` switches it on.',
  },
  RemindersRole: {
    'AwsSolutions::AwsSolutions-IAM5[Resource::*]':
      'With `tracing` it may write traces: X-Ray has no resources to name.',
    'Serverless::Serverless-LambdaStarPermissions': 'The same: all else names its resource, which a test holds.',
  },
  QueueMapping: {
    'Serverless::Serverless-LambdaEventSourceMappingDestination':
      'Of SQS a mapping takes none: what fails comes back, and ends in `parked` by the queue’s redrive policy.',
  },
};

/** @param schedulesArn ARN of each schedule in the group, with a star for the name */
export const acknowledge = (messenger: Construct, schedulesArn: string): void => {
  for (const [id, rules] of Object.entries(acknowledged)) {
    const found = messenger.node.tryFindChild(id);
    if (found)
      for (const [rule, reason] of Object.entries(rules)) Validations.of(found).acknowledge({ id: rule, reason });
  }
  Validations.of(messenger.node.findChild('RemindersRole')).acknowledge({
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::${asShown(Stack.of(messenger).resolve(schedulesArn))}]`,
    reason: 'A schedule has the name that the function gives it, in this one group.',
  });
};

/** As cdk-nag writes an ARN of which parts are known only once it is deployed: `arn:<AWS::Partition>:scheduler:…`. */
const asShown = (arn: string | { 'Fn::Join': [string, (string | { Ref: string })[]] }): string =>
  typeof arn === 'string'
    ? arn
    : arn['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : `<${part.Ref}>`)).join('');
