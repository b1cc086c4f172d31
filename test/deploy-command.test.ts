/** From nothing to a stage in the account: what is missing is asked or named before anything is changed. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withMember } from '../cli/deploy/json-member.ts';
import { startAws } from './aws/stand-in.ts';
import { canary } from './canary.ts';
import { hottaskAlone, hottaskIn, type Ran, root } from './hottask-command.ts';
import { makeProject } from './project.ts';
import { setUpReplan, winnipeg } from './replan-set-up.ts';
import { sharedSandbox } from './sandbox-process.ts';

const sandbox = await sharedSandbox();
const cdkJson = (messenger: string) => `{
  "app": "node infra/app.ts",
  "context": {
    "messenger": ${messenger},
    "@aws-cdk/core:target-partitions": ["aws", "aws-cn"]
  }
}
`;
const ready = cdkJson('{ "production": { "rules": { "prefixes": { "+1": "allow" } } } }');

const start = async (file: string, options?: { exitCode: number }) => {
  const [aws, project] = [await startAws(sandbox), makeProject(file, options)];
  const deploy = (...args: string[]): Promise<Ran> =>
    hottaskIn(project.folder, ['deploy', ...args], { ...aws.env, ...project.env });
  /** What its CDK says stands on its own standard error, so this one is in a process of its own. */
  const deployAlone = (...args: string[]): Promise<Ran> =>
    hottaskAlone(project.folder, ['deploy', ...args], { ...aws.env, ...project.env });
  return { aws, project, deploy, deployAlone };
};

test('the project’s own CDK deploys the stage; the address and the next commands are told, its progress is no output', async () => {
  const { aws, project, deployAlone } = await start(ready);
  const { code, out, err } = await deployAlone();
  expect({ code, err }).toEqual({ code: 0, err: 'cdk was here\n' });
  expect(project.calls()).toEqual([
    {
      args: [
        'deploy',
        'HotTaskMessenger',
        '--context',
        'stage=production',
        '--require-approval',
        'never',
        '--progress',
        'events',
      ],
      region: 'us-east-1',
    },
  ]);
  expect(out).toContain(`HotTaskMessenger is deployed. Messages are posted to\n\n  ${aws.outputs.SendUrl}\n`);
  for (const next of ['secret ', 'caller add web ', 'doctor ', 'send '])
    expect(out).toContain(`npm run hottask -- ${next}`);
  expect(project.cdkJson()).toBe(ready);
});

test('the line that sends names the chatbot where cdk.json does not, so that it works as it is told', async () => {
  const line = async (file: string) =>
    /npm run hottask -- (send \S.*?) {2,}/.exec((await (await start(file)).deploy()).out)?.[1];
  expect(await line(ready)).toBe("send +12025550123 'Hello!' --serial-number ID");
  const withChatbot = ready.replace('"production": {', '"production": { "serialNumber": "3254a9d0",');
  expect(await line(withChatbot)).toBe("send +12025550123 'Hello!'");
});

test('--json prints the outputs alone', async () => {
  const { aws, deploy } = await start(ready);
  const { out } = await deploy('--json', '--region', 'eu-central-1');
  expect(JSON.parse(out)).toEqual({ Stack: 'HotTaskMessenger', Region: 'eu-central-1', Outputs: aws.outputs });
});

