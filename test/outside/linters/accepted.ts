/** What checkov finds in the template and what stays as it is, each with its reason. */

export interface Accepted {
  rule: string;
  /** Of resource, as CloudFormation calls it. */
  kind: string;
  reason: string;
}

export const accepted: readonly Accepted[] = [
  {
    rule: 'CKV_AWS_158',
    kind: 'AWS::Logs::LogGroup',
    reason: 'CloudWatch encrypts it with a key of its own; no number, no text and no key is ever logged.',
  },
  {
    rule: 'CKV_AWS_149',
    kind: 'AWS::SecretsManager::Secret',
    reason:
      'Secrets Manager encrypts it with its own key of the account. HotTask’s may be a secret of yours, under a key of yours.',
  },
  {
    rule: 'CKV_AWS_119',
    kind: 'AWS::DynamoDB::Table',
    reason: 'DynamoDB encrypts it with a key of its own; it holds numbers and texts as keyed hashes alone.',
  },
  {
    rule: 'CKV_AWS_27',
    kind: 'AWS::SQS::Queue',
    reason: 'SQS encrypts it with a key of its own (SqsManagedSseEnabled), under which EventBridge and SNS can write.',
  },
  {
    rule: 'CKV_AWS_116',
    kind: 'AWS::Lambda::Function',
    reason: 'Asynchronous calls that fail go to the queue `parked` as a failure destination, which tells why.',
  },
  {
    rule: 'CKV_AWS_117',
    kind: 'AWS::Lambda::Function',
    reason: 'All that it calls is on the internet: in a VPC it would need a way out, and would reach nothing more.',
  },
  {
    rule: 'CKV_AWS_115',
    kind: 'AWS::Lambda::Function',
    reason:
      'Reserved concurrency would be taken from the account’s other functions; `throttle` and `maxConcurrency` bound it.',
  },
  {
    rule: 'CKV_AWS_173',
    kind: 'AWS::Lambda::Function',
    reason:
      'Lambda encrypts it with a key of its own; no key and no text is in it, and of numbers those of the rules alone.',
  },
];
