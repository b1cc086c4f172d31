/** Whose reminders a command is about: the deployed route's, by a caller's key, or the sandbox's. */
import { type Terminal, WrongUsage } from './command.ts';
import { makeRemindersRoute, type RemindersRoute } from './reminders-route.ts';
import { sandboxCallerKey, sandboxDoor } from './sandbox.ts';
import { askUnseen } from './stdin.ts';
import { type GivenStack, localOption, openStack, stackOptions } from './which-stack.ts';

export const reminderOptions = { ...stackOptions, ...localOption };

export const reminderRights = [
  'The key of a caller comes from HOTTASK_CALLER_KEY, or is asked for and not shown; each caller has reminders of its own.',
  'Right in AWS: cloudformation:DescribeStacks.',
].join('\n');

type Given = GivenStack & { local?: boolean };

/** `isInputTaken`: what comes by standard input is something else, so that nothing can be asked there. */
export const openReminders = async (
  given: Given,
  terminal: Pick<Terminal, 'env' | 'input' | 'questions'>,
  isInputTaken = false,
): Promise<RemindersRoute> => {
  if (given.local) {
    if ((given.stage ?? given.region) !== undefined)
      throw new WrongUsage('--local has reminders of its own: leave out --stage and --region');
    return makeRemindersRoute({ url: sandboxDoor(terminal.env), callerKey: sandboxCallerKey, isLocal: true });
  }
  const callerKey = await callerKeyOf(terminal, isInputTaken);
  const url = (await openStack(given)).output('RemindersUrl').replace(/\/reminders$/, '');
  return makeRemindersRoute({ url, callerKey, isLocal: false });
};

const callerKeyOf = async (
  { env, input, questions }: Pick<Terminal, 'env' | 'input' | 'questions'>,
  isInputTaken: boolean,
): Promise<string> => {
  const canAsk = input.isTTY && !isInputTaken;
  const given = env.HOTTASK_CALLER_KEY || (canAsk && (await askUnseen(question, input, questions)));
  if (!given)
    throw new WrongUsage(
      'Put the key of a caller into HOTTASK_CALLER_KEY (caller add NAME makes one), or run this in a terminal, which asks for it; the sandbox is asked by --local',
    );
  if (!/^[!-~]{1,512}$/.test(given))
    throw new WrongUsage(
      'The key of a caller is one word of ASCII letters, digits and signs: give it as caller add showed it',
    );
  return given;
};

const question = "The caller's key (it is not shown): ";
