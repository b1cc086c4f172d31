/**
 * For node:fs/promises, with which the SDK looks into ~/.aws for a person's profile before its first call. On Lambda there
 * is none: the look would only start threads. What stands in the environment is read as ever.
 */
export const readFile = async (): Promise<never> => {
  throw new Error('On Lambda there is no profile to read.');
};
