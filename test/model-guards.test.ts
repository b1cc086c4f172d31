/** No guard is there for nothing: without any one of them the model of the ledger's protocol finds who is harmed. */
import { test } from 'vitest';
import { guards } from './model/guards.ts';
import { expectHarm } from './model/harm.ts';

test.each(guards)('the recipient gets $recipient unless $without', expectHarm);
