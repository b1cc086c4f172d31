/** The README's way from zero to the first text is walked as it stands there, with the CDK's own part left out. */
import { expect, test } from 'vitest';
import { startAws } from './aws/stand-in.ts';
import { root, run } from './hottask-command.ts';
import { makeProject } from './project.ts';
import { blocks } from './readme.ts';
import { sharedSandbox } from './sandbox-process.ts';

const sandbox = await sharedSandbox();

test('four commands, and somebody has a text', async () => {
  const lines = (blocks('sh').find((block) => block.includes('hottask -- deploy')) ?? '').split('\n');
  expect(lines.length).toBeLessThanOrEqual(4);
  const [aws, project] = [await startAws(sandbox), makeProject('{ "context": { "messenger": { "production": {} } } }')];
  const env = { ...aws.env, ...project.env };
  for (const line of lines) {
    const here = line.replace('npm run hottask --', `"${process.execPath}" "${root}cli/hottask.ts"`);
    const { code, out, err } = await run('sh', ['-c', here], env, 'sandbox-key-of-hottask', project.folder);
    expect({ line, code, err }).toEqual({ line, code: 0, err: line.includes('deploy') ? 'cdk was here\n' : '' });
    expect(out).not.toBe('');
  }
  expect(JSON.parse(project.cdkJson()).context.messenger.production.rules.prefixes).toEqual({ '+1': 'allow' });
  expect(await (await fetch(`${sandbox.url}/api/messages`)).json()).toMatchObject({
    Messages: [{ Message: 'Hello!' }],
  });
});
