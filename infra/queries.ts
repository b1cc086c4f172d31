/** Saved queries of CloudWatch Logs Insights, for who looks for one message: docs/runbook.md says which answers what. */
import { Stack } from 'aws-cdk-lib';
import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface QueriesProps {
  readonly sendLog: ILogGroup;
  readonly remindersLog: ILogGroup;
  readonly accessLog: ILogGroup;
}

interface Saved {
  readonly name: string;
  readonly logs: readonly ILogGroup[];
  readonly query: readonly string[];
}

/** What stands in place of an id until somebody puts one in. */
export const idHere = 'ID-HERE';

const everyLine = [
  `filter requestId = "${idHere}" or lambdaRequestId = "${idHere}" or invocation = "${idHere}"`,
  'fields @timestamp, level, message, state, fact, attempts, status, code, entrance, envelope, isReplayed, isParked, isKeyDerived, invocation, routeKey, gatewayError',
  'sort @timestamp asc',
];

/** CloudWatch shows what stands before a slash as a folder: one for each messenger, or two would mix up theirs. */
export const queries = (scope: Construct, { sendLog, remindersLog, accessLog }: QueriesProps): void => {
  const saved: Record<string, Saved> = {
    ByRequestId: {
      name: 'By request id',
      logs: [sendLog, remindersLog, accessLog],
      query: ['# The X-Request-Id of an answer, or the MessageId of a record on the queue', ...everyLine],
    },
    ByKey: {
      name: 'By idempotency key',
      logs: [sendLog, accessLog],
      // No line holds a key, nor its hash: a key that is a phone number could be found out by trying all of them.
      query: ['# No line holds a key: npm run hottask -- show KEY --scope SCOPE says its RequestId', ...everyLine],
    },
    ClaimedNotSettled: {
      name: 'Claimed and not settled',
      logs: [sendLog],
      query: [
        '# An attempt was begun, and its end is not in the ledger. What died in the attempt has no line: hottask unknowns lists it too',
        'filter attempts > 0 or message like "outcome"',
        'fields strcontains(message, "the outcome is not in the ledger") as isLost, strcontains(message, "outcome") as isEnd',
        'stats max(attempts) as begun, sum(isLost) as lost, sum(isEnd) as ended, max(@timestamp) as last by requestId',
        'filter begun > 0 and (lost > 0 or ended = 0)',
      ],
    },
  };
  const { stackName, node } = Stack.of(scope);
  const folder = [stackName, scope.node.path.slice(node.path.length + 1)].join('/');
  for (const [id, { name, logs, query }] of Object.entries(saved))
    new CfnQueryDefinition(scope, id, {
      name: `${folder}/${name}`,
      logGroupNames: logs.map(({ logGroupName }) => logGroupName),
      queryString: lines(query),
    });
};

/** A comment ends with its line; a command begins with a bar, but for the first. */
const lines = ([comment, ...commands]: readonly string[]): string => [comment, commands.join('\n| ')].join('\n');
