/** What a person may do with a secret: look at its value, and put another in its place. Prints nothing. */
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { isWithoutValue } from '../lambda/secret-values.ts';
import { type Access, asking, optionsFor } from './aws-access.ts';

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
}

/** Something is done with one secret. */
export type Use<T> = (desk: SecretDesk) => Promise<T>;

export const withSecret = async <T>(id: string, access: Access, use: Use<T>): Promise<T> => {
  const sdk = await import('@aws-sdk/client-secrets-manager');
  return asking(new sdk.SecretsManagerClient(optionsFor(access)), (client) => use(makeDesk(sdk, client, id)));
};

type Sdk = typeof import('@aws-sdk/client-secrets-manager');

const makeDesk = (sdk: Sdk, client: SecretsManagerClient, SecretId: string): SecretDesk => {
  const read: SecretDesk['read'] = async () => {
    try {
      const { SecretString, VersionId = '' } = await client.send(new sdk.GetSecretValueCommand({ SecretId }));
      return { text: SecretString, version: VersionId };
    } catch (error) {
      if (isWithoutValue(error as Error)) return undefined;
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
  };
};

const pending = 'hottask-pending';
