/** Codes of OpenSSL's and Node's for a certificate that is not taken: nodejs.org/api/tls.html#x509-certificate-error-codes */
const NOT_TAKEN =
  /^(?:SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|INVALID_CA)$/;
const NOT_AT_THIS_TIME = /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/;

/**
 * What to do about a certificate that is not taken; undefined where no code says so.
 *
 * @param whose `Azure’s sign-in host`
 */
export function certificateAdvice(
  codes: readonly (string | undefined)[],
  whose: string,
): string | undefined {
  const code = codes.find((each) => each !== undefined && NOT_TAKEN.test(each));
  if (code === undefined) return undefined;
  return NOT_AT_THIS_TIME.test(code)
    ? `The certificate of ${whose} is not valid at this time (${code}). Please check this machine’s clock, and the proxy’s certificate where one looks into TLS.`
    : `The certificate of ${whose} is not trusted (${code}). Where a proxy looks into TLS, please name the file of its CA in NODE_EXTRA_CA_CERTS, and restart mysqlop.`;
}
