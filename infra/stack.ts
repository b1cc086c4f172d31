/** One deployment: the construct, set by cdk.json's context. */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Context } from './context.ts';
import { HotTaskMessenger } from './hottask-messenger.ts';

export interface MessengerStackProps extends StackProps {
  readonly context: Context;
  /** Directory that holds the send function's bundle. */
  readonly sendCode: string;
}

export class MessengerStack extends Stack {
  constructor(scope: Construct, id: string, { context, sendCode, ...props }: MessengerStackProps) {
    super(scope, id, { description: 'Texts people through HotTask', ...props });
    const { hottaskSecretArn, logRetentionDays: logRetention, ...shared } = context;

    const messenger = new HotTaskMessenger(this, 'Messenger', {
      ...shared,
      sendCode,
      logRetention,
      hottaskSecret: hottaskSecretArn
        ? Secret.fromSecretCompleteArn(this, 'HotTaskSecret', hottaskSecretArn)
        : undefined,
    });

    const output = (name: string, value: string, description: string) =>
      new CfnOutput(this, name, { value, description });
    output('SendUrl', messenger.sendUrl, 'POST messages here');
    output('SendFunctionName', messenger.sendFunction.functionName, 'Or invoke this');
    // ARNs: every command of AWS that asks for a secret's name takes them, and they are right in other accounts too.
    output('HotTaskSecretId', messenger.hottaskSecret.secretArn, 'Put the HotTask secret key here');
    output('LedgerTable', messenger.ledger.tableName, 'What was sent, by key: npm run hottask -- unknowns --table …');
    output('MessengerSecretId', messenger.messengerSecret.secretArn, 'Callers and Pepper');
  }
}
