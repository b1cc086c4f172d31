/** HotTask's own examples work against us. Python and cURL, which not every machine has, stand in outside/. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { asPrinted, example, rawRequest } from './hottask-examples.ts';
import { rawHttp } from './raw-http.ts';
import { sharedSandbox } from './sandbox-process.ts';

const sandbox = await sharedSandbox();
const texts = async () => {
  const { Messages } = (await (await fetch(`${sandbox.url}/api/messages`)).json()) as { Messages: object[] };
  await fetch(`${sandbox.url}/api/messages`, { method: 'DELETE' });
  return Messages;
};
const hello = { SerialNumber: '3254a9d0424c4806b9ea3d0763xxxxxx', ToPhoneNumber: '+1234567890', Message: 'Hello!' };

test('the examples are HotTask’s: nothing but URL and key is changed', () => {
  expect(example('cURL', 'https://usapi.hottask.com', '<Your-Secret-Key>')).toBe(asPrinted('cURL'));
  expect(asPrinted('JavaScript (Fetch API)')).toMatch(/^const res = await fetch[\s\S]*console\.log\(data\);$/);
});

test('raw HTTP: one text, HotTask’s bytes with all digits of the SessionID', async () => {
  const { status, text } = await rawHttp(sandbox.url, rawRequest(sandbox.url));
  expect(status).toBe(200);
  expect(text).toBe(
    '{"Data":{"Status":"True","Message":"","SessionID":123123123123123123},"Version":"1.0.0","Success":true,"Code":200,"Message":""}',
  );
  expect(await texts()).toMatchObject([hello]);
});

test('JavaScript: one text, and success as HotTask says it', async () => {
  const code = example('JavaScript (Fetch API)', sandbox.url);
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code]);
  expect(stdout).toMatch(/Data: \{\s*Status: 'True',[\s\S]*Success: true,\s*Code: 200/);
  expect(await texts()).toMatchObject([hello]);
});
