/** Runs a protocol of ledger/ or reminders/ on the wire: each question is asked when the one before it is answered. */
export const playSteps = async <Ask, Result, Heard>(
  steps: Generator<Ask, Result, Heard>,
  hear: (ask: Ask) => Promise<Heard>,
): Promise<Result> => {
  let next = steps.next();
  while (!next.done) next = steps.next(await hear(next.value));
  return next.value;
};
