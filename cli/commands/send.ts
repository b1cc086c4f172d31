/** One text, through the deployed function. */
import { randomUUID } from 'node:crypto';
import { failureOf } from '../../lambda/io/aws-client.ts';
import { plain, quoted } from '../account.ts';
import { inCommandWords } from '../api-words.ts';
import type { Access } from '../aws-access.ts';
import { command, Failed, WrongUsage } from '../command.ts';
import { invokeSend } from '../invoke.ts';
import { sandboxAws, sandboxFunction } from '../sandbox.ts';
import { readAll } from '../stdin.ts';
import { optionsOf } from '../to-paste.ts';
import { noMore } from '../which-key.ts';
import { type GivenStack, localOption, openStack, stackOptions } from '../which-stack.ts';

export const send = command({
  name: 'send',
  summary: 'send one text, and hear what became of it',
  usage: 'TO MESSAGE|-',
  options: {
    key: { takes: 'KEY', help: 'its idempotency key; without one a key is made, and told' },
    'not-after': { takes: 'INSTANT', help: 'from then on it is not sent, such as 2027-03-01T09:00:00+01:00' },
    'serial-number': { takes: 'ID', help: "the chatbot, in place of the stage's own; needed where it has none" },
    'dry-run': { help: 'everything but the sending' },
    ...stackOptions,
    ...localOption,
  },
  notes: [
    'TO is E.164, such as +12025550123. With - the text comes from standard input, without the line break at its end.',
    'It ends with 0 only where the text was sent, or would have been. The same key again sends nothing twice: so repeat',
    'it by --key where you do not know what became of it. Its scope is direct: show KEY --scope direct.',
    'Rights in AWS: lambda:InvokeFunction, cloudformation:DescribeStacks.',
  ].join('\n'),
  run: async ({ values, words }, { env, input, questions }) => {
    const [ToPhoneNumber, text, ...more] = words;
    if (!ToPhoneNumber || text === undefined)
      throw new WrongUsage('Say to whom, and what: TO MESSAGE, with - in the place of MESSAGE for standard input');
    noMore(more);
    if (values.key === '') throw new WrongUsage('--key must not be empty: leave it out, and a key is made');
    const { functionName, access } = await whichFunction(values, env);
    if (text === '-' && input.isTTY) questions.write('The text, then Ctrl-D:\n');
    const key = values.key ?? `cli-${randomUUID()}`;
    const message = {
      ToPhoneNumber,
      Message: text === '-' ? (await readAll(input)).replace(/\r?\n$/, '') : text,
      IdempotencyKey: key,
      ...(values['serial-number'] === undefined ? {} : { SerialNumber: values['serial-number'] }),
      ...(values['not-after'] === undefined ? {} : { NotAfter: values['not-after'] }),
      ...(values['dry-run'] ? { DryRun: true } : {}),
    };
    const { state, reply } = await invokeSend(functionName, message, access).catch((error) => {
      throw asFailed(error, key) ?? error;
    });
    const isFailed = state !== 'Sent' && state !== 'DryRun';
    return {
      text: [
        `state  ${plain(state)}`,
        `key    ${plain(key)}`,
        `reply  ${typeof reply === 'string' ? inCommandWords(plain(reply), { ToPhoneNumber: 'TO', Message: 'MESSAGE' }) : plain(JSON.stringify(reply))}`,
        ...(state === 'Unknown'
          ? [
              '',
              `Look in HotTask, then: settle ${quoted(key)} --scope direct sent|not-sent --why …${optionsOf(values)}`,
            ]
          : []),
      ].join('\n'),
      json: { State: state, IdempotencyKey: key, Reply: reply },
      isFailed,
    };
  },
});

type Given = GivenStack & { local?: boolean };

const whichFunction = async (
  given: Given,
  env: Record<string, string | undefined>,
): Promise<{ functionName: string; access: Access }> => {
  if (!given.local) {
    const { output, access } = await openStack(given);
    return { functionName: output('SendFunctionName'), access };
  }
  if ((given.stage ?? given.region) !== undefined)
    throw new WrongUsage('--local has its own function: leave out --stage and --region');
  return { functionName: sandboxFunction, access: sandboxAws(env) };
};

/** What Lambda did not take was not sent; of what it may have taken nobody knows. */
const asFailed = (error: Error, key: string): Failed | undefined => {
  if (error.name === 'TooManyRequestsException')
    return new Failed(
      'Nothing was sent: the function is paused, or has too much to do (429). See doctor; resume lets messages out again',
    );
  if (failureOf(error).isRefusal) return undefined;
  return new Failed(
    `No answer came, so that it may have been sent: repeat it with --key ${quoted(key)}, and it is sent once at most`,
  );
};
