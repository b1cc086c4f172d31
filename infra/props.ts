/** What somebody else's stack may tell the construct. Each prop may be left out, and then nobody is texted. */
import type { Duration } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';

export interface HotTaskMessengerProps {
  /**
   * Who may be texted. live: `prefixes` decide. allow-list: only the numbers of `allowList`. dry-run: nobody.
   * @default 'allow-list'
   */
  readonly mode?: 'live' | 'allow-list' | 'dry-run' | undefined;
  /** E.164 numbers, for the mode allow-list. @default none */
  readonly allowList?: string[] | undefined;
  /** How numbers begin → allow or deny; the longest that fits decides. @default none, and what none fits is refused */
  readonly prefixes?: Record<string, 'allow' | 'deny'> | undefined;
  /** Refuse messages without an IdempotencyKey of their own. @default false */
  readonly requireKeys?: boolean | undefined;
  /** An older message is not sent. From a minute to 33 hours. @default Duration.days(1) */
  readonly maxAge?: Duration | undefined;
  /** After so many messages in a row of which nobody knows whether they were sent, none is sent for a while; 0: never. @default 3 */
  readonly breakerAfter?: number | undefined;
  /** HotTask's chatbot ID, for messages that name none. @default none: each message must name one */
  readonly serialNumber?: string | undefined;
  /** HotTask's address, without the path. @default 'https://usapi.hottask.com' */
  readonly hottaskUrl?: string | undefined;
  /**
   * Holds the HotTask key, raw or as JSON with `SecretKey`. If it is encrypted under a key of yours, tell CDK so
   * (`encryptionKey`), and let that key leave it to the account's policies who may use it, as CDK's own keys do.
   * @default a new one, empty: put the HotTask key in by hand
   */
  readonly hottaskSecret?: ISecret | undefined;
  /** HTTP calls a second that the gateway lets through, all callers together. @default 5 */
  readonly ratePerSecond?: number | undefined;
  /** HTTP calls that may come at once. @default 5 */
  readonly burst?: number | undefined;
  /** How many batches of the queue are sent at once, from 2 to 1,000. @default 5 */
  readonly maxConcurrency?: number | undefined;
  /** X-Ray traces some of the functions' invocations; a trace holds no number, no text and no key. @default false */
  readonly tracing?: boolean | undefined;
  /** For both functions' logs and the access log. @default RetentionDays.THREE_MONTHS */
  readonly logRetention?: RetentionDays | undefined;
  /** Directory of a send function's bundle that you have built yourself. @default the one that comes with the package */
  readonly sendCode?: string | undefined;
  /** The same of the reminders function's. @default the one that comes with the package */
  readonly remindersCode?: string | undefined;
}
