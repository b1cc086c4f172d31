/** What lets messages out, and what holds them back: the queue's mapping, and the function's concurrency. Prints nothing. */
import { setTimeout as pause } from 'node:timers/promises';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { noting, optionsFor } from './aws-access.ts';
import { Failed } from './command.ts';
import type { Stack } from './which-stack.ts';

/** All of them reject with what AWS's SDK threw. */
export interface SendSwitch {
  /** Enables or disables the mapping, and waits until Lambda says that it is so. False where it was so before. */
  setMapping: (isEnabled: boolean, onState: (state: string) => void) => Promise<boolean>;
  /** Undefined where nothing is reserved: then the account's own limit holds. */
  reserved: () => Promise<number | undefined>;
  reserveNone: () => Promise<void>;
  /** The account's own limit holds again. */
  release: () => Promise<void>;
  close: () => void;
}

/** Lambda takes some seconds for it; after these it is stuck. */
const patienceMs = 5 * 60_000;
const pauses = { firstMs: 250, longestMs: 4_000 } as const;

export const openSwitch = async ({ output, access }: Stack): Promise<SendSwitch> => {
  const sdk = await import('@aws-sdk/client-lambda');
  const client: LambdaClient = noting(new sdk.LambdaClient(optionsFor(access)));
  const [FunctionName, UUID] = [output('SendFunctionName'), output('QueueMappingId')];

  const stateOf = async () => (await client.send(new sdk.GetEventSourceMappingCommand({ UUID }))).State ?? 'unknown';

  /** While it changes from one to the other Lambda takes no other wish. */
  const settled = async (onState: (state: string) => void): Promise<string> => {
    const until = Date.now() + patienceMs;
    for (let ms: number = pauses.firstMs; ; ms = Math.min(ms * 2, pauses.longestMs)) {
      const state = await stateOf();
      onState(state);
      if (!/ing$/.test(state)) return state;
      if (Date.now() > until)
        throw new Failed(`The queue's mapping has been ${state} for 5 minutes: look at it in Lambda, then try again`);
      await pause(ms);
    }
  };

  return {
    setMapping: async (Enabled, onState) => {
      const wanted = Enabled ? 'Enabled' : 'Disabled';
      if ((await settled(onState)) === wanted) return false;
      await client.send(new sdk.UpdateEventSourceMappingCommand({ UUID, Enabled }));
      const state = await settled(onState);
      if (state !== wanted)
        throw new Failed(
          `The queue's mapping is ${state}, and was to be ${wanted}: look at it in Lambda, then try again`,
        );
      return true;
    },
    reserved: async () =>
      (await client.send(new sdk.GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions,
    reserveNone: async () => {
      await client.send(new sdk.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    },
    release: async () => void (await client.send(new sdk.DeleteFunctionConcurrencyCommand({ FunctionName }))),
    close: () => client.destroy(),
  };
};
