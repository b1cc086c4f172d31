/**
 * For node:crypto, of which one of the SDK's modules takes getRandomValues: for that Node would load its web crypto, 2 ms at
 * each start. What else the bundle needs of it is handed on.
 */
// biome-ignore lint/style/useNodejsImportProtocol: with it, this would import itself.
import { createHash, createHmac, randomFillSync, randomUUID, timingSafeEqual } from 'crypto';

export { createHash, createHmac, randomFillSync as getRandomValues, randomUUID, timingSafeEqual };
