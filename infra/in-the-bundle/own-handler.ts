/** For the SDK's HTTP handler: every client of ours brings its own, and it gives whole bodies (lambda/io/aws-client.ts). */
export const NodeHttpHandler = { create: (handler: unknown) => handler };

export const streamCollector = (): Promise<never> => Promise.reject(new Error('A body came as a stream.'));
