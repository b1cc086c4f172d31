/** Debian's AWS CLI against a sandbox. It is older than AWS_ENDPOINT_URL, hence the option. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export const awsCli = (endpoint: string, args: string[], cwd?: string) =>
  promisify(execFile)(
    '/usr/bin/aws',
    ['--endpoint-url', endpoint, '--region', 'us-east-1', '--output', 'json', ...args],
    {
      maxBuffer: 64 * 1024 * 1024,
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_PAGER: '' },
    },
  );
