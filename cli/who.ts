/** Whose credentials these are, and where: the first question to AWS, which needs no right. */

import { asking, optionsFor } from './aws-access.ts';
import { awsClock } from './aws-clock.ts';
import { accessOf, type GivenStack } from './which-stack.ts';

export interface Who {
  /** Twelve digits. */
  account: string;
  region: string;
  /** How far AWS's clock is ahead of this machine's. */
  aheadMs: number;
}

/** Rejects with what AWS's SDK threw, where there are no credentials or no region. */
export const whoIsIt = async (given: GivenStack): Promise<Who> => {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  return asking(new STSClient(optionsFor(accessOf(given))), async (client) => {
    const now = awsClock(client);
    const { Account = '' } = await client.send(new GetCallerIdentityCommand({}));
    return { account: Account, region: await client.config.region(), aheadMs: now() - Date.now() };
  });
};
