/** What a person may do with a secret: look at its value, and put another in its place. Prints nothing. */
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Access, noting, optionsFor } from './aws-access.ts';

export interface SecretValue {
  /** Undefined where it is binary. */
  text: string | undefined;
  version: string;
}

/** All of them reject with what AWS's SDK threw. */
export interface SecretDesk {
  /** Undefined where the secret has no value yet. */
  read: () => Promise<SecretValue | undefined>;
  put: (text: string) => Promise<void>;
  /** Puts it only where the version that was read is still the current one; false where it is not. */
  replace: (read: SecretValue, text: string) => Promise<boolean>;
  close: () => void;
}

export const openSecret = async (SecretId: string, access: Access): Promise<SecretDesk> => {
  const sdk = await import('@aws-sdk/client-secrets-manager');
  const client: SecretsManagerClient = noting(new sdk.SecretsManagerClient(optionsFor(access)));

  const read: SecretDesk['read'] = async () => {
    try {
      const { SecretString, VersionId = '' } = await client.send(new sdk.GetSecretValueCommand({ SecretId }));
      return { text: SecretString, version: VersionId };
    } catch (error) {
      // A secret without a value and one that is not there share an error; only its text tells them apart.
      const { name, message } = error as Error;
      if (name === 'ResourceNotFoundException' && message.includes('staging label')) return undefined;
      throw error;
    }
  };

  /**
   * The value is put under a label of our own, and then AWSCURRENT is moved to it from the version that was read: AWS
   * refuses that where AWSCURRENT stands elsewhere by now. PutSecretValue alone would take whatever is there away.
   * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
   */
  const replace: SecretDesk['replace'] = async ({ version }, SecretString) => {
    const put = new sdk.PutSecretValueCommand({ SecretId, SecretString, VersionStages: [pending] });
    const { VersionId } = await client.send(put);
    try {
      await client.send(
        new sdk.UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: 'AWSCURRENT',
          MoveToVersionId: VersionId,
          RemoveFromVersionId: version,
        }),
      );
      return true;
    } catch (error) {
      if (!/^Invalid(Parameter|Request)Exception$/.test((error as Error).name)) throw error;
      // Ours too, where the answer to a first try was lost.
      const now = (await read())?.version;
      if (now === VersionId) return true;
      if (now === version) throw error;
      return false;
    }
  };

  return {
    read,
    put: async (SecretString) => void (await client.send(new sdk.PutSecretValueCommand({ SecretId, SecretString }))),
    replace,
    close: () => client.destroy(),
  };
};

const pending = 'hottask-pending';
