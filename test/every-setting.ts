/** A value for each setting of cdk.json, none of them its default: what is tried with all of them is tried with a new one too. */

export const topic = 'arn:aws:sns:eu-central-1:111122223333:orders';
export const secretArn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:our/hottask-AbCdEf';

export const shipped = {
  pattern: { source: ['shop.orders'] },
  template: { SerialNumber: 'SN-1', ToPhoneNumber: '{{detail.phone}}', Message: 'It is on its way.' },
};

export const payday = {
  schedule: 'cron(0 9 25 * ? *)',
  timeZone: 'Europe/Berlin',
  message: { SerialNumber: 'SN-1', ToPhoneNumber: '+12025550123', Message: 'It is payday.' },
};

export const everySetting = {
  rules: {
    mode: 'live',
    allowList: ['+12025550123'],
    prefixes: { '+1': 'allow' },
    requireKeys: true,
    maxAgeSeconds: 118_800,
    breakerAfter: 5,
  },
  serialNumber: 'SN-1',
  hottaskUrl: 'https://hottask.example',
  hottaskSecretArn: secretArn,
  throttle: { ratePerSecond: 50, burst: 60 },
  onEvent: { shipped },
  reminders: { payday: { ...payday, lateBySeconds: 3_600 } },
  topics: [topic],
  alarmTopics: [topic],
  maxConcurrency: 2,
  tracing: true,
  logRetentionDays: 7,
};
