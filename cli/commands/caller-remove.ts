/** Somebody, or one key, may call no longer; and what becomes of the reminders that it has set. */
import { withCallers } from '../caller-desk.ts';
import { takeName } from '../caller-name.ts';
import { command, type Result, WrongUsage } from '../command.ts';
import { type Chosen, removeIgnored, removeKey } from '../remove-caller.ts';
import { keysLeft, removeWhole, validFor, validMinutes, withLeft } from '../remove-whole-caller.ts';
import { noMore } from '../which-key.ts';
import { secretOptions } from '../which-secret.ts';

export const callerRemove = command({
  name: 'caller remove',
  summary: 'take a caller away, or one of its keys',
  usage: 'NAME|--ignored',
  options: {
    key: { takes: 'N', help: 'only this key, by its number in caller list' },
    oldest: { help: 'only the older of its two keys' },
    'cancel-reminders': { help: 'cancel all its reminders first; of a caller who is gone already, what it has left' },
    ignored: { help: 'all entries that caller list shows as ignored, in place of NAME' },
    progress: { help: 'tell on standard error how many reminders are cancelled' },
    ...secretOptions,
  },
  notes: [
    validFor,
    'What was sent stays known under its name; a caller that is added anew under it meets its old idempotency keys.',
    'A caller that is gone texts no more: each of its reminders that is due ends in parked, as Unauthorized, and a person',
    'decides. With --cancel-reminders they are cancelled before; stopped or killed, the same line goes on. A key that was',
    `stolen can set reminders until it is no longer valid: run the same line again after ${validMinutes} minutes.`,
    'Rights in AWS: secretsmanager:GetSecretValue, PutSecretValue and UpdateSecretVersionStage on our own secret,',
    "cloudformation:DescribeStacks; to count its reminders dynamodb:Query on the reminders' table; to cancel them also",
    "dynamodb:GetItem and UpdateItem there, dynamodb:GetItem on the ledger, and scheduler:DeleteSchedule in the stack's group.",
  ].join('\n'),
  run: async ({ values, words }, terminal) => {
    const { env } = terminal;
    if (values.ignored) {
      if (values.key !== undefined || values.oldest || values['cancel-reminders'])
        throw new WrongUsage('--ignored goes without --key, --oldest and --cancel-reminders');
      noMore(words);
      return ignoredGone(await withCallers(values, env, removeIgnored));
    }
    const name = takeName(words);
    noMore(words);
    const chosen = chosenOf(values);
    if (chosen === undefined)
      return removeWhole({ name, values, isCancelling: values['cancel-reminders'] === true }, terminal);
    const left = await withCallers(values, env, (desk) => removeKey(desk, name, chosen));
    if (left === 0) return withLeft({ name, values, gone: `${name} is taken away. ${validFor}` }, terminal);
    return { text: `A key of ${name} is taken away. ${validFor} ${left} is left.`, json: keysLeft(name, left) };
  },
});

const chosenOf = ({ key, oldest, ...values }: { key?: string; oldest?: boolean; 'cancel-reminders'?: boolean }) => {
  if (key !== undefined && oldest) throw new WrongUsage('--oldest is --key 1: leave one of them out');
  if ((key !== undefined || oldest) && values['cancel-reminders'])
    throw new WrongUsage('--cancel-reminders is for a whole caller: leave out --key and --oldest, or it');
  if (oldest) return 'oldest' satisfies Chosen;
  if (key === undefined) return undefined;
  if (!/^[1-9]\d?$/.test(key)) throw new WrongUsage('--key must be the number of a key in caller list, such as 1');
  return Number(key) satisfies Chosen;
};

const ignoredGone = (count: number): Result => ({
  text: `Entries of Callers that were ignored, and are taken away: ${count}.`,
  json: { IgnoredRemoved: count },
});
