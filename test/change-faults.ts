/** What can go wrong on the way to DynamoDB and Scheduler while a reminder is changed. */
import type { Call, LedgerFault } from './peers/ledger-peer.ts';
import type { SchedulerCall, SchedulerFault } from './peers/scheduler-peer.ts';
import { awsError } from './peers/secrets-peer.ts';

export const isWrite = ({ operation }: Call) => operation === 'UpdateItem';
export const isRead = ({ operation }: Call) => operation === 'GetItem';
export const on =
  (which: (call: Call) => boolean, fault: LedgerFault): LedgerFault =>
  (call, response) =>
    which(call) && fault(call, response);
export const onCreate =
  (fault: SchedulerFault): SchedulerFault =>
  (call, response) =>
    call.operation === 'create' && fault(call, response);
export const onRead =
  (fault: SchedulerFault): SchedulerFault =>
  (call, response) =>
    call.operation === 'read' && fault(call, response);
export const onDelete =
  (fault: SchedulerFault): SchedulerFault =>
  (call, response) =>
    call.operation === 'delete' && fault(call, response);

export const aws =
  (name: string, status = 400): LedgerFault =>
  (_call, response) =>
    awsError(name, name, status)(response, '');
export const lose = (_call: unknown, response: Parameters<LedgerFault>[1]): true => {
  response.socket?.resetAndDestroy();
  return true;
};
/** It is done, and then the connection is cut. */
export const loseAnswer = async (
  { pass }: Call | SchedulerCall,
  response: Parameters<LedgerFault>[1],
): Promise<true> => {
  await pass();
  return lose(undefined, response);
};
export const once = <Arguments extends unknown[]>(fault: (...given: Arguments) => boolean | Promise<boolean>) => {
  let isSpent = false;
  return (...given: Arguments) => {
    if (isSpent) return false;
    isSpent = true;
    return fault(...given);
  };
};
