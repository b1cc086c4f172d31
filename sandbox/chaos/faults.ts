/** What chaos can do, by name: the kind of a call that the send function makes, and what goes wrong with it. */
import { readObject } from '../../lambda/json.ts';
import { type AwsTrouble, awsTroubles, type Service } from './aws-troubles.ts';
import { type HotTaskTroubleName, hottaskTroubles } from './hottask-troubles.ts';

const services = {
  'the claim': 'dynamodb',
  'the settle': 'dynamodb',
  'the look at the ledger': 'dynamodb',
  'the read of a secret': 'secretsmanager',
  parking: 'sqs',
} satisfies Record<string, Service>;

export type AwsKind = keyof typeof services;
export type Kind = 'HotTask' | AwsKind;
export type Trouble<K extends Kind> = K extends 'HotTask' ? HotTaskTroubleName : AwsTrouble;

export const serviceOf = (kind: AwsKind): Service => services[kind];

export const troublesOf = <K extends Kind>(kind: K): Trouble<K>[] =>
  (kind === 'HotTask' ? Object.keys(hottaskTroubles) : awsTroubles) as Trouble<K>[];

const kinds: Kind[] = ['HotTask', ...(Object.keys(services) as AwsKind[])];
const named = new Map(
  kinds.flatMap((kind) =>
    troublesOf(kind).map((trouble): [string, { kind: Kind; trouble: string }] => [
      `${kind} ${trouble}`,
      { kind, trouble },
    ]),
  ),
);

/** Such as `the claim is lost`. */
export const faults = [...named.keys()];

/** The dice choose one for each call. */
export const anyFault = 'any';

/** Undefined for `any`. */
export const partsOf = (fault: string): { kind: Kind; trouble: string } | undefined => named.get(fault);

/** What the function asks AWS for; undefined where nothing goes wrong with that here. */
export const kindOf = (target: string, body: string): AwsKind | undefined => {
  const [, operation] = target.split('.');
  if (operation === 'UpdateItem')
    // A claim counts the attempt, a settle does not.
    return String(readObject(body)?.UpdateExpression).includes(' ADD #attempts ') ? 'the claim' : 'the settle';
  return byOperation[operation ?? ''];
};

const byOperation: Record<string, AwsKind> = {
  GetItem: 'the look at the ledger',
  GetSecretValue: 'the read of a secret',
  // The function sends to no other queue than the parked one.
  SendMessage: 'parking',
};
