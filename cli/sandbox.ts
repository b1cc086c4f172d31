/** The sandbox as the command line finds it (sandbox/settings.ts): AWS on the next port after its page, for whoever asks. */
import { WrongUsage } from './command.ts';

/** As sandbox/settings.ts names them. */
export const sandboxSecrets = { hottask: 'hottask-secret-key', messenger: 'hottask-messenger' } as const;
export const sandboxFunction = 'hottask-messenger-send';

export const sandboxCallerKey = 'sandbox-key';
export const sandboxTables = { ledger: 'hottask-messenger-ledger', reminders: 'hottask-messenger-reminders' } as const;
export const sandboxScheduleGroup = 'hottask-messenger';

const usualPort = '4000';

type Env = Record<string, string | undefined>;

const portOf = ({ PORT = usualPort }: Env): number => {
  if (!/^[1-9]\d{0,4}$/.test(PORT) || Number(PORT) > 65_533)
    throw new WrongUsage("PORT must be the sandbox's, such as 4000: the first of the three ports it was started on");
  return Number(PORT);
};

/** The front door, with the page. */
export const sandboxDoor = (env: Env): string => `http://127.0.0.1:${portOf(env)}`;

export const sandboxAws = (env: Env) => ({
  endpoint: `http://127.0.0.1:${portOf(env) + 1}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
});
