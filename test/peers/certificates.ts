/** A certificate authority for this run alone, and certificates that a client should and should not trust. */
import { generate } from 'selfsigned';

const server = (name: string, ca?: { key: string; cert: string }) =>
  generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
    ],
    ...(ca ? { ca } : {}),
  });

export interface KeyAndCertificate {
  key: string;
  cert: string;
}

const pem = ({ private: key, cert }: { private: string; cert: string }): KeyAndCertificate => ({ key, cert });

export const makeCertificates = async () => {
  const ca = pem(
    await generate([{ name: 'commonName', value: 'Test authority' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, critical: true },
      ],
    }),
  );
  return {
    ca: ca.cert,
    good: pem(await server('localhost', ca)),
    wrongName: pem(await server('elsewhere.example', ca)),
    untrusted: pem(await server('localhost')),
  };
};
