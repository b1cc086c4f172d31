/** The frame around the commands: finds the one that is meant, reads its options, prints what it found or why it could not. */
import { parseArgs } from 'node:util';
import { inOneLine } from './aws-errors.ts';
import { type Asked, type Command, exitCodes, Failed, type Options, WrongUsage } from './command.ts';
import { commandNames, loadCommand, loadCommands } from './commands.ts';
import { frameOptions, helpOf, helpOfAll } from './help.ts';
import { makeProgress } from './progress.ts';

const nameOf = ([first = '', second = '']: string[]): string =>
  commandNames.includes(`${first} ${second}`) ? `${first} ${second}` : first;

const run = async (all: string[]): Promise<number> => {
  if (all.length === 0) {
    console.error(helpOfAll(await loadCommands(commandNames)));
    return exitCodes.wrongUsage;
  }
  const isHelp = ['--help', '-h', 'help'].includes(all[0] as string);
  const words = isHelp ? all.slice(1) : all;
  const name = nameOf(words);
  const args = words.slice(name.split(' ').length);
  const command = await loadCommand(name);
  const group = commandNames.filter((one) => one.startsWith(`${name} `));
  const near = group.length > 0 ? group : commandNames;
  if (isHelp || (!command && asksForHelp(args)))
    return print(command ? helpOf(command) : helpOfAll(await loadCommands(near)));
  if (!command) throw new WrongUsage(unknownCommand(near));
  if (asksForHelp(args)) return print(helpOf(command));

  const { json: isJson, progress: isAskedFor, ...asked } = parse(command, args);
  const progress = makeProgress(process.stderr, isAskedFor);
  try {
    const { text, json, isFailed } = await command.run(asked, {
      env: process.env,
      say: (words) => void (isJson || console.log(words)),
      progress: progress.tell,
      input: process.stdin,
      questions: process.stderr,
    });
    progress.end();
    print(isJson ? JSON.stringify(json) : text);
    return isFailed ? exitCodes.failed : exitCodes.done;
  } catch (error) {
    progress.end();
    const { env } = process;
    const where = { isLocal: asked.values.local === true, takesLocal: 'local' in command.options, env };
    const line = inOneLine(error, where);
    throw line === undefined ? error : new Failed(line);
  }
};

const unknownCommand = (known: readonly string[]): string =>
  `There is no such command: first comes ${listed(known)}, or --help`;

/** Behind "--" stands a key, whatever it looks like. */
const asksForHelp = (args: string[]): boolean => args.slice(0, args.indexOf('--') >>> 0).includes('--help');

const print = (text: string): number => {
  console.log(text);
  return exitCodes.done;
};

const parse = (command: Command, args: string[]): Asked<Options> & { json: boolean; progress: boolean } => {
  const all: Options = { ...command.options, ...frameOptions };
  const options = Object.fromEntries(
    Object.entries(all).map(([name, { takes }]) => [name, { type: takes ? 'string' : 'boolean' } as const]),
  );
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const { json, ...own } = values as Record<string, boolean | undefined>;
    return { values: own, words: positionals, json: json === true, progress: own.progress === true };
  } catch (error) {
    throw new WrongUsage(misused(error as Error & { code?: string }, command.name, Object.keys(all)));
  }
};

/** Node's own sentences quote what was given; of that only an option's name is harmless. */
const misused = ({ code, message }: Error & { code?: string }, command: string, names: string[]): string => {
  const option = /--[a-z][a-z-]{0,20}(?![\w-])/.exec(message)?.[0];
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE')
    return `${option ?? 'An option'} stands without its value, or is a switch and has one: see ${command} --help (a value that begins with "-" is written ${option ?? '--option'}=…)`;
  return `There is no such option${option ? ` as ${option}` : ''}: ${command} takes ${listed(names.map((name) => `--${name}`))} (a key that begins with "-" stands at the end, behind "--")`;
};

const listed = (words: readonly string[]): string => new Intl.ListFormat('en', { type: 'disjunction' }).format(words);

const ended = (error: unknown): number => {
  if (!(error instanceof Failed || error instanceof WrongUsage)) console.error(error);
  else console.error(error.message);
  return error instanceof WrongUsage ? exitCodes.wrongUsage : exitCodes.failed;
};

/** Resolves with the exit code; what there is to say it prints. */
export const hottask = (args: string[]): Promise<number> => run(args).catch(ended);
