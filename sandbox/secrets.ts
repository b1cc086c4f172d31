/** Both secrets as they are when the sandbox starts, and what the stand-ins read in them at any moment after. */
import { callerOf, digestOf } from '../lambda/callers.ts';
import { parseOurSecret, parseSecretKey } from '../lambda/secret-values.ts';
import { makeSecretsManager } from './aws/secrets-manager.ts';
import { callerKey, secretIds } from './settings.ts';

export const makeSecrets = () => {
  const digest = digestOf(callerKey).toString('hex');
  const { answer, current } = makeSecretsManager({
    [secretIds.hottask]: 'sandbox-hottask-key',
    [secretIds.messenger]: JSON.stringify({ Callers: { sandbox: [digest] }, Pepper: 'sandbox-pepper' }),
  });
  const raw = (id: string) => ({ text: current(id), version: '' });
  return {
    answer,
    /** The key that HotTask knows. */
    hottaskKey: (): string | undefined => {
      const read = parseSecretKey(raw(secretIds.hottask));
      return 'value' in read ? read.value.text : undefined;
    },
    /** The name of the caller whose key this is. */
    callerOf: (authorization: string): string | undefined => {
      const read = parseOurSecret(raw(secretIds.messenger));
      return 'value' in read ? callerOf(read.value.callers, authorization) : undefined;
    },
  };
};