describe('with another release of the time zones', () => {
  /** The stack has the outputs of this version once it is deployed. */
  const upgrade = async () => {
    const { setOld, get, sandbox: own } = await setUpReplan();
    const [aws, project] = [await startAws(own), makeProject(ready)];
    const { TimeZoneData, ...of060 } = aws.outputs;
    const stack = (outputs: typeof of060) => ({ status: 'UPDATE_COMPLETE', outputs, resources: [] });
    aws.deployment.stacks.set('HotTaskMessenger', stack(of060));
    aws.refuse = () => {
      if (project.calls().length > 0) aws.deployment.stacks.set('HotTaskMessenger', stack(aws.outputs));
      return undefined;
    };
    const deploy = (...args: string[]) =>
      hottaskIn(project.folder, ['deploy', ...args], { ...aws.env, ...project.env });
    return { aws, deploy, setOld, get };
  };

  test('it says which reminders that are set would move, and how; without a terminal nothing is moved', async () => {
    const { deploy, setOld, get } = await upgrade();
    await setOld('appt', winnipeg);
    const { code, out } = await deploy();
    expect(code).toBe(0);
    expect(out).toMatch(/another release now.*Would move: 1\..*sandbox\/appt .*15:00:00Z → .*14:00:00Z/s);
    expect(out).toContain('npm run hottask -- remind replan --yes moves them.');
    expect((await get('appt')).body).toMatchObject({ Revision: 1, DueAt: '2095-01-15T15:00:00.000Z' });
  });

  test('where nothing would move it says nothing of it', async () => {
    const { deploy } = await upgrade();
    const { code, out } = await deploy('--json');
    expect([code, Object.keys(JSON.parse(out))]).toEqual([0, ['Stack', 'Region', 'Outputs']]);
  });

  test('it may not read the reminders: the deployment is told as done, with what is missing', async () => {
    const { aws, deploy, setOld } = await upgrade();
    await setOld('appt', winnipeg);
    const upgraded = aws.refuse;
    aws.refuse = (right) => (right === 'dynamodb:Scan' ? ['AccessDeniedException'] : upgraded(right));
    const { code, out } = await deploy();
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/is deployed.*could not be told.*dynamodb:Scan.*Then: npm run hottask -- remind replan/s),
    ]);
  });
});

describe('who may be texted', () => {
  test('goes into cdk.json, which stays as it was written', async () => {
    const { project, deploy } = await start(cdkJson('{\n      "production": {}\n    }'));
    expect((await deploy('--prefix', '+1, +44')).code).toBe(0);
    expect(project.cdkJson()).toBe(
      cdkJson(`{
      "production": {
        "rules": {
          "prefixes": {
            "+1": "allow",
            "+44": "allow"
          }
        }
      }
    }`),
    );
  });

  test('of a stage that is not there yet: whole numbers, since it is in mode allow-list', async () => {
    const { aws, project, deploy } = await start(ready);
    const outputs = { ...aws.outputs };
    aws.deployment.stacks.set('HotTaskMessenger-staging', { status: 'CREATE_COMPLETE', outputs, resources: [] });
    const { code, out } = await deploy('--stage', 'staging', '--allow', canary.number);
    expect(code).toBe(0);
    expect(JSON.parse(project.cdkJson()).context.messenger).toEqual({
      production: { rules: { prefixes: { '+1': 'allow' } } },
      staging: { rules: { allowList: [canary.number] } },
    });
    expect(project.calls()[0]?.args).toContain('stage=staging');
    expect(out).toContain('npm run hottask -- secret --stage staging');
  });

  test('that nobody may be texted is a word, too: then nobody is asked', async () => {
    const { project, deploy } = await start(cdkJson('{ "production": { "rules": { "prefixes": {} } } }'));
    expect((await deploy()).code).toBe(0);
    expect(project.calls()).toHaveLength(1);
  });
});

describe('an account that is not prepared for the CDK', () => {
  test('is prepared by --yes, once, before the stack', async () => {
    const { aws, project, deploy } = await start(ready);
    aws.deployment.stacks.delete('CDKToolkit');
    expect((await deploy('--yes')).code).toBe(0);
    expect(project.calls().map(({ args }) => args.slice(0, 2))).toEqual([
      ['bootstrap', 'aws://123456789012/us-east-1'],
      ['deploy', 'HotTaskMessenger'],
    ]);
  });
});

