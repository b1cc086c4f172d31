/**
 * The folder in which a person operates what is emulated: there `npm run hottask` is this project's own command line, and
 * cdk.json is this project's, but for the stage's settings. What is tried there changes nothing of the project's own cdk.json.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { production } from '../infra/stage.ts';
import { awsEnvironment, root } from './environment.ts';

/** To be read into a shell: `. ./environment`. */
export const environmentFile = 'environment';

interface Parts {
  folder: string;
  /** AWS's endpoint. */
  aws: string;
  hottaskUrl: string;
  /** PEM of whoever signed HotTask's certificate, in a file. */
  authority: string;
  /** Whose notifications become texts. */
  topicArn: string;
}

/** Gives what a process sees that operates it. */
export const makeProject = async (parts: Parts): Promise<Record<string, string>> => {
  const { folder, aws, authority } = parts;
  // doctor asks HotTask itself, and so meets its certificate as the function does.
  const environment = { ...awsEnvironment(aws), NODE_EXTRA_CA_CERTS: authority };
  const node = (file: string) => `node ${JSON.stringify(join(root, file))}`;
  const own = JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8'));
  const context = { ...own.context, messenger: { [production]: settingsWith(parts) } };
  const write = (name: string, text: string) => writeFile(join(folder, name), `${text}\n`);
  await write('cdk.json', inLines({ ...own, app: node('infra/app.ts'), context }));
  await write('package.json', inLines({ private: true, scripts: { hottask: node('cli/hottask.ts') } }));
  await write(environmentFile, asShell(environment));
  return environment;
};

const inLines = (value: object): string => JSON.stringify(value, null, 2);

/** Who may be texted is not among them: `deploy` asks for it, as it does where somebody begins. */
const settingsWith = ({ hottaskUrl, topicArn }: Parts) => ({
  hottaskUrl,
  throttle: { ratePerSecond: 1_000, burst: 1_000 },
  topics: [topicArn],
});

/** What would lead the SDK, CDK or our commands elsewhere, if the terminal had it. */
const foreign = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'HOTTASK_CDK',
  'LEDGER_TABLE',
  'QUEUE_URL',
  'PARKED_QUEUE_URL',
];

const asShell = (environment: Record<string, string>): string =>
  [
    '# Of this terminal, AWS is the emulator on this machine from here on, whatever it was signed in to.',
    `unset ${foreign.join(' ')}`,
    ...Object.entries(environment).map(([name, value]) => `export ${name}=${quoted(value)}`),
  ].join('\n');

/** For a POSIX shell. */
export const quoted = (text: string): string =>
  /^[\w./:@,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
