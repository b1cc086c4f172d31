/** On dynalite: what the model of the ledger takes for granted of a conditional write is so. */
import { sameAsTheModel } from './ledger-writes.ts';
import { dynalite } from './peers/dynalite-peer.ts';

sameAsTheModel(dynalite);
