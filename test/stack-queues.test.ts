/** The ways in besides HTTP, as they are deployed: each tries again, gives up into `parked`, and lets nobody else in. */
import { describe, expect, test } from 'vitest';
import { all, only, type Resource, synthesize } from './template.ts';

const topic = 'arn:aws:sns:eu-central-1:111122223333:orders';
const shipped = {
  pattern: { source: ['shop'], 'detail-type': ['Shipped'] },
  template: { ToPhoneNumber: '{{detail.phone}}', Message: 'On its way <soon>: {{detail.order}}' },
};
const template = synthesize({ topics: [topic], onEvent: { shipped } });
const resources = Object.entries(template.toJSON().Resources) as [string, Resource & { Type: string }][];
const of = (type: string) => resources.filter(([, { Type }]) => Type === type);

const queueId = 'MessengerQueue6C582958';
const parkedId = 'MessengerParkedQueueB1341155';
const parked = { 'Fn::GetAtt': [parkedId, 'Arn'] };
const main = { 'Fn::GetAtt': [queueId, 'Arn'] };

describe('the queues', () => {
  const queues = Object.fromEntries(of('AWS::SQS::Queue'));

  test('keep their place and outlive the stack: what waits in them was not sent yet', () => {
    expect(Object.keys(queues).sort()).toEqual([parkedId, queueId]);
    for (const queue of Object.values(queues))
      expect(queue).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('are encrypted, and keep a record long enough for a weekend and for a person', () => {
    expect(queues[queueId]?.Properties).toMatchObject({
      VisibilityTimeout: 120,
      MessageRetentionPeriod: 4 * 86_400,
      SqsManagedSseEnabled: true,
    });
    expect(queues[parkedId]?.Properties).toMatchObject({
      MessageRetentionPeriod: 14 * 86_400,
      SqsManagedSseEnabled: true,
    });
  });

  test.each([
    [86_400, 730],
    [118_800, 1_000],
    [60, 11],
  ])('a message that may be %i s old is received up to %i times: its age ends it, and no count', (maxAge, count) => {
    const made = Object.fromEntries(all('AWS::SQS::Queue', synthesize({ rules: { maxAgeSeconds: maxAge } })));
    expect(made[queueId]?.Properties.RedrivePolicy).toEqual({ deadLetterTargetArn: parked, maxReceiveCount: count });
  });
});

describe('nothing is lost on the way', () => {
  const targets = of('AWS::Events::Rule').flatMap(([, { Properties }]) => Properties.Targets as object[]);

  test('each rule says how long it tries, and where it gives up', () => {
    expect(targets).toHaveLength(2);
    for (const target of targets)
      expect(target).toMatchObject({
        Arn: main,
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: parked },
      });
  });

  test('each subscription gives up into parked', () => {
    const subscriptions = of('AWS::SNS::Subscription');
    expect(subscriptions).toHaveLength(1);
    for (const [, { Properties }] of subscriptions)
      expect(Properties).toEqual({
        Protocol: 'sqs',
        Endpoint: main,
        TopicArn: topic,
        RawMessageDelivery: false,
        RedrivePolicy: { deadLetterTargetArn: parked },
        Region: 'eu-central-1',
      });
  });

  test('each mapping answers record by record, from a queue that gives up into parked', () => {
    const mappings = of('AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(1);
    for (const [, { Properties }] of mappings)
      expect(Properties).toMatchObject({
        EventSourceArn: main,
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 5 },
      });
  });

  test('an asynchronous call says how long it is tried, and gives up into parked', () => {
    const configs = of('AWS::Lambda::EventInvokeConfig');
    expect(configs).toHaveLength(1);
    for (const [, { Properties }] of configs)
      expect(Properties).toMatchObject({
        DestinationConfig: { OnFailure: { Destination: parked } },
        MaximumEventAgeInSeconds: 3_600,
        MaximumRetryAttempts: 2,
      });
  });

  test('no other kind of source is there', () => {
    const known = /^AWS::(Scheduler|Pipes|StepFunctions|Kinesis)::/;
    expect(resources.filter(([, { Type }]) => known.test(Type))).toEqual([]);
  });
});

describe('only the stack’s own rules and topics may write to the queues', () => {
  const ruleArns = of('AWS::Events::Rule').map(([id]) => ({ 'Fn::GetAtt': [id, 'Arn'] }));
  const mayWrite = [...ruleArns.map((arn) => ['events.amazonaws.com', arn]), ['sns.amazonaws.com', topic]];

  test.each([
    ['main', queueId],
    ['parked', parkedId],
  ])('%s', (_name, id) => {
    const policies = of('AWS::SQS::QueuePolicy').filter(([, { Properties }]) =>
      JSON.stringify(Properties.Queues).includes(id),
    );
    const statements = policies.flatMap(
      ([, { Properties }]) => (Properties.PolicyDocument as { Statement: Record<string, unknown>[] }).Statement,
    );
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(
      allowed.map(({ Principal, Condition }) => [
        (Principal as { Service: string }).Service,
        (Condition as { ArnEquals: Record<string, unknown> }).ArnEquals['aws:SourceArn'],
      ]),
    ).toEqual(mayWrite);
    for (const { Action } of allowed) expect(Action).toBe('sqs:SendMessage');
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toEqual([
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:*',
        Resource: { 'Fn::GetAtt': [id, 'Arn'] },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });
});

describe('the rules', () => {
  const ruleWith = (name: string) => {
    const [, { Properties }] = of('AWS::Events::Rule').find(([id]) => id.includes(name)) as [string, Resource];
    const [target] = Properties.Targets as [{ InputTransformer?: { InputTemplate: string } }];
    return { pattern: Properties.EventPattern, target };
  };

  test('one takes the events that hold a message, as they are', () => {
    const { pattern, target } = ruleWith('MessageEvents');
    expect(pattern).toEqual({ 'detail-type': ['SendTwilioMessage'] });
    expect(target).not.toHaveProperty('InputTransformer');
  });

  test('onEvent makes a message of an event by a template, in which EventBridge replaces nothing of the user’s', () => {
    const { pattern, target } = ruleWith('OnEvent');
    expect(pattern).toEqual(shipped.pattern);
    const InputTemplate = target.InputTransformer?.InputTemplate ?? '';
    expect(InputTemplate.match(/<[^>]*>/g)).toEqual(['<aws.events.rule-name>', '<aws.events.event.json>']);
    expect(JSON.parse(InputTemplate.replace('<aws.events.event.json>', '{}'))).toEqual({
      Rule: '<aws.events.rule-name>',
      Template: shipped.template,
      Event: {},
    });
  });
});

test('each message is counted by what became of it, and each without a key of its own', () => {
  const filters = of('AWS::Logs::MetricFilter').map(([, { Properties }]) => [
    Properties.FilterPattern,
    Properties.MetricTransformations,
  ]);
  expect(filters).toMatchObject([
    [
      '{ ($.message = "outcome") && ($.state = "*") && ($.state != "Inquiry") }',
      [
        {
          MetricNamespace: 'HotTaskMessenger',
          MetricName: 'Outcomes',
          MetricValue: '1',
          Dimensions: [{ Key: 'State', Value: '$.state' }],
        },
      ],
    ],
    [
      '{ ($.message = "outcome") && ($.isKeyDerived IS TRUE) }',
      [{ MetricNamespace: 'HotTaskMessenger', MetricName: 'DerivedKeys', MetricValue: '1' }],
    ],
  ]);
});

test('concurrency is a setting', () => {
  expect(only('AWS::Lambda::EventSourceMapping', synthesize({ maxConcurrency: 2 })).ScalingConfig).toEqual({
    MaximumConcurrency: 2,
  });
});
