/** The whole of the product as one construct: give it the bundle, and it takes messages. */
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Rules } from '../lambda/rules.ts';
import { httpApi, type Throttle } from './http-api.ts';
import { ledgerTable } from './ledger-table.ts';
import { hottaskSecret, messengerSecret } from './secrets.ts';
import { sendFunction } from './send-function.ts';

export interface HotTaskMessengerProps {
  /** Directory that holds the send function's bundle: bundleSend() in bundle.ts. */
  readonly sendCode: string;
  /** Who may be texted. */
  readonly rules: Rules;
  readonly throttle: Throttle;
  /** For the function's log and the access log. */
  readonly logRetention: RetentionDays;
  /** Without path. @default 'https://usapi.hottask.com' */
  readonly hottaskUrl?: string | undefined;
  /** Used where a message names no SerialNumber. @default none */
  readonly serialNumber?: string | undefined;
  /** Holds the HotTask key, encrypted under aws/secretsmanager. @default a new one, empty */
  readonly hottaskSecret?: ISecret | undefined;
}

export class HotTaskMessenger extends Construct {
  /** What callers post to. */
  readonly sendUrl: string;
  readonly sendFunction: IFunction;
  readonly hottaskSecret: ISecret;
  /** Callers and Pepper. */
  readonly messengerSecret: ISecret;
  /** What was sent, by key. */
  readonly ledger: ITable;

  constructor(scope: Construct, id: string, props: HotTaskMessengerProps) {
    super(scope, id);
    const { sendCode: code, rules, hottaskUrl, serialNumber, throttle, logRetention: retention } = props;
    // Log groups are retained, CDK's default: with the ledger they are what a person decides an Unknown by.
    const logGroup = new LogGroup(this, 'SendLog', { retention });
    const accessLog = new LogGroup(this, 'AccessLog', { retention });

    this.hottaskSecret = props.hottaskSecret ?? hottaskSecret(this);
    this.messengerSecret = messengerSecret(this);
    const secrets = { hottask: this.hottaskSecret, messenger: this.messengerSecret };
    this.ledger = ledgerTable(this);
    const { ledger } = this;
    this.sendFunction = sendFunction(this, { code, secrets, ledger, rules, hottaskUrl, serialNumber, logGroup });
    this.sendUrl = httpApi(this, { send: this.sendFunction, throttle, accessLog });
  }
}
