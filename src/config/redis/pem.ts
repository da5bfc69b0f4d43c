import { createPrivateKey, X509Certificate } from 'node:crypto';
import * as v from 'valibot';

const BEGIN_CERTIFICATE = '-----BEGIN CERTIFICATE-----';

/** An environment holds no line breaks where its file can't write them. */
const pemText = v.pipe(
  v.string(),
  v.transform((text) => text.replaceAll('\\r', '').replaceAll('\\n', '\n')),
);

function isReadable(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

/** The certificates in a PEM text, in its order. Throws where one is damaged. */
export function certificatesIn(pem: string): readonly X509Certificate[] {
  const [, ...blocks] = pem.split(BEGIN_CERTIFICATE);
  return blocks.map((block) => new X509Certificate(`${BEGIN_CERTIFICATE}${block}`));
}

/** A PEM text with one certificate or more. */
export const certificates = v.pipe(
  pemText,
  v.check(
    (pem) => pem.includes(BEGIN_CERTIFICATE),
    `must be a PEM file, or its text, with a certificate in it (it begins with ${BEGIN_CERTIFICATE})`,
  ),
  v.check(
    (pem) => isReadable(() => certificatesIn(pem)),
    'must hold certificates that are whole: one is damaged or cut off',
  ),
);

/** A PEM text with a private key that can be used as it is. */
export const privateKey = v.pipe(
  pemText,
  v.check(
    (pem) => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem),
    'must be a PEM file, or its text, with a private key in it (it begins with -----BEGIN PRIVATE KEY-----)',
  ),
  v.check(
    (pem) => !/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem),
    'must be a key without a passphrase (openssl pkey -in <file> takes it away)',
  ),
  v.check(
    (pem) => isReadable(() => createPrivateKey(pem)),
    'must hold a private key that is whole: it is damaged or cut off',
  ),
);
