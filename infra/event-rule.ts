/** A rule on the default bus that puts events on the main queue. */
import { ArnFormat, Names, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { detailType } from '../lambda/wiring.ts';
import type { Queues } from './queues.ts';

export interface EventRuleProps {
  readonly queues: Queues;
  readonly name: string;
  readonly description: string;
  readonly pattern: object;
  /** Older than this it would not be sent any more. */
  readonly maxAgeSeconds: number;
  /** @default the event as it is */
  readonly inputTemplate?: string;
}

/** What EventBridge does without a retry policy, said: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html */
const most = { ageSeconds: 86_400, retries: 185 } as const;

export const eventRule = (scope: Construct, id: string, props: EventRuleProps): void => {
  const { queues, name, description, pattern: eventPattern, maxAgeSeconds, inputTemplate } = props;
  const target: CfnRule.TargetProperty = {
    id: 'Queue',
    arn: queues.main.queueArn,
    ...(inputTemplate === undefined ? {} : { inputTransformer: { inputTemplate } }),
    retryPolicy: {
      maximumEventAgeInSeconds: Math.min(maxAgeSeconds, most.ageSeconds),
      maximumRetryAttempts: most.retries,
    },
    deadLetterConfig: { arn: queues.parked.queueArn },
  };
  const rule = new CfnRule(scope, id, { name, description, eventPattern, targets: [target] });
  // By its name and not by the rule itself: the queues let it in before it is there, or its first events were refused
  // by both of them and lost. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
  const resource = { service: 'events', resource: 'rule', arnFormat: ArnFormat.SLASH_RESOURCE_NAME } as const;
  const arn = Stack.of(scope).formatArn({ ...resource, resourceName: name });
  rule.node.addDependency(...queues.letIn('events.amazonaws.com', arn));
};

/** A rule's name has 64 characters. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const longestRuleName = 64;
/** What stands behind the stack's part: "-on-" and the longest name that `onEvent` takes. */
const longestSuffix = 36;

/** @param suffix at most 36 letters, digits and hyphens */
export const ruleName = (scope: Construct, suffix: string): string => {
  const allowed = { separator: '-', allowedSpecialCharacters: '-' };
  return Names.uniqueResourceName(scope, { ...allowed, maxLength: longestRuleName - longestSuffix }) + suffix;
};

/** Events that are messages already: whoever may put one on the bus may text. */
export const messageRule = (
  scope: Construct,
  { queues, maxAgeSeconds }: Pick<EventRuleProps, 'queues' | 'maxAgeSeconds'>,
) =>
  eventRule(scope, 'MessageRule', {
    queues,
    maxAgeSeconds,
    name: ruleName(scope, '-message'),
    description: `Events of detail-type ${detailType} hold a message in their detail`,
    pattern: { 'detail-type': [detailType] },
  });
