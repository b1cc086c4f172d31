/** The template of an EventBridge rule, by which an event that it could not deliver becomes a message after all. */
import type { RuleEvent } from './parked-shapes.ts';

export type Restore = (given: RuleEvent) => Promise<{ body: string } | { cannot: string }>;

/** Each rule is asked for once. What it has no right to, or does not find, is a reason to leave the record. */
export const makeRuleDesk = ({ isLocal, region }: { isLocal: boolean; region: string | undefined }): Restore => {
  const asked = new Map<string, Promise<string | undefined>>();
  return async ({ ruleArn, targetArn, event }) => {
    const rule = ruleOf(ruleArn);
    if (!rule || isLocal) return { cannot: cannot('its rule is not to be found') };
    const template = asked.get(ruleArn) ?? inputTemplateOf(rule, targetArn, region ?? ruleArn.split(':')[3]);
    asked.set(ruleArn, template);
    try {
      return { body: restored(await template, rule.name, event) };
    } catch (error) {
      return { cannot: cannot(`its rule cannot be read (${(error as Error).name})`) };
    }
  };
};

const cannot = (why: string): string =>
  `The event is as it was before its rule's template, and ${why}: events:ListTargetsByRule is needed, and the rule as it was`;

const inputTemplateOf = async (
  { name, bus }: { name: string; bus: string | undefined },
  targetArn: string,
  region: string | undefined,
): Promise<string | undefined> => {
  const { EventBridgeClient, ListTargetsByRuleCommand } = await import('@aws-sdk/client-eventbridge');
  const client = new EventBridgeClient({ ...(region ? { region } : {}), maxAttempts: 3 });
  const { Targets = [] } = await client.send(
    new ListTargetsByRuleCommand({ Rule: name, ...(bus ? { EventBusName: bus } : {}) }),
  );
  client.destroy();
  const target = Targets.find(({ Arn }) => Arn === targetArn);
  if (!target) throw Object.assign(new Error('no such target'), { name: 'NoSuchTarget' });
  return target.InputTransformer?.InputTemplate;
};

/** The record as the rule would have made it. */
const restored = (inputTemplate: string | undefined, ruleName: string, event: string): string =>
  inputTemplate === undefined
    ? event
    : inputTemplate.replace('<aws.events.rule-name>', () => ruleName).replace('<aws.events.event.json>', () => event);

/** `rule/NAME`, or `rule/BUS/NAME` on another bus than the default one. */
const ruleOf = (arn: string): { name: string; bus: string | undefined } | undefined => {
  const [, first, second] = /:rule\/([^/]+)(?:\/([^/]+))?$/.exec(arn) ?? [];
  if (first === undefined) return undefined;
  return second === undefined ? { name: first, bus: undefined } : { name: second, bus: first };
};
