/** Rules on the default bus that bring events to the queue. */
import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { detailType } from '../lambda/wiring.ts';
import { inputTemplateOf, type MessageTemplate } from './input-template.ts';
import { letIn, type Queues } from './queues.ts';

export interface EventRuleProps {
  readonly queues: Queues;
  /** As old as a message may be: EventBridge tries no longer. */
  readonly maxAgeSeconds: number;
}

export interface OnEventProps {
  /** Which events: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
  readonly pattern: object;
  readonly template: MessageTemplate;
}

/** Events that hold a message in `detail`. */
export const messageRule = (scope: Construct, props: EventRuleProps): CfnRule =>
  rule(scope, 'MessageEvents', { ...props, pattern: { 'detail-type': [detailType] } });

/** Events of any kind, each made a message by a template. */
export const onEventRule = (scope: Construct, name: string, { template, ...props }: EventRuleProps & OnEventProps) =>
  rule(scope, `OnEvent-${name}`, { ...props, inputTemplate: inputTemplateOf(template) });

interface RuleProps extends EventRuleProps {
  readonly pattern: object;
  readonly inputTemplate?: string;
}

/** EventBridge keeps an event for a day at most: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const retries = { longestSeconds: 86_400, most: 185 };

const rule = (scope: Construct, id: string, { queues, maxAgeSeconds, pattern, inputTemplate }: RuleProps): CfnRule => {
  const { main, parked } = queues;
  const made = new CfnRule(scope, id, {
    description: 'Brings text messages to the queue of hottask-messenger',
    eventPattern: pattern,
    targets: [
      {
        id: 'Queue',
        arn: main.queueArn,
        ...(inputTemplate === undefined ? {} : { inputTransformer: { inputTemplate } }),
        retryPolicy: {
          maximumEventAgeInSeconds: Math.min(maxAgeSeconds, retries.longestSeconds),
          maximumRetryAttempts: retries.most,
        },
        deadLetterConfig: { arn: parked.queueArn },
      },
    ],
  });
  for (const queue of [main, parked]) letIn(queue, 'events', made.attrArn);
  return made;
};
