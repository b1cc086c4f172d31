/** The whole of the product as one construct: give it the bundle, and it takes messages. */
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Rules } from '../lambda/rules.ts';
import { messageRule, type OnEventProps, onEventRule } from './event-rules.ts';
import { httpApi, type Throttle } from './http-api.ts';
import { ledgerTable } from './ledger-table.ts';
import { logMetrics } from './metrics.ts';
import { queueMapping } from './queue-mapping.ts';
import { queues } from './queues.ts';
import { hottaskSecret, messengerSecret } from './secrets.ts';
import { sendFunction } from './send-function.ts';
import { subscription } from './topics.ts';

export interface HotTaskMessengerProps {
  /** Directory that holds the send function's bundle: bundleSend() in bundle.ts. */
  readonly sendCode: string;
  /** Who may be texted. */
  readonly rules: Rules;
  readonly throttle: Throttle;
  /** How many batches of the queue are sent at once, 2 to 1,000. */
  readonly maxConcurrency: number;
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
  /** Whoever may write to it may text: grantSend. */
  readonly queue: IQueue;
  /** What waits for a person. */
  readonly parked: IQueue;
  private readonly maxAgeSeconds: number;

  constructor(scope: Construct, id: string, props: HotTaskMessengerProps) {
    super(scope, id);
    const {
      sendCode: code,
      rules,
      hottaskUrl,
      serialNumber,
      throttle,
      maxConcurrency,
      logRetention: retention,
    } = props;
    this.maxAgeSeconds = rules.maxAgeSeconds;
    // Log groups are retained, CDK's default: with the ledger they are what a person decides an Unknown by.
    const logGroup = new LogGroup(this, 'SendLog', { retention });
    const accessLog = new LogGroup(this, 'AccessLog', { retention });

    this.hottaskSecret = props.hottaskSecret ?? hottaskSecret(this);
    this.messengerSecret = messengerSecret(this);
    const secrets = { hottask: this.hottaskSecret, messenger: this.messengerSecret };
    this.ledger = ledgerTable(this);
    const { ledger } = this;
    const made = queues(this, rules);
    this.queue = made.main;
    this.parked = made.parked;
    const settings = { rules, hottaskUrl, serialNumber };
    this.sendFunction = sendFunction(this, { code, secrets, ledger, queues: made, ...settings, logGroup });
    queueMapping(this, { queue: made.main, send: this.sendFunction, maxConcurrency });
    messageRule(this, this.ruleProps());
    logMetrics(this, logGroup);
    this.sendUrl = httpApi(this, { send: this.sendFunction, throttle, accessLog });
  }

  /** Texts somebody for each event that fits the pattern, once: the same event again is no second text. */
  onEvent(name: string, props: OnEventProps): void {
    onEventRule(this, name, { ...this.ruleProps(), ...props });
  }

  /** Takes the messages that are published to the topic, as JSON. */
  subscribe(topic: ITopic): void {
    subscription(this, `Topic-${topic.topicName}`, { main: this.queue, parked: this.parked }, topic);
  }

  /** Lets a role of the same account text: by the queue, or by invoking the function. */
  grantSend(grantee: IGrantable): void {
    this.queue.grantSendMessages(grantee);
    this.sendFunction.grantInvoke(grantee);
  }

  private ruleProps() {
    return { queues: { main: this.queue, parked: this.parked }, maxAgeSeconds: this.maxAgeSeconds };
  }
}
