/** The construct's props, checked and with their defaults: what is wrong is said before anything is built of it. */
import { Token } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import * as z from 'zod/mini';
import { type Rules, rulesSetting } from '../lambda/rules.ts';
import { codeProblem, packedCode } from './function-code.ts';
import type { HotTaskMessengerProps } from './props.ts';
import { forms, mustBe, rulesFit } from './setting-forms.ts';
import { kindOf, shown } from './shown-value.ts';

const { mode, allowList, prefixes, requireKeys, maxAgeSeconds, breakerAfter } = rulesSetting.shape;
const schema = z.object({ ...forms, mode, allowList, prefixes, requireKeys, maxAge: maxAgeSeconds, breakerAfter });

const said: Record<keyof typeof schema.shape, string> = {
  ...mustBe,
  maxAge: 'a Duration of whole seconds from 60 to 118800 (33 hours), such as Duration.hours(12)',
};

/** These hold phone numbers or their beginnings, which no build log needs. */
const personal = ['allowList', 'prefixes'];

/** Throws an error with a sentence for each prop at fault. */
export const checkedProps = (scope: Construct, props: HotTaskMessengerProps) => {
  const { logRetention = RetentionDays.THREE_MONTHS } = props;
  const { sendCode = packedCode.sendCode, remindersCode = packedCode.remindersCode } = props;
  const read = schema.safeParse(known(props), { reportInput: true });
  const ofCode = [codeProblem('sendCode', sendCode), codeProblem('remindersCode', remindersCode)];
  const problems = [...(read.error?.issues.map(sentence) ?? []), ...ofCode.filter((problem) => problem !== undefined)];
  if (!read.success || problems.length > 0) throw wrong(scope, problems);
  const { mode, allowList, prefixes, requireKeys, maxAge, breakerAfter, ...others } = read.data;
  const rules: Rules = { mode, allowList, prefixes, requireKeys, maxAgeSeconds: maxAge, breakerAfter };
  if (!rulesFit(rules)) throw wrong(scope, [`allowList and prefixes must be together ${mustBe.rules}`]);
  const { hottaskUrl = props.hottaskUrl, serialNumber = props.serialNumber } = others;
  return { ...others, hottaskUrl, serialNumber, rules, logRetention, sendCode, remindersCode };
};

export type CheckedProps = ReturnType<typeof checkedProps>;

/** Of an address or a chatbot that comes with the deployment, such as a parameter, there is nothing to see yet. */
const known = ({ maxAge, hottaskUrl, serialNumber, ...others }: HotTaskMessengerProps) => ({
  ...others,
  maxAge: maxAge?.toSeconds({ integral: false }),
  hottaskUrl: Token.isUnresolved(hottaskUrl) ? undefined : hottaskUrl,
  serialNumber: Token.isUnresolved(serialNumber) ? undefined : serialNumber,
});

const sentence = ({ path, input, ...issue }: z.core.$ZodIssue): string => {
  const [prop, place] = path as [keyof typeof said, PropertyKey | undefined];
  const index = typeof place === 'number' ? `[${place}]` : '';
  const isPersonal = personal.includes(prop);
  const values = issue.code === 'invalid_value' && !isPersonal ? ` ${issue.values.join(', ')}` : '';
  const got = Token.isUnresolved(input)
    ? 'what is known only once it is deployed'
    : isPersonal
      ? kindOf(input)
      : shown(input);
  return `${prop}${index} must be ${said[prop]}${values}; got ${got}`;
};

const wrong = ({ node }: Construct, problems: string[]) =>
  new Error(`HotTaskMessenger ${node.path}: ${problems.join('. ')}`);
