/** What the emulator's processes see: this run's AWS and nothing of a real one, whatever the machine is logged in to. */
import { delimiter, join } from 'node:path';

export const root = join(import.meta.dirname, '..');
export const region = 'us-east-1';
export const account = '000000000000';

/** It takes any; this one it holds for the account's root. */
export const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

const nothingOfARealOne = {
  NO_PROXY: '127.0.0.1,localhost',
  no_proxy: '127.0.0.1,localhost',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
};

/** For AWS's clients, its CLI, CDK's and ours. */
export const awsEnvironment = (endpoint: string): Record<string, string> => ({
  ...nothingOfARealOne,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
});

/** Node 24 stands first on the path, for the function. */
export const environment = (own: Record<string, string>): Record<string, string | undefined> => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|MINISTACK)_|^NODE_OPTIONS$/.test(name)),
  ),
  PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
  ...nothingOfARealOne,
  ...own,
});
