/** The whole of the product as one construct, and what `npm pack` makes public. */
import type { Alarm, IAlarmAction, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IEventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledged.ts';
import { alarms } from './alarms.ts';
import { type CheckedProps, checkedProps } from './checked-props.ts';
import { dashboard } from './dashboard.ts';
import { messageRule } from './event-rule.ts';
import { grantTo } from './grant.ts';
import { httpApi } from './http-api.ts';
import { ledgerTable } from './ledger-table.ts';
import { type OnEvent, onEventRule } from './on-event.ts';
import type { HotTaskMessengerProps } from './props.ts';
import { queries } from './queries.ts';
import { queueMapping } from './queue-mapping.ts';
import { makeQueues, type Queues } from './queues.ts';
import { type Remind, remind } from './remind.ts';
import { remindersFunction } from './reminders-function.ts';
import { remindersTable } from './reminders-table.ts';
import { makeSchedules, type Schedules } from './schedules.ts';
import { hottaskSecret, messengerSecret } from './secrets.ts';
import { sendFunction } from './send-function.ts';
import { mostSources } from './setting-forms.ts';
import { stateMetric } from './state-metric.ts';
import { topicSubscription } from './topic-subscription.ts';

export type { HotTaskMessengerProps, OnEvent, Remind };

export class HotTaskMessenger extends Construct {
  /** What callers post to. */
  readonly sendUrl: string;
  /** What callers set reminders below, each under a key: `PUT <remindersUrl>/appt-42.24h`. */
  readonly remindersUrl: string;
  readonly sendFunction: IFunction;
  readonly remindersFunction: IFunction;
  readonly hottaskSecret: ISecret;
  /** Callers and Pepper. */
  readonly messengerSecret: ISecret;
  /** What was sent, by key. */
  readonly ledger: ITable;
  /** What callers have set to be sent later, without number and text. */
  readonly reminders: ITable;
  /** Name of the group of EventBridge Scheduler in which every schedule stands, with number and text. */
  readonly scheduleGroupName: string;
  /** Whoever may write to it may text. */
  readonly queue: IQueue;
  /** Brings what is on the queue to the function; disabled, the queue waits. */
  readonly queueMapping: IEventSourceMapping;
  /** What waits for a person. */
  readonly parked: IQueue;

  /** What they mean, and what to do: docs/runbook.md. */
  readonly alarms: readonly Alarm[];

  private readonly props: CheckedProps;
  private readonly queues: Queues;
  private readonly schedules: Schedules;
  private sources = 0;

  constructor(scope: Construct, id: string, props: HotTaskMessengerProps = {}) {
    super(scope, id);
    this.props = checkedProps(this, props);
    const { sendCode, remindersCode, rules, hottaskUrl, serialNumber, ratePerSecond, burst } = this.props;
    const { maxConcurrency, logRetention: retention, tracing } = this.props;
    // Log groups are retained, CDK's default: with the ledger they are what a person decides an Unknown by.
    const logGroup = new LogGroup(this, 'SendLog', { retention });
    const remindersLog = new LogGroup(this, 'RemindersLog', { retention });
    const accessLog = new LogGroup(this, 'AccessLog', { retention });

    this.hottaskSecret = props.hottaskSecret ?? hottaskSecret(this);
    this.messengerSecret = messengerSecret(this);
    const secrets = { hottask: this.hottaskSecret, messenger: this.messengerSecret };
    this.ledger = ledgerTable(this);
    this.reminders = remindersTable(this);
    const queues = makeQueues(this, rules.maxAgeSeconds);
    this.queues = queues;
    this.queue = queues.main;
    this.parked = queues.parked;
    const schedules = makeSchedules(this, queues);
    this.schedules = schedules;
    this.scheduleGroupName = schedules.group.name;
    const parts = { ledger: this.ledger, reminders: this.reminders, queues, rules, serialNumber, tracing };
    const send = sendFunction(this, { ...parts, code: sendCode, secrets, logGroup, hottaskUrl });
    this.sendFunction = send;
    const reminders = remindersFunction(this, {
      ...parts,
      code: remindersCode,
      messengerSecret: this.messengerSecret,
      schedules,
      logGroup: remindersLog,
    });
    this.remindersFunction = reminders;
    const throttle = { ratePerSecond, burst };
    const { sendUrl, remindersUrl } = httpApi(this, { send, reminders, throttle, accessLog });
    this.sendUrl = sendUrl;
    this.remindersUrl = remindersUrl;
    this.queueMapping = queueMapping(this, { queue: queues.main, send, maxConcurrency });
    messageRule(this, { queues, maxAgeSeconds: rules.maxAgeSeconds });
    const watched = { send, reminders, queue: queues.main, parked: queues.parked };
    const rung = alarms(this, { ...watched, scheduleGroup: schedules.group.name });
    this.alarms = rung;
    dashboard(this, { ...watched, alarms: rung });
    queries(this, { sendLog: logGroup, remindersLog, accessLog });
    acknowledge(this, schedules.arnOfEach);
  }

  /** Texts somebody for each event on the default bus that fits. `name`: 1 to 32 letters, digits or hyphens. */
  onEvent(name: string, { pattern, template }: OnEvent): void {
    this.countSource();
    const { rules, serialNumber } = this.props;
    const { maxAgeSeconds } = rules;
    onEventRule(this, name, { queues: this.queues, maxAgeSeconds, pattern, template, serialNumber });
  }

  /**
   * Texts somebody at a time, once or again and again. `name`: 1 to 32 letters, digits or hyphens; with the time it is
   * the text's key, so that no time is texted twice.
   */
  remind(name: string, reminder: Remind): void {
    const { rules, serialNumber } = this.props;
    const { maxAgeSeconds } = rules;
    const deployed = { maxAgeSeconds, serialNumber, now: Date.now() };
    remind(this, name, { ...reminder, ...deployed, schedules: this.schedules, queues: this.queues });
  }

  /** Takes a topic's notifications as messages: whoever may publish there may text. */
  subscribe(topic: ITopic): void {
    this.countSource();
    topicSubscription(this, topic, this.queues);
  }

  /** Lets a role, user or group of this account send by invoking the function: it hears what became of its message. */
  grantSend(grantee: IGrantable): Grant {
    const resourceArn = this.sendFunction.functionArn;
    return grantTo(this, grantee, { method: 'grantSend', action: 'lambda:InvokeFunction', resourceArn });
  }

  /** Lets a role, user or group of this account put messages on the queue: they are sent as soon as it can be. */
  grantSendToQueue(grantee: IGrantable): Grant {
    const resourceArn = this.queue.queueArn;
    return grantTo(this, grantee, { method: 'grantSendToQueue', action: 'sqs:SendMessage', resourceArn });
  }

  /** Tells each alarm whom to wake, such as a topic: `new SnsAction(topic)`. Without one they ring unheard. */
  onAlarm(...actions: IAlarmAction[]): void {
    for (const alarm of this.alarms) alarm.addAlarmAction(...actions);
  }

  /**
   * How many messages came to an end in the state of this name: the states of the README's table.
   * @default a sum over 5 minutes, however the messages came in
   */
  metric(metricName: string, props?: MetricOptions): Metric {
    return stateMetric(this, this.sendFunction, metricName, props);
  }

  /** HotTask accepted them. @default a sum over 5 minutes */
  metricSent(props?: MetricOptions): Metric {
    return this.metric('Sent', props);
  }

  /** Nothing was sent, and they may be tried again. @default a sum over 5 minutes */
  metricNotSent(props?: MetricOptions): Metric {
    return this.metric('NotSent', props);
  }

  /** They may have been sent: a person must look. @default a sum over 5 minutes */
  metricUnknown(props?: MetricOptions): Metric {
    return this.metric('Unknown', props);
  }

  /** HotTask definitely refused them. @default a sum over 5 minutes */
  metricRefused(props?: MetricOptions): Metric {
    return this.metric('Refused', props);
  }

  /** Our own rules refused their numbers. @default a sum over 5 minutes */
  metricBlocked(props?: MetricOptions): Metric {
    return this.metric('Blocked', props);
  }

  /** They were too old, or past their `NotAfter`. @default a sum over 5 minutes */
  metricExpired(props?: MetricOptions): Metric {
    return this.metric('Expired', props);
  }

  /** Something was wrong with them. @default a sum over 5 minutes */
  metricInvalid(props?: MetricOptions): Metric {
    return this.metric('Invalid', props);
  }

  /** Their caller's key was missing or wrong. @default a sum over 5 minutes */
  metricUnauthorized(props?: MetricOptions): Metric {
    return this.metric('Unauthorized', props);
  }

  /** Their keys were being sent at that moment. @default a sum over 5 minutes */
  metricInProgress(props?: MetricOptions): Metric {
    return this.metric('InProgress', props);
  }

  /** Their keys had been used for other messages. @default a sum over 5 minutes */
  metricKeyReused(props?: MetricOptions): Metric {
    return this.metric('KeyReused', props);
  }

  /** Nothing was sent, as asked. @default a sum over 5 minutes */
  metricDryRun(props?: MetricOptions): Metric {
    return this.metric('DryRun', props);
  }

  /** Their reminders were cancelled or moved. @default a sum over 5 minutes */
  metricCancelled(props?: MetricOptions): Metric {
    return this.metric('Cancelled', props);
  }

  private countSource(): void {
    this.sources += 1;
    if (this.sources > mostSources)
      throw new Error(`A messenger takes ${mostSources} topics and onEvent rules together`);
  }
}
