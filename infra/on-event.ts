/** Events that are no messages, and the template by which each becomes one: lambda/envelopes/on-event.ts reads what is put together here. */
import { Stack } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { eventRule, ruleName } from './event-rule.ts';
import { eventNameForm, isPattern } from './on-event-form.ts';
import { inputTemplate, type Template, templateProblems } from './on-event-template.ts';
import type { Queues } from './queues.ts';

export interface OnEvent {
  /** Which events: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
  readonly pattern: EventPattern;
  /** A message's fields; their texts may hold places such as `{{detail.customer.phone}}`. */
  readonly template: Template;
}

export interface OnEventRuleProps extends OnEvent {
  readonly queues: Queues;
  readonly maxAgeSeconds: number;
  readonly serialNumber: string | undefined;
}

/** Throws where no message can come of it. */
export const onEventRule = (scope: Construct, name: string, props: OnEventRuleProps): void => {
  const { queues, maxAgeSeconds, pattern, template, serialNumber } = props;
  if (!eventNameForm.test(name)) throw new Error('onEvent: a name has 1 to 32 letters, digits or hyphens');
  const problems = [
    ...(isPattern(Stack.of(scope).resolve(pattern))
      ? []
      : ['pattern must be an EventBridge pattern such as {"source": ["shop.orders"]}']),
    ...templateProblems(template, serialNumber),
  ];
  if (problems.length > 0) throw new Error(`onEvent ${name}: ${problems.join('. ')}`);
  const rule = ruleName(scope, `-on-${name}`);
  eventRule(scope, `On-${name}`, {
    queues,
    maxAgeSeconds,
    name: rule,
    description: `Texts somebody for each event that fits: ${name}`,
    pattern,
    inputTemplate: inputTemplate(rule, template),
  });
};
