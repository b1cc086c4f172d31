/** Long work that may be stopped: Ctrl-C asks it to end behind what is under way. */

const signals = ['SIGINT', 'SIGTERM'] as const;

export const untilStopped = async <T>(work: (isStopped: () => boolean) => Promise<T>): Promise<T> => {
  let isStopped = false;
  const stop = () => {
    isStopped = true;
  };
  // Not once: npm passes Ctrl-C on to who has heard it already, and a second one must not end it in the middle.
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work(() => isStopped);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
};