describe('what is missing is named with its mend, and nothing is done', () => {
  const untouched = async (
    file: string,
    args: string[],
    prepare: (aws: Awaited<ReturnType<typeof startAws>>) => void = () => {},
  ) => {
    const { aws, project, deploy } = await start(file);
    prepare(aws);
    const { code, out, err } = await deploy(...args);
    expect(out).toBe('');
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(project.calls()).toEqual([]);
    expect(project.cdkJson()).toBe(file);
    return { code, err };
  };

  test('the numbers, where nobody can be asked', async () => {
    expect(await untouched(cdkJson('{ "production": {} }'), [])).toEqual({
      code: 1,
      err: 'cdk.json does not name the numbers that may be texted: give their beginnings by --prefix, such as --prefix +1. Nothing was done\n',
    });
    expect(await untouched(ready, ['--stage', 'staging'])).toEqual({
      code: 1,
      err: expect.stringContaining('by --allow'),
    });
  });

  test('the word to prepare the account', async () => {
    expect(await untouched(ready, [], ({ deployment }) => deployment.stacks.delete('CDKToolkit'))).toEqual({
      code: 1,
      err: expect.stringMatching(
        /^This account is not prepared for the CDK in us-east-1 .*--yes lets cdk bootstrap do it/,
      ),
    });
  });

  test.each<[string, string, RegExp]>([
    [
      'a setting that is none',
      cdkJson('{ "production": { "rule": {} } }'),
      /^messenger\.production has unknown keys \(rule\)/,
    ],
    [
      'settings of before there were stages',
      cdkJson('{ "rules": {} }'),
      /^messenger\.rules is a setting, and settings stand below a stage/,
    ],
    ['no messenger', '{ "context": {} }', /^messenger must be an object of stages/],
    ['no JSON', '{', /^cdk\.json is not valid JSON/],
  ])('%s', async (_case, file, says) => {
    expect(await untouched(file, [])).toEqual({ code: 1, err: expect.stringMatching(says) });
  });

  test('credentials that AWS does not take', async () => {
    const said = await untouched(ready, [], (aws) => {
      aws.refuse = (right) => (right === 'sts:GetCallerIdentity' ? ['InvalidClientTokenId', 403] : undefined);
    });
    expect(said).toEqual({
      code: 1,
      err: expect.stringMatching(/^AWS does not accept these credentials: sign in again/),
    });
  });

  test('credentials, and a region', async () => {
    const { folder, env, calls } = makeProject(ready);
    expect(await hottaskIn(folder, ['deploy', '--region', 'us-east-1'], env)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^There are no AWS credentials: sign in [^-]*$/),
    });
    expect((await hottaskIn(folder, ['deploy'], env)).err).toMatch(/^Name the stack's region: --region/);
    expect(calls()).toEqual([]);
  });

  test.each<[string[], RegExp]>([
    [['--prefix', '1'], /^--prefix must be "\+" and 1 to 15 digits/],
    [['--prefix', '+1;+44'], /^--prefix must be/],
    [['--prefix', ''], /^--prefix must be/],
    [['--allow', '+1'], /^--allow must be E\.164 numbers/],
    [['--prefix', '+44'], /^--prefix is for a stage that says nothing of it yet/],
    [['--stage', 'Pro'], /^--stage must be/],
    [['production'], /^There is a word too much/],
  ])('%j is wrong usage', async (args, says) => {
    expect(await untouched(ready, args)).toEqual({ code: 2, err: expect.stringMatching(says) });
  });
});

test('a CDK that fails is told with its exit code, and what it said stands above', async () => {
  const { deployAlone } = await start(ready, { exitCode: 3 });
  const { code, out, err } = await deployAlone();
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^cdk was here\ncdk deploy did not end well \(exit code 3\): why stands above\./);
});

describe('cdk.json keeps its form', () => {
  const own = readFileSync(`${root}cdk.json`, 'utf8');
  const path = ['context', 'messenger', 'production', 'rules', 'prefixes'];

  test('of the project’s own only the stage’s lines change', () => {
    const next = withMember(own, path, { '+1': 'allow' });
    expect(JSON.parse(next).context.messenger).toEqual({ production: { rules: { prefixes: { '+1': 'allow' } } } });
    const [before, after] = own.split('      "production": {}\n') as [string, string];
    expect(next.startsWith(before) && next.endsWith(after)).toBe(true);
  });

  test.each<[string, string, unknown, string]>([
    ['an empty object', '{}', 1, '{\n  "a": {\n    "b": 1\n  }\n}'],
    ['in one line', '{"z": 1}', 1, '{"z": 1, "a": {"b":1}}'],
    ['with tabs', '{\n\t"z": [1, {"a": 2}]\n}', ['x'], '{\n\t"z": [1, {"a": 2}],\n\t"a": {\n\t\t"b": ["x"]\n\t}\n}'],
    ['a value in its place', '{ "a": { "b": "}\\"", "c": 2 } }', true, '{ "a": { "b": true, "c": 2 } }'],
    ['beside others', '{\n  "a": {\n    "c": "{"\n  }\n}', 1, '{\n  "a": {\n    "c": "{",\n    "b": 1\n  }\n}'],
  ])('%s', (_case, text, value, result) => {
    expect(withMember(text, ['a', 'b'], value)).toBe(result);
    expect(JSON.parse(result).a.b).toEqual(value);
  });
});
