/** The two secrets. HotTask's key belongs to the user and rotates; ours must survive that. Both outlive the stack. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnSecret, type CfnSecretProps, type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

/**
 * HotTask's key, created without any value: a value or a generator in the template would overwrite the user's key at
 * its next edit. (The construct `Secret` always generates one.) While it is empty the function answers NotSent.
 */
export const hottaskSecret = (scope: Construct): ISecret =>
  retained(scope, 'HotTaskSecret', {
    description: 'The HotTask secret key: raw, or JSON with SecretKey. Created empty, put in by hand.',
  });

/**
 * Ours: `{"Callers": {}, "Pepper": "<48 random letters and digits>"}`, generated once.
 * Any change of generateSecretString generates it anew and locks out every caller: a test pins it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
 */
export const messengerSecret = (scope: Construct): ISecret =>
  retained(scope, 'MessengerSecret', {
    description: 'Callers (for each name the SHA-256 of its live keys) and Pepper. Change Callers only.',
    generateSecretString: {
      secretStringTemplate: '{"Callers": {}}',
      generateStringKey: 'Pepper',
      passwordLength: 48,
      excludePunctuation: true,
    },
  });

/** Without a name of its own, so that a stack deployed again does not collide with the secret its predecessor left. */
const retained = (scope: Construct, id: string, props: CfnSecretProps): ISecret => {
  const secret = new CfnSecret(scope, id, props);
  secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return Secret.fromSecretCompleteArn(scope, `${id}Reference`, secret.ref);
};
