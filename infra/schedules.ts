/** EventBridge Scheduler's part: the group in which all schedules stand, and the role under which it puts them on the queue. */
import { ArnFormat, Aws, Fn, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { Queues } from './queues.ts';

export interface Schedules {
  readonly group: { readonly name: string; readonly arn: string };
  /** Scheduler's own. */
  readonly role: IRole;
  /** Each schedule in the group. */
  readonly arnOfEach: string;
}

export const makeSchedules = (scope: Construct, queues: Queues): Schedules => {
  const group = scheduleGroup(scope);
  const slash = { service: 'scheduler', arnFormat: ArnFormat.SLASH_RESOURCE_NAME } as const;
  const arnOf = (resource: string, resourceName: string) =>
    Stack.of(scope).formatArn({ ...slash, resource, resourceName });
  const arn = arnOf('schedule-group', group.ref);
  return {
    group: { name: group.ref, arn },
    role: schedulerRole(scope, { queues, groupArn: arn }),
    arnOfEach: arnOf('schedule', `${group.ref}/*`),
  };
};

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateScheduleGroup.html */
const longestGroupName = 64;
/** A hyphen, and the first part of the stack's id. */
const idLength = 9;

/**
 * Whoever deletes a group deletes every schedule in it, with number and text, and another name is another group. So it
 * outlives the stack, and its name holds the stack's own id: one that is deployed anew does not collide with what its
 * predecessor left.
 */
const scheduleGroup = (scope: Construct): CfnScheduleGroup => {
  const allowed = { separator: '-', allowedSpecialCharacters: '-' };
  const path = Names.uniqueResourceName(scope, { ...allowed, maxLength: longestGroupName - idLength });
  // arn:aws:cloudformation:<region>:<account>:stack/<name>/<id>, and the id is a UUID.
  const id = Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', Aws.STACK_ID))));
  const group = new CfnScheduleGroup(scope, 'Schedules', { name: Fn.join('-', [path, id]) });
  group.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return group;
};

/**
 * It may write to the main queue, and to `parked` where that failed: Scheduler writes dead letters under the schedule's
 * own role. Nobody but Scheduler may take it, and only for a schedule of this group.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
const schedulerRole = (scope: Construct, { queues, groupArn }: { queues: Queues; groupArn: string }): Role => {
  const write = (queueArn: string) => new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queueArn] });
  const statements = [write(queues.main.queueArn), write(queues.parked.queueArn)];
  return new Role(scope, 'SchedulerRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account, 'aws:SourceArn': groupArn } },
    }),
    inlinePolicies: { Fire: new PolicyDocument({ statements }) },
  });
};
