/** What --help prints. */
import type { Command, Option, Options } from './command.ts';

const start = 'npm run hottask --';

/** Every command has them. */
export const frameOptions = {
  json: { help: 'print one JSON object' },
  help: { help: 'print this' },
} satisfies Options;

const exits = `Exit codes: 0 done; 1 it could not be done, and why stands on standard error; 2 wrong usage.`;

const rights = `In AWS they use your own credentials, as the AWS CLI finds them, and the stack of the stage production unless --stage
names another: cloudformation:DescribeStacks tells them its table, queues, secrets and function. Those for the ledger
need dynamodb:GetItem, dynamodb:UpdateItem and dynamodb:Scan on its table; what else each needs its --help says, and
infra/policies/deployer.json has all of it. No number and no text is ever printed, and no
key but the one that caller add makes.`;

export const helpOfAll = (commands: readonly Command[]): string =>
  [
    `Usage: ${start} COMMAND [options]`,
    columns(commands.map(({ name, summary }) => [name, summary])),
    `${start} COMMAND --help tells more of each.`,
    rights,
    exits,
  ].join('\n\n');

export const helpOf = ({ name, summary, usage, options, notes }: Command): string =>
  [
    `Usage: ${[start, name, usage, '[options]'].filter((part) => part !== '').join(' ')}`,
    `${name}: ${summary}.`,
    columns(Object.entries<Option>({ ...options, ...frameOptions }).map(([long, o]) => [written(long, o), o.help])),
    notes,
    exits,
  ].join('\n\n');

const written = (name: string, { takes }: Option): string => `--${name}${takes ? ` ${takes}` : ''}`;

const columns = (rows: [string, string][]): string => {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`).join('\n');
};
