/** One stage gets into the account, from nothing or from the version before. */
import { stackNameOf } from '../../infra/stage.ts';
import { command, Failed, type Terminal } from '../command.ts';
import { runCdk } from '../deploy/cdk.ts';
import { offerReplan } from '../deploy/offer-replan.ts';
import { readStage } from '../deploy/stage-settings.ts';
import { readLists, whomFor } from '../deploy/whom.ts';
import { ask } from '../stdin.ts';
import { optionsOf } from '../to-paste.ts';
import { noMore } from '../which-key.ts';
import { accessOf, describeStack, stackOptions, stageOf } from '../which-stack.ts';
import { whoIsIt } from '../who.ts';

/** What `cdk bootstrap` makes. */
const bootstrapStack = 'CDKToolkit';

export const deploy = command({
  name: 'deploy',
  summary: 'put a stage into your AWS account, or change it there',
  usage: '',
  options: {
    prefix: {
      takes: '+N,…',
      help: 'who may be texted: the beginnings of their numbers, where cdk.json names none yet',
    },
    allow: { takes: '+N,…', help: 'the same for a stage in mode allow-list: whole numbers' },
    yes: { help: "prepare the account for the CDK (cdk bootstrap) without asking, where it isn't" },
    ...stackOptions,
  },
  notes: [
    'It looks at credentials, region and settings first, and asks for what is missing; until then nothing is changed.',
    "What it asks goes into cdk.json. Then the project's own cdk deploy runs, without asking for approval: npx cdk diff",
    'shows before what it would change. A stage that is not in cdk.json yet gets in, in mode allow-list.',
    'Rights in AWS: infra/policies/deployer.json; cdk bootstrap needs an administrator, once for each account and region.',
    'HOTTASK_CDK names the file of another CDK command.',
  ].join('\n'),
  run: async ({ values, words }, terminal) => {
    noMore(words);
    const stage = stageOf(values);
    const lists = readLists(values);
    const settings = await readStage(stage);
    const { account, region } = await whoIsIt(values);
    const list = await whomFor(settings, lists, terminal);
    const mustBootstrap = (await describeStack(bootstrapStack, accessOf(values))) === undefined;
    if (mustBootstrap && !values.yes) await agree(region, terminal);

    if (list) settings.fill(list);
    const cdk = (...args: string[]) => runCdk({ args, region, env: terminal.env });
    if (mustBootstrap) await cdk('bootstrap', `aws://${account}/${region}`, '--context', `stage=${stage}`);
    const name = stackNameOf(stage);
    const before = await describeStack(name, accessOf(values));
    await cdk('deploy', name, '--context', `stage=${stage}`, '--require-approval', 'never', '--progress', 'events');

    const stack = await describeStack(name, accessOf(values));
    if (!stack)
      throw new Failed(`cdk deploy ended well, but there is no stack ${name} in ${region}: is it another region?`);
    const offered =
      before && (await offerReplan({ before: before.outputs, after: stack.outputs, given: values }, terminal));
    return {
      text: told(name, stack.outputs, {
        options: optionsOf(values),
        hasChatbot: settings.hasChatbot,
        replan: offered?.text,
      }),
      json: { Stack: name, Region: region, Outputs: stack.outputs, ...(offered && { Replan: offered.json }) },
    };
  },
});

const agree = async (region: string, { input, questions }: Terminal): Promise<void> => {
  const what = `This account is not prepared for the CDK in ${region} (the stack ${bootstrapStack}: a bucket and roles)`;
  if (!input.isTTY) throw new Failed(`${what}: --yes lets cdk bootstrap do it. Nothing was done`);
  const answer = await ask(`${what}. Do it now? [y/N] `, input, questions);
  if (!/^y(es)?$/i.test(answer.trim())) throw new Failed('Nothing was done: the CDK cannot deploy without it');
};

interface Next {
  options: string;
  hasChatbot: boolean;
  /** What the time zones of this version change in reminders that are set. */
  replan: string | undefined;
}

const told = (name: string, { SendUrl = '' }: Record<string, string>, { options, hasChatbot, replan }: Next): string =>
  [
    `${name} is deployed. Messages are posted to\n\n  ${SendUrl}`,
    ...(replan === undefined ? [] : [replan]),
    'Next:',
    [
      [`secret${options}`, "put HotTask's key, where it is not there yet"],
      [`caller add web${options}`, 'make a key for who may call'],
      [`doctor${options}`, 'see that a text would go out'],
      // In double quotes an interactive shell may read the "!" as its own.
      [`send${options} +12025550123 'Hello!'${hasChatbot ? '' : ' --serial-number ID'}`, 'send one'],
    ]
      .map(([line = '', why]) => `  npm run hottask -- ${line.padEnd(50)} ${why}`)
      .join('\n'),
  ].join('\n\n');
