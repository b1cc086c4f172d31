/** The function's rights in the emulated account: taken away, and given back as they were. */
import { accountOf } from './account.ts';
import type { Deployment } from './deployment.ts';

/** Runs `during` while the function's role may do nothing at all. The role and its policy go by AWS's own command line. */
export const withoutRights = async (deployment: Deployment, during: () => Promise<void>): Promise<void> => {
  const { cli } = accountOf(deployment);
  const role: string = await cli(
    ...[
      'lambda',
      'get-function-configuration',
      '--function-name',
      deployment.outputs.SendFunctionName,
      '--query',
      'Role',
    ],
  );
  const of = ['--role-name', role.split('/').at(-1) as string];
  const [policy] = await cli('iam', 'list-role-policies', ...of, '--query', 'PolicyNames');
  const document = await cli('iam', 'get-role-policy', ...of, '--policy-name', policy, '--query', 'PolicyDocument');
  await cli('iam', 'delete-role-policy', ...of, '--policy-name', policy);
  try {
    await during();
  } finally {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    await cli('iam', 'put-role-policy', ...of, '--policy-name', policy, '--policy-document', text);
  }
};
