/** What EventBridge makes of an event for an onEvent rule: the rule's name, our template, and the event as it is. */

/** A message's fields; texts may hold places such as `{{detail.customer.phone}}`. */
export interface MessageTemplate {
  readonly SerialNumber?: string | undefined;
  readonly ToPhoneNumber: string;
  readonly Message: string;
  readonly IdempotencyKey?: string | undefined;
  readonly NotAfter?: string | undefined;
  readonly DryRun?: boolean | undefined;
}

/** EventBridge fills in what stands in angle brackets, so those of a user are escaped: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
export const inputTemplateOf = (template: MessageTemplate): string => {
  const escaped = JSON.stringify(template).replaceAll('<', String.raw`\u003c`);
  return `{"Rule":"<aws.events.rule-name>","Template":${escaped},"Event":<aws.events.event.json>}`;
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html */
export const longestInputTemplate = 8_192;
