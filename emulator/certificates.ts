/** A certificate authority that lives as long as one run, and the certificate of a server on this machine. */
import { generate } from 'selfsigned';

export interface KeyAndCertificate {
  key: string;
  cert: string;
}

const pem = ({ private: key, cert }: { private: string; cert: string }): KeyAndCertificate => ({ key, cert });

export const makeAuthority = async (): Promise<KeyAndCertificate> =>
  pem(
    await generate([{ name: 'commonName', value: 'Test authority' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, critical: true },
      ],
    }),
  );

/** @param ca who signs it. @default the server itself, so that nobody trusts it */
export const makeServerCertificate = async (name: string, ca?: KeyAndCertificate): Promise<KeyAndCertificate> =>
  pem(
    await generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
      ],
      ...(ca ? { ca } : {}),
    }),
  );
