/** What comes by EventBridge, SNS or the queue: who is let in, and that nothing which fails on its way is dropped. */
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, test } from 'vitest';
import { onEvent as envelope } from '../lambda/envelopes/on-event.ts';
import { eventBridgeEvent } from './queue-records.ts';
import { all as allOf, arnOf, ids, makeStack, only as onlyOf, synthesize } from './stack-template.ts';

const orders = 'arn:aws:sns:eu-central-1:111122223333:orders';
const shipped = {
  pattern: { source: ['shop.orders'], detail: { status: ['shipped'], gift: [{ exists: false }, ''] } },
  template: {
    SerialNumber: 'SN-1',
    ToPhoneNumber: '{{detail.customer.phone}}',
    Message: 'Order {{detail.no}} is on its way. <b>"Thanks"</b> \\ <aws.events.event>',
    IdempotencyKey: 'shipped.{{detail.no}}',
    DryRun: false,
  },
};
const template = synthesize({ onEvent: { 'order-shipped': shipped, twin: shipped }, topics: [orders] });
const all = (type: string) => allOf(type, template);

interface Target {
  Arn: unknown;
  RetryPolicy?: unknown;
  DeadLetterConfig?: unknown;
  InputTransformer?: { InputTemplate: string };
}
const rules = all('AWS::Events::Rule').map(([, rule]) => rule);
const targetsOf = ({ Properties }: { Properties: Record<string, unknown> }) => Properties.Targets as Target[];
const ruleNamed = (end: string) => {
  const rule = rules.find(({ Properties }) => String(Properties.Name).endsWith(end));
  return { name: rule?.Properties.Name as string, ...rule?.Properties, target: targetsOf(rule as never)[0] as Target };
};

