/** What `npm start` prints: one URL, a line to paste, the rest. */
import { detailType, sendRoute } from '../lambda/wiring.ts';
import type { DeclaredSide, DeclaredTold } from './declared-side.ts';
import { functionName } from './function.ts';
import { callerKey, ledgerTable, queues, queueUrl, secretIds, topicArn } from './settings.ts';

interface Urls {
  door: string;
  aws: string;
  hottask: string;
}

type Declared = ReturnType<DeclaredSide['told']>;

export const welcome = (
  { door, aws, hottask }: Urls,
  declared: Declared,
): string => `hottask-messenger sandbox, with its page: ${door}

Paste this, and see the text appear there (it reaches no phone):

curl '${door}${sendRoute.path}' \\
-X POST \\
-H 'Authorization: ${callerKey}' \\
-H 'Content-Type: application/json' \\
-d '{"SerialNumber":"3254a9d0424c4806b9ea3d0763xxxxxx","ToPhoneNumber":"+1234567890","Message":"Hello!"}'

Also:
  ${aws}  AWS endpoint: Secrets Manager (${secretIds.hottask}, ${secretIds.messenger}), DynamoDB (${ledgerTable}),
                         SQS (${queueUrl(aws, queues.main)}), SNS (${topicArn}),
                         EventBridge PutEvents (detail-type ${detailType}), Scheduler, Lambda Invoke (${functionName})
  ${hottask}  HotTask, standing in
${ofStage(declared)}
Not simulated: phones and carriers, IAM, throttling, cold starts, retries of asynchronous calls, retention. State is in memory. Ctrl-C ends it.
`;

const ofStage = ({ Stage, Reminders }: Declared): string => {
  if (Stage === null) return '';
  const lines = Reminders.length > 0 ? Reminders.map(line) : ['  none'];
  return `
Reminders that ${Stage} declares in cdk.json (its rules, onEvent and topics are not taken):
${lines.join('\n')}
`;
};

const line = ({ Name, Schedule, Never, LeftOutAt, ...when }: DeclaredTold): string => {
  if (Never !== null) return `  ${Name}  ${Schedule}: never, since its schedule ${Never}`;
  const leftOut = LeftOutAt === null ? '' : `; none at ${LeftOutAt}, since the clock is put forward there`;
  return `  ${Name}  ${Schedule}: next ${nextOf(when)}${leftOut}`;
};

const nextOf = ({ TimeZone, NextAt, NextDueAt }: Pick<DeclaredTold, 'TimeZone' | 'NextAt' | 'NextDueAt'>): string =>
  TimeZone === null ? `${NextDueAt}` : `${NextAt} in ${TimeZone}, ${NextDueAt}`;
