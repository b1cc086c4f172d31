/** CloudFormation, as far as stacks are looked at. */
import { members, type Query } from './query.ts';
import type { Deployment } from './stand-in.ts';

export const cloudFormation =
  ({ stacks }: Deployment): Query =>
  (action, form) => {
    const name = form.get('StackName') ?? '';
    const stack = stacks.get(name);
    if (!stack) return { code: 'ValidationError', message: `Stack with id ${name} does not exist` };
    if (action === 'ListStackResources')
      return `<StackResourceSummaries>${members(
        stack.resources.map(({ type, id }) => ({
          ResourceType: type,
          PhysicalResourceId: id,
          LogicalResourceId: id,
          ResourceStatus: 'CREATE_COMPLETE',
          LastUpdatedTimestamp: '2027-03-01T08:00:00Z',
        })),
      )}</StackResourceSummaries>`;
    if (action !== 'DescribeStacks') return { code: 'InvalidAction', message: action };
    const outputs = Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
    const fields = {
      StackName: name,
      StackStatus: stack.status,
      CreationTime: '2027-03-01T08:00:00Z',
      Outputs: members(outputs),
    };
    return `<Stacks>${members([fields])}</Stacks>`;
  };
