/** One step more of what happens around a reminder, in every order. */
process.env.DEPTH ??= '3';

await import('../reminders-in-every-order.test.ts');

export {};
