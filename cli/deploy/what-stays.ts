/** What holds state outlives its stack: which parts those are, and how a person gets rid of each. */
import { asking, optionsFor } from '../aws-access.ts';
import type { Stack } from '../which-stack.ts';

export interface Staying {
  /** Such as "table". */
  kind: string;
  /** As AWS names it. */
  id: string;
  /** The line of a shell that deletes it. */
  remove: string;
}

/** By CloudFormation's type. All of these are retained: infra/ says so at each. */
const kinds: Record<string, { kind: string; remove: (id: string, aws: (line: string) => string) => string }> = {
  'AWS::DynamoDB::Table': {
    kind: 'table',
    remove: (id, aws) =>
      `${aws(`dynamodb update-table --table-name ${id} --no-deletion-protection-enabled`)} && ${aws(`dynamodb delete-table --table-name ${id}`)}`,
  },
  'AWS::SecretsManager::Secret': {
    kind: 'secret',
    remove: (id, aws) => aws(`secretsmanager delete-secret --secret-id ${id}`),
  },
  'AWS::SQS::Queue': { kind: 'queue', remove: (id, aws) => aws(`sqs delete-queue --queue-url ${id}`) },
  // With every schedule in it, and number and text of each.
  'AWS::Scheduler::ScheduleGroup': {
    kind: 'schedules',
    remove: (id, aws) => aws(`scheduler delete-schedule-group --name ${id}`),
  },
  'AWS::Logs::LogGroup': { kind: 'log', remove: (id, aws) => aws(`logs delete-log-group --log-group-name ${id}`) },
};

/** To be asked before the stack goes. */
export const whatStays = async ({ name, access }: Stack): Promise<Staying[]> => {
  // Where the region was named, the terminal's own may be another one.
  const aws = (line: string) => `aws ${line}${access.region === undefined ? '' : ` --region ${access.region}`}`;
  const { CloudFormationClient, paginateListStackResources } = await import('@aws-sdk/client-cloudformation');
  return asking(new CloudFormationClient(optionsFor(access)), async (client) => {
    const found: Staying[] = [];
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: name }))
      for (const { ResourceType = '', PhysicalResourceId: id = '' } of StackResourceSummaries) {
        const known = kinds[ResourceType];
        if (known && id !== '') found.push({ kind: known.kind, id, remove: known.remove(id, aws) });
      }
    return found;
  });
};
