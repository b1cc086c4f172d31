/** What wakes an operator: each alarm watches something that is there, and its mend stands in the runbook. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { metricNamespace, otherMetrics, stateMetrics } from '../lambda/metrics.ts';
import { all, ids, only, synthesize } from './stack-template.ts';

const topic = 'arn:aws:sns:eu-central-1:111122223333:on-call';
const runbook = readFileSync(new URL('../docs/runbook.md', import.meta.url), 'utf8');
const sections = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, name]) => name as string);

interface Watched {
  AlarmDescription: string;
  AlarmActions?: unknown[];
  Namespace?: string;
  MetricName?: string;
  Dimensions?: { Name: string; Value: unknown }[];
  Metrics?: { MetricStat?: { Metric: { Namespace: string; MetricName: string } } }[];
}

const alarmsOf = (messenger: object) =>
  all('AWS::CloudWatch::Alarm', synthesize(messenger)).map(([, { Properties }]) => Properties as unknown as Watched);
const alarms = alarmsOf({});

test('each leads to its own section of the runbook, and the runbook has no other', () => {
  const led = alarms.map(({ AlarmDescription }) => /docs\/runbook\.md#(\w+)$/.exec(AlarmDescription)?.[1]);
  expect(led.sort()).toEqual(sections.map((name) => name.toLowerCase()).sort());
});

test('what is ours among the metrics is what the function counts', () => {
  const counted: readonly string[] = [...stateMetrics, ...otherMetrics];
  const watched = alarms
    .flatMap(({ Namespace, MetricName, Metrics = [] }) => [
      { Namespace, MetricName },
      ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []),
    ])
    .flatMap(({ Namespace, MetricName }) => (Namespace === metricNamespace ? [MetricName as string] : []));
  expect(watched.length).toBeGreaterThan(4);
  expect(counted).toEqual(expect.arrayContaining(watched));
});

test('the queue of what waits for a person is watched for being filled, and for being forgotten', () => {
  const name = { 'Fn::GetAtt': [ids.parked, 'QueueName'] };
  const ofParked = alarms.filter(({ Dimensions }) => JSON.stringify(Dimensions)?.includes(JSON.stringify(name)));
  expect(ofParked).toMatchObject([
    { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1 },
    { MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 259_200 },
  ]);
});

test('silence rings for nobody', () => {
  for (const alarm of alarms) expect(alarm).toMatchObject({ TreatMissingData: 'notBreaching' });
});

test('each tells whom the setting names, and without it nobody', () => {
  for (const { AlarmActions } of alarmsOf({ alarmTopics: [topic] })) expect(AlarmActions).toEqual([topic]);
  for (const { AlarmActions } of alarms) expect(AlarmActions).toBeUndefined();
});

test('the dashboard shows each end that a message may have, both queues, and every alarm', () => {
  const { DashboardBody, ...named } = only('AWS::CloudWatch::Dashboard', synthesize({}));
  expect(named).toEqual({});
  const shown = JSON.stringify(DashboardBody);
  for (const name of [...stateMetrics, 'AttemptAge', 'ThrownOutcomes'])
    expect(shown).toContain(`\\"${metricNamespace}\\",\\"${name}\\"`);
  for (const id of [ids.queue, ids.parked]) expect(shown).toContain(JSON.stringify([id, 'QueueName']));
  expect(shown.match(/Alarm[0-9A-F]{8}","Arn"/g)).toHaveLength(alarms.length);
});
