/** `npm run emulator`: deploys this project to an emulator of AWS on this machine, and runs until Ctrl-C. */
import { wantsHelp } from '../sandbox/help-option.ts';
import { bind } from '../sandbox/loopback.ts';
import { type Emulation, startEmulation } from './emulation.ts';
import { makeInbox } from './inbox.ts';
import { PythonError } from './python.ts';
import { welcome } from './welcome.ts';

const help = `npm run emulator

Installs ministack, an emulator of AWS (Python 3.10 or newer, under build/emulator/,
once), and starts it on this machine with a stand-in of HotTask: an account in which
nothing is yet. It prints how a terminal gets there, and what to do then: this
project's own commands deploy and operate it. It runs until Ctrl-C, needs no Docker
and no account, and reaches no phone.

  PORT=4600 npm run emulator   other ports: this one and the next two (by itself 4566)
  npm run emulator -- --help   this

What it shows, and what it cannot: docs/emulator.md
`;

const secretKey = 'emulator-hottask-key';

const readPort = ({ PORT = '4566' }: NodeJS.ProcessEnv): number => {
  const port = /^\d{1,5}$/.test(PORT) ? Number(PORT) : Number.NaN;
  if (!(port <= 65_533))
    throw new WrongUsage('PORT must be a whole number up to 65533, such as 4566; the next two are used too');
  return port;
};

class WrongUsage extends Error {}

const start = async (port: number) => {
  let emulation: Emulation | undefined;
  let isEnding = false;
  // Not `once`: npm passes Ctrl-C on, so it comes twice.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, async () => {
      if (isEnding) return;
      isEnding = true;
      await emulation?.end();
      process.exit(0);
    });
  console.error(
    'Starting AWS and HotTask on this machine. The first time packages of Python are fetched: a minute or two.',
  );
  // At once: what cannot be had is better known before the rest than behind it.
  const door = await bind(port && port + 2);
  emulation = await startEmulation({ port, secretKey });
  door.serve(makeInbox(emulation.hottask));
  console.log(welcome({ folder: emulation.folder, inbox: door.url, secretKey }));
};

/** What a person can mend, in one line; all else is a bug and keeps its stack. */
const inOneLine = (error: NodeJS.ErrnoException & { port?: number }): string | undefined => {
  if (error.code === 'EADDRINUSE')
    return `Port ${error.port} is in use: end what uses it, or choose other ports with PORT=4600 npm run emulator`;
  return error instanceof PythonError || error instanceof WrongUsage ? error.message : undefined;
};

const helpAlone = 'npm run emulator takes --help alone; its ports come from PORT=4600 npm run emulator';

try {
  if (wantsHelp(process.argv.slice(2), new WrongUsage(helpAlone))) console.log(help);
  else await start(readPort(process.env));
} catch (error) {
  console.error(inOneLine(error as Error) ?? error);
  // At once: what is bound already would keep it running.
  process.exit(1);
}
