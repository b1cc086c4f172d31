/** Whether messages get through: the function, its rules, its queues, its route. */
import { readObject } from '../../lambda/json.ts';
import { asking, optionsFor } from '../aws-access.ts';
import { depthOf } from '../queue-depth.ts';
import { wireWord } from './ask-hottask.ts';
import { type Check, type Finding, failed, ok, warning } from './check.ts';
import type { World } from './world.ts';

const resume = ({ paste }: World): string => `${paste('resume')} lets messages out again`;

export const rules: Check = {
  name: 'rules',
  look: async (world) => {
    const { mode, allowList, prefixes } = (await world.settings()).rules;
    const isNobody =
      mode === 'allow-list' ? allowList.length === 0 : !Object.values(prefixes).some((word) => word === 'allow');
    if (isNobody)
      return warning(
        `nobody may be texted (mode ${mode}): name ${mode === 'allow-list' ? 'numbers under rules.allowList' : 'prefixes under rules.prefixes'} in cdk.json, and deploy`,
      );
    if (mode === 'dry-run') return warning('nobody is texted: rules.mode is dry-run in cdk.json');
    return ok(
      mode === 'live' ? 'numbers with an allowed prefix are texted' : 'the numbers of the allow-list are texted',
    );
  },
};

export const mapping: Check = {
  name: 'queue mapping',
  look: async (world) => {
    const { output, access } = await world.stack();
    const { GetEventSourceMappingCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
    const UUID = output('QueueMappingId');
    const { State = 'unknown' } = await asking(new LambdaClient(optionsFor(access)), (client) =>
      client.send(new GetEventSourceMappingCommand({ UUID })),
    );
    if (/^(Enabled|Enabling|Updating|Creating)$/.test(State)) return ok('the function takes what is on the queue');
    return failed(
      `the function takes nothing off the queue (${State}), where it waits at most 4 days: ${resume(world)}`,
    );
  },
};

export const concurrency: Check = {
  name: 'concurrency',
  look: async (world) => {
    const { output, access } = await world.stack();
    const { GetFunctionConcurrencyCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
    const FunctionName = output('SendFunctionName');
    const { ReservedConcurrentExecutions } = await asking(new LambdaClient(optionsFor(access)), (client) =>
      client.send(new GetFunctionConcurrencyCommand({ FunctionName })),
    );
    return ReservedConcurrentExecutions === 0
      ? failed(`the function is paused (its concurrency is 0): ${resume(world)}`)
      : ok('the function may run');
  },
};

export const queue: Check = {
  name: 'queue',
  look: async (world) => {
    const { output, access } = await world.stack();
    const { waiting, underWay } = await depthOf(output('QueueUrl'), access);
    return ok(`the queue can be reached: ${waiting} wait, ${underWay} are under way`);
  },
};

export const parked: Check = {
  name: 'parked',
  look: async (world) => {
    const { output, access } = await world.stack();
    const { all } = await depthOf(output('ParkedQueueUrl'), access);
    return all === 0
      ? ok('nothing is parked')
      : warning(`${all} wait for a person: ${world.paste('parked list')} says why`);
  },
};

export const route: Check = {
  name: 'route',
  look: async (world) => {
    const url = (await world.stack()).output('SendUrl');
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{}',
        redirect: 'manual',
        signal: AbortSignal.timeout(30_000),
      });
      return judged(answer.status, readObject(await answer.text())?.State);
    } catch (error) {
      return failed(
        `the address of the stack cannot be reached from this machine (${wireWord(error)}): check the network`,
      );
    }
  },
};

const judged = (status: number, state: unknown): Finding => {
  if (status === 401 && state === 'Unauthorized') return ok('a call without a key is answered 401');
  if ([429, 500, 503].includes(status))
    return failed(`the function does not answer over HTTP (${status}): see the other lines, and its log`);
  return failed(`a call without a key is answered ${status}, and not by our 401: deploy the stack again`);
};
