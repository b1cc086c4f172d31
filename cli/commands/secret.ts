/** HotTask's key goes into its secret, unseen. */
import { readObjectKeepingDigits } from '../../lambda/json.ts';
import { secretCache } from '../../lambda/wiring.ts';
import { command, WrongUsage } from '../command.ts';
import { readHotTaskKey } from '../hottask-key.ts';
import { askUnseen, readAll } from '../stdin.ts';
import { toPaste } from '../to-paste.ts';
import { noMore } from '../which-key.ts';
import { secretOptions, withSecretOf } from '../which-secret.ts';

const minutes = secretCache.freshMs / 60_000;

export const secret = command({
  name: 'secret',
  summary: "put HotTask's key, from the terminal without echo or from standard input",
  usage: '',
  options: secretOptions,
  notes: [
    'It takes one line, and never shows it. Do not write the key behind the command: it would stay in your shell.',
    `  printf %s "$KEY" | npm run hottask -- secret`,
    'Where the secret holds JSON, only its SecretKey is changed.',
    `Functions use it within ${minutes} minutes, or as soon as HotTask refuses the key before it.`,
    "Rights in AWS: secretsmanager:GetSecretValue and PutSecretValue on HotTask's secret, cloudformation:DescribeStacks.",
  ].join('\n'),
  run: async ({ values, words }, { env, input, questions }) => {
    noMore(words);
    return withSecretOf({ whose: 'hottask', given: values, env }, async (desk) => {
      const given = input.isTTY
        ? await askUnseen("HotTask's key (it is not shown): ", input, questions)
        : await readAll(input);
      const read = readHotTaskKey(given);
      if ('problem' in read) throw new WrongUsage(read.problem);
      const before = await desk.read();
      const text = before?.text === undefined ? read.key : inItsForm(before.text, read.key);
      const isNew = text !== before?.text;
      if (isNew) await desk.put(text);
      return {
        text: isNew
          ? `${put}${values.local ? '' : ` See that it is right: ${toPaste('doctor', values)}`}`
          : 'The secret holds this key already: nothing was changed.',
        json: { IsNew: isNew },
      };
    });
  },
});

const put = `HotTask's key is put. Functions use it within ${minutes} minutes, or as soon as HotTask refuses the key before it.`;

/** A secret of the user's own may hold more than the key. */
const inItsForm = (before: string, key: string): string => {
  const object = readObjectKeepingDigits(before.trim());
  return object ? JSON.stringify({ ...object, SecretKey: key }) : key;
};
