/** The function's own lines, as its log group has them. */
import { watch } from '../../canary.ts';
import { accountOf } from './account.ts';
import type { Deployment } from './deployment.ts';

export interface Line {
  message: string;
  /** Of an outcome: how it ended, and whether it only heard what an earlier one had done. */
  state?: string;
  isReplayed?: boolean;
  requestId?: string;
  /** Of a POST: what the wire did. */
  fact?: string;
}

const isOurs = (line: string) => line.startsWith('{') && line.includes('"service":"hottask-messenger"');

/** As ministack prints it, at once; of a call by HTTP it prints nothing. */
export const printed = ({ aws }: Pick<Deployment, 'aws'>): Line[] =>
  aws.lines.filter(isOurs).map((line) => JSON.parse(line));

/** As CloudWatch has it; kept for the check that nobody's number, text or key is in it. */
export const logged = async (deployment: Deployment): Promise<Line[]> => {
  const { cli } = accountOf(deployment);
  const groups: string[] = await cli('logs', 'describe-log-groups', '--query', 'logGroups[].logGroupName');
  const group = groups.find((name) => name.includes('SendLog')) ?? '';
  const lines: string[] = await cli(
    ...['logs', 'filter-log-events', '--log-group-name', group, '--query', 'events[].message'],
  );
  return watch(lines.join('\n'))
    .split('\n')
    .filter(isOurs)
    .map((line) => JSON.parse(line));
};
