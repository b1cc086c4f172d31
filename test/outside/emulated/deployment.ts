/** This project in the emulated account: deployed and operated by its own commands, as a person runs them. */
import { type Emulation, startEmulation } from '../../../emulator/emulation.ts';
import { canary } from '../../canary.ts';
import { hottaskAlone } from '../../hottask-command.ts';

interface Outputs {
  SendUrl: string;
  SendFunctionName: string;
  RemindersUrl: string;
  LedgerTable: string;
  ScheduleGroup: string;
  QueueUrl: string;
  ParkedQueueUrl: string;
}

export interface Deployment extends Emulation {
  outputs: Outputs;
  /** What a command says under --json; `input` is piped into it. Rejects with all it said where it does not end with 0. */
  operate: <Said>(args: string[], input?: string) => Promise<Said>;
}

/** From an account in which nothing is yet. */
export const startDeployment = async (): Promise<Deployment> => {
  const emulation = await startEmulation({ port: 0, secretKey: canary.secretKey });
  const { folder, environment } = emulation;
  // CDK keeps what it fetches below the person's home.
  const env = { ...environment, HOME: folder };
  const operate = async <Said>(args: string[], input?: string): Promise<Said> => {
    const { code, out, err } = await hottaskAlone(folder, [...args, '--json'], env, input);
    if (code !== 0) throw new Error(`hottask ${args.join(' ')} ended with ${code}:\n${out}${err}`);
    return JSON.parse(out);
  };
  try {
    const { Outputs } = await operate<{ Outputs: Outputs }>(['deploy', '--yes', '--prefix', '+1']);
    return { ...emulation, outputs: Outputs, operate };
  } catch (error) {
    await emulation.end();
    throw error;
  }
};
