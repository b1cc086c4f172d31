/** The one right that a sender of its own role needs, and no other. */
import { Stack, Token } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

export interface GrantProps {
  readonly method: 'grantSend' | 'grantSendToQueue';
  readonly action: string;
  readonly resourceArn: string;
}

/**
 * By the grantee's own policy alone: what opens the resource itself lets in whole services and accounts, and whoever
 * gets in may text. What would be let in by nothing, silently, is an error.
 */
export const grantTo = (scope: Construct, grantee: IGrantable, { method, action, resourceArn }: GrantProps): Grant => {
  const { principalAccount } = grantee.grantPrincipal;
  const { account } = Stack.of(scope);
  const isForeign =
    principalAccount !== undefined && areKnown(principalAccount, account) && principalAccount !== account;
  const grant = isForeign
    ? undefined
    : Grant.addToPrincipal({ grantee, actions: [action], resourceArns: [resourceArn] });
  if (grant?.success) return grant;
  const got = isForeign ? 'one of another account' : 'a principal that has no policy of its own';
  throw new Error(
    `${method} takes a role, user or group of this account, or what has a role, such as a function; got ${got}: ` +
      'let it assume a role of this account, and grant that',
  );
};

const areKnown = (...accounts: string[]) => !accounts.some((account) => Token.isUnresolved(account));
