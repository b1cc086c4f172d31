/** Somebody, or one key, may call no longer. */
import { secretCache } from '../../lambda/wiring.ts';
import { withCallers } from '../caller-desk.ts';
import { takeName } from '../caller-name.ts';
import { command, Failed, WrongUsage } from '../command.ts';
import { noMore } from '../which-key.ts';
import { secretOptions } from '../which-secret.ts';

const minutes = { usual: secretCache.freshMs / 60_000, down: secretCache.staleMs / 60_000 };
const until = `It stays valid for up to ${minutes.usual} minutes, and for up to ${minutes.down} while Secrets Manager is down.`;

export const callerRemove = command({
  name: 'caller remove',
  summary: 'take a caller away, or one of its keys',
  usage: 'NAME',
  options: {
    key: { takes: 'N', help: 'only this key, by its number in caller list' },
    oldest: { help: 'only the older of its two keys' },
    ...secretOptions,
  },
  notes: [
    until,
    'What was sent stays known under its name; a caller that is added anew under it meets its old idempotency keys.',
    'Rights in AWS: secretsmanager:GetSecretValue, PutSecretValue and UpdateSecretVersionStage on our own secret,',
    'cloudformation:DescribeStacks.',
  ].join('\n'),
  run: async ({ values, words }, { env }) => {
    const name = takeName(words);
    noMore(words);
    const chosen = chosenOf(values);
    let left = 0;
    await withCallers(values, env, ({ change }) =>
      change((callers) => {
        const { [name]: digests = [], ...others } = callers;
        if (digests.length === 0) throw new Failed(`There is no caller ${name}: see caller list. Nothing was changed`);
        if (values.oldest && digests.length < 2)
          throw new Failed(`${name} has one key only: leave out --oldest to take ${name} away. Nothing was changed`);
        if (chosen !== undefined && chosen > digests.length)
          throw new Failed(
            `${name} has ${digests.length} ${digests.length === 1 ? 'key' : 'keys'}: see caller list. Nothing was changed`,
          );
        const kept = chosen === undefined ? [] : digests.filter((_, at) => at !== chosen - 1);
        left = kept.length;
        return kept.length > 0 ? { ...others, [name]: kept } : others;
      }),
    );
    const text =
      left > 0 ? `A key of ${name} is taken away. ${until} ${left} is left.` : `${name} is taken away. ${until}`;
    return { text, json: { Name: name, KeysLeft: left, ValidForMinutes: minutes.usual } };
  },
});

const chosenOf = ({ key, oldest }: { key?: string; oldest?: boolean }): number | undefined => {
  if (key !== undefined && oldest) throw new WrongUsage('--oldest is --key 1: leave one of them out');
  if (oldest) return 1;
  if (key === undefined) return undefined;
  if (!/^[1-9]\d?$/.test(key)) throw new WrongUsage('--key must be the number of a key in caller list, such as 1');
  return Number(key);
};
