/** A rule of `onEvent` as it may be: the same in cdk.json's context and in the construct's `onEvent`. */

/** Becomes part of the rule's name, and that of the idempotency key. */
export const eventNameForm = /^[A-Za-z0-9-]{1,32}$/;

/**
 * Fields, and at the end of each a list of what fits: EventBridge refuses all else, but only in the middle of a
 * deployment. It would take null, CloudFormation does not: https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1378
 */
export const isPattern = (pattern: unknown): boolean => {
  if (typeof pattern !== 'object' || pattern === null) return false;
  if (Array.isArray(pattern)) return pattern.length > 0 && !holdsNull(pattern);
  return Object.keys(pattern).length > 0 && Object.values(pattern).every(isPattern);
};

const holdsNull = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.values(value as object).some(holdsNull));