describe('the queues', () => {
  const queues = Object.fromEntries(all('AWS::SQS::Queue'));

  test('keep their place at every update, and outlive the stack: what they hold was not sent yet', () => {
    expect(Object.keys(queues).sort()).toEqual([ids.parked, ids.queue]);
    for (const queue of Object.values(queues))
      expect(queue).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('keep a message for 4 days, and for 14 what waits for a person, encrypted by a key that EventBridge and SNS may use', () => {
    expect(queues[ids.parked]?.Properties).toEqual({ MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true });
    expect(queues[ids.queue]?.Properties).toMatchObject({
      MessageRetentionPeriod: 345_600,
      SqsManagedSseEnabled: true,
      VisibilityTimeout: 120,
    });
  });

  test.each([
    [{}, 730],
    [{ maxAgeSeconds: 86_400 }, 730],
    [{ maxAgeSeconds: 118_800 }, 1_000],
    // A reminder that was fired a day too early waits for its time.
    [{ maxAgeSeconds: 60 }, 730],
  ])('by age and never by count does a message end: rules %o let it be received %d times', (given, maxReceiveCount) => {
    const queue = allOf('AWS::SQS::Queue', synthesize({ rules: given })).find(([id]) => id === ids.queue)?.[1];
    expect(queue?.Properties.RedrivePolicy).toEqual({ maxReceiveCount, deadLetterTargetArn: arnOf(ids.parked) });
  });
});

describe('who may write to the queues may text', () => {
  interface Statement {
    Effect: string;
    Action: string;
    Principal: unknown;
    Resource: unknown;
    Condition: { ArnEquals?: { 'aws:SourceArn': unknown } };
  }
  const policies = all('AWS::SQS::QueuePolicy').map(([id, { Properties }]) => {
    const { Queues, PolicyDocument } = Properties as never as {
      Queues: [{ Ref: string }];
      PolicyDocument: { Statement: Statement[] };
    };
    return { id, queue: Queues[0].Ref, statements: PolicyDocument.Statement };
  });
  const ruleArn = (name: unknown) => ({
    'Fn::Join': [
      '',
      [
        'arn:',
        { Ref: 'AWS::Partition' },
        ':events:',
        { Ref: 'AWS::Region' },
        ':',
        { Ref: 'AWS::AccountId' },
        `:rule/${name}`,
      ],
    ],
  });

  test.each([ids.queue, ids.parked])(
    '%s: the rules and topics of this stack, each by name, and nobody else',
    (queue) => {
      const { statements = [] } = policies.find((policy) => policy.queue === queue) ?? {};
      const letIn = statements.filter(({ Effect }) => Effect !== 'Deny');
      for (const { Action, Resource } of letIn)
        expect({ Action, Resource }).toEqual({ Action: 'sqs:SendMessage', Resource: arnOf(queue) });
      const topics = all('AWS::SNS::Subscription').map(([, { Properties }]) => Properties.TopicArn);
      expect(letIn.map(({ Effect, Principal, Condition }) => ({ Effect, Principal, Condition }))).toEqual([
        allowed(
          'events.amazonaws.com',
          rules.map(({ Properties }) => ruleArn(Properties.Name)),
        ),
        allowed('sns.amazonaws.com', topics),
      ]);
    },
  );
  const allowed = (Service: string, source: unknown[]) => ({
    Effect: 'Allow',
    Principal: { Service },
    Condition: { ArnEquals: { 'aws:SourceArn': source } },
  });

  test('however many they are, each policy stays within the conditions and bytes that SQS takes', () => {
    const onEvent = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`${'x'.repeat(31)}${i}`, shipped]));
    const full = synthesize({
      onEvent,
      topics: Array.from({ length: 8 }, (_, i) => `${orders}${'x'.repeat(249)}${i}`),
    });
    for (const [, { Properties }] of allOf('AWS::SQS::QueuePolicy', full)) {
      const { Statement } = Properties.PolicyDocument as { Statement: Statement[] };
      expect(Statement.filter(({ Condition }) => Condition).length).toBeLessThanOrEqual(10);
      expect(JSON.stringify(Statement).length).toBeLessThan(8_192);
    }
  });

  test.each([ids.queue, ids.parked])('%s: nobody at all by plain http', (queue) => {
    const { statements = [] } = policies.find((policy) => policy.queue === queue) ?? {};
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toEqual([
      {
        Effect: 'Deny',
        Action: 'sqs:*',
        Principal: { AWS: '*' },
        Resource: arnOf(queue),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test('are let in before they are there: none of their first messages is refused and lost', () => {
    const subscriptions = all('AWS::SNS::Subscription').map(([, subscription]) => subscription);
    for (const { DependsOn } of [...rules, ...subscriptions])
      expect(DependsOn?.toSorted()).toEqual(policies.map(({ id }) => id).toSorted());
  });
});

describe('nothing that fails on its way is dropped', () => {
  test('by a rule: each target says how long it tries, and where it leaves what stays undelivered', () => {
    expect(rules.flatMap(targetsOf)).toHaveLength(3);
    for (const { Arn, RetryPolicy, DeadLetterConfig } of rules.flatMap(targetsOf))
      expect({ Arn, RetryPolicy, DeadLetterConfig }).toEqual({
        Arn: arnOf(ids.queue),
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: arnOf(ids.parked) },
      });
  });

  test.each([
    [3_600, 3_600],
    [118_800, 86_400],
  ])('by a rule: where a message may be %d s old it tries for %d s', (maxAgeSeconds, MaximumEventAgeInSeconds) => {
    const { Targets } = onlyOf('AWS::Events::Rule', synthesize({ rules: { maxAgeSeconds } }));
    expect(Targets).toMatchObject([{ RetryPolicy: { MaximumEventAgeInSeconds } }]);
  });

  test('by a topic: what SNS cannot deliver is parked', () => {
    const subscriptions = all('AWS::SNS::Subscription').map(([, { Properties }]) => Properties);
    expect(subscriptions).toEqual([
      {
        Protocol: 'sqs',
        TopicArn: orders,
        Region: 'eu-central-1',
        Endpoint: arnOf(ids.queue),
        RawMessageDelivery: false,
        RedrivePolicy: { deadLetterTargetArn: arnOf(ids.parked) },
      },
    ]);
  });

  test('by the poller: one failed record does not bring back nine that were sent', () => {
    const queues = Object.fromEntries(all('AWS::SQS::Queue'));
    const mappings = all('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
    expect(mappings).toHaveLength(1);
    for (const { EventSourceArn, ...mapping } of mappings) {
      expect(mapping).toMatchObject({
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 5 },
      });
      const [from] = (EventSourceArn as ReturnType<typeof arnOf>)['Fn::GetAtt'];
      expect(queues[from as string]?.Properties).toHaveProperty('RedrivePolicy.deadLetterTargetArn', arnOf(ids.parked));
    }
  });

  test('by an asynchronous call: what Lambda gives up is parked', () => {
    const sends = all('AWS::Lambda::Function').filter(([, fn]) => JSON.stringify(fn).includes('HOTTASK_SECRET_ID'));
    const config = onlyOf('AWS::Lambda::EventInvokeConfig', template);
    expect(sends.map(([id]) => ({ Ref: id }))).toEqual([config.FunctionName]);
    expect(config).toHaveProperty('DestinationConfig.OnFailure.Destination', arnOf(ids.parked));
  });
});

test('as many batches are sent at once as cdk.json says', () => {
  const { ScalingConfig } = onlyOf('AWS::Lambda::EventSourceMapping', synthesize({ maxConcurrency: 2 }));
  expect(ScalingConfig).toEqual({ MaximumConcurrency: 2 });
});

describe('an event', () => {
  test('that is a message comes as it is, whoever puts it on the default bus', () => {
    const { target, ...rule } = ruleNamed('-message');
    expect(rule).toMatchObject({ EventPattern: { 'detail-type': ['SendTwilioMessage'] } });
    expect(rule).not.toHaveProperty('EventBusName');
    for (const changed of ['Input', 'InputPath', 'InputTransformer']) expect(target).not.toHaveProperty(changed);
  });

  /** What EventBridge makes of it: anything in angle brackets is a placeholder, wherever it stands. */
  const fill = (inputTemplate: string, event: object) =>
    inputTemplate.replace(/<([^>]*)>/g, (_, name) => (name === 'aws.events.event.json' ? JSON.stringify(event) : '?'));

  test('that is none becomes one: the recipient reads the template as it was written, filled from the event', () => {
    const { name, target, ...rule } = ruleNamed('-on-order-shipped');
    expect(rule).toMatchObject({ EventPattern: shipped.pattern });
    const event = eventBridgeEvent({ no: 7, customer: { phone: '+12025550123' } }, { 'detail-type': 'OrderShipped' });
    const body = fill(target.InputTransformer?.InputTemplate as string, event);
    expect(JSON.parse(body)).toEqual({ Rule: name, Template: shipped.template, Event: event });
    const unwrapped = envelope.unwrap(JSON.parse(body), body);
    expect(unwrapped).toMatchObject({
      message: {
        Message: 'Order 7 is on its way. <b>"Thanks"</b> \\ <aws.events.event>',
        ToPhoneNumber: '+12025550123',
      },
    });
  });

  test('that fits two rules is two messages: each rule has a name of its own, by which it is known', () => {
    const names = rules.map(({ Properties }) => Properties.Name);
    expect(new Set(names).size).toBe(rules.length);
    for (const name of names) expect(name).toMatch(/^[\w.-]{1,64}$/);
  });

  test('is known under a name that fits, however long the names of stack and rule are', () => {
    const { messenger, stack } = makeStack({}, 'A'.repeat(128));
    messenger.onEvent('x'.repeat(32), shipped);
    for (const [, { Properties }] of allOf('AWS::Events::Rule', Template.fromStack(stack)))
      expect(Properties.Name).toMatch(/^[\w.-]{1,64}$/);
  });
});

describe('whoever uses the construct is told before anything is deployed', () => {
  const { stack, messenger } = makeStack({});

  test.each([
    ['a name', 'a b', shipped, /^onEvent: a name has 1 to 32/],
    ['a pattern', 'ok', { ...shipped, pattern: {} }, /^onEvent ok: pattern must be/],
    [
      'a pattern',
      'ok',
      { ...shipped, pattern: { detail: { a: [{ 'anything-but': [null] }] } } },
      /^onEvent ok: pattern must be/,
    ],
    ['a template', 'ok', { ...shipped, template: {} }, /^onEvent ok: SerialNumber is required/],
  ])('of %s that is wrong', (_, name, on, said) => expect(() => messenger.onEvent(name, on)).toThrow(said));

  test('of a FIFO topic', () => {
    const topic = new Topic(stack, 'Fifo', { fifo: true });
    expect(() => messenger.subscribe(topic)).toThrow(/FIFO topic promises an order/);
  });

  test('of more sources than the queue’s policy has room for', () => {
    const { messenger: full, stack: around } = makeStack({ topics: topics(15) });
    full.subscribe(new Topic(around, 'Sixteenth'));
    expect(() => full.onEvent('one-more', shipped)).toThrow(/16 topics and onEvent rules/);
    const [, { Properties } = { Properties: {} }] =
      allOf('AWS::SNS::Subscription', Template.fromStack(around)).find(([id]) => id.includes('Sixteenth')) ?? [];
    expect(Properties).not.toHaveProperty('Region');
  });
  const topics = (count: number) => Array.from({ length: count }, (_, i) => `${orders}-${i}`);
});
