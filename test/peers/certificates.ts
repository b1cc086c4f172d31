/** A certificate authority for this run alone, and certificates that a client should and should not trust. */
import { makeAuthority, makeServerCertificate } from '../../emulator/certificates.ts';

export type { KeyAndCertificate } from '../../emulator/certificates.ts';

export const makeCertificates = async () => {
  const ca = await makeAuthority();
  return {
    ca: ca.cert,
    good: await makeServerCertificate('localhost', ca),
    wrongName: await makeServerCertificate('elsewhere.example', ca),
    untrusted: await makeServerCertificate('localhost'),
  };
};
