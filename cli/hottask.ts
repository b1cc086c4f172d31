/** `npm run hottask -- COMMAND` */
import { hottask } from './frame.ts';

// Who reads no further (`| head`) has enough.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));
process.exitCode = await hottask(process.argv.slice(2));
