/** The function behind its queue, between real far ends: what a batch hears, and what is parked. */
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { watch } from './canary.ts';
import { makeFunction, message } from './function.ts';
import { startFauxqsPeer } from './peers/fauxqs-peer.ts';
import { accepts, answers, startHotTaskPeer } from './peers/hottask-peer.ts';
import { startLedgerPeer } from './peers/ledger-peer.ts';
import { startSecretsPeer } from './peers/secrets-peer.ts';
import { batch, type Record } from './queue-records.ts';

export type Behave = Parameters<typeof startHotTaskPeer>[0];

export const setUpQueue = async (behave: Behave = answers(200, accepts), options: object = {}) => {
  const hottask = await startHotTaskPeer(behave);
  const sqs = await startFauxqsPeer();
  const urls = await sqs.createQueues();
  const { parked } = urls;
  const ledger = await startLedgerPeer();
  const secrets = await startSecretsPeer();
  const fn = makeFunction({ hottask, secrets, ledger, parked, ...options });
  return {
    hottask,
    sqs,
    ledger,
    secrets,
    urls,
    fn,
    /** What the mapping hears: the records that come back, by their ids. */
    deliver: async (...records: Record[]) => {
      const answer = (await fn.invoke(batch(...records))) as { batchItemFailures: { itemIdentifier: string }[] };
      watch(JSON.stringify(answer));
      expect(Object.keys(answer)).toEqual(['batchItemFailures']);
      return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
    /** All that waits for a person, with its attributes as plain values. */
    parked: async () => {
      const ask = new ReceiveMessageCommand({
        QueueUrl: parked,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        VisibilityTimeout: 0,
      });
      const { Messages = [] } = await sqs.client.send(ask);
      return Messages.map(({ Body, MessageAttributes = {} }) => {
        const attributes = Object.fromEntries(
          Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue as string]),
        );
        watch(JSON.stringify(attributes));
        return { Body, ...attributes } as { [name: string]: string };
      });
    },
  };
};

/** A good message under this key. */
export const keyed = (IdempotencyKey: string, more: object = {}) => ({ ...message, IdempotencyKey, ...more });
