/** What `npm run emulator` prints when it is ready: lines to paste. */
import { relative } from 'node:path';
import { topicArn } from './emulation.ts';
import { root } from './environment.ts';
import { environmentFile, quoted } from './project.ts';

interface Parts {
  folder: string;
  inbox: string;
  secretKey: string;
}

export const welcome = ({ folder, inbox, secretKey }: Parts): string => `
An account of AWS in which nothing is yet, on this machine; it reaches no phone. In another terminal, in this folder:

cd ${quoted(relative(root, folder))} && . ./${environmentFile}

From there on AWS is this emulator for that terminal, and HotTask's key is ${secretKey}:

npm run hottask -- deploy --prefix +1
npm run hottask -- secret
npm run hottask -- caller add web
npm run hottask -- send +12025550123 'Hello!' --serial-number 3254a9d0424c4806b9ea3d0763xxxxxx

What HotTask has accepted: curl -s ${inbox}/api/messages
Another key, as at HotTask: curl -s -X POST ${inbox}/api/regenerate-key
then put it: npm run hottask -- secret

See also doctor, pause, resume and destroy. The topic ${topicArn} is subscribed to.
What this shows, and what it cannot: docs/emulator.md. All of it is in memory. Ctrl-C ends it.
`;
