import { proxyFailureIn } from '../outgoing/proxy-failed.ts';
import { certificateAdvice } from './certificate-advice.ts';
import { entraAdvice } from './entra-advice.ts';
import { type ErrorLink, errorChain } from './error-chain.ts';

const NETWORK =
  /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|EPIPE|EPROTO|UND_ERR_\w+|ERR_TLS_\w+|ERR_SSL_\w+)$/;

const NO_CREDENTIAL = new Set(['CredentialUnavailableError', 'AggregateAuthenticationError']);

interface Failed {
  readonly links: readonly ErrorLink[];
  /** All messages, one a line. */
  readonly text: string;
  /** The first code that matches. */
  code(pattern: RegExp): string | undefined;
}

/** Each gives a sentence or nothing; the first that gives one counts. */
const RULES: readonly ((failed: Failed) => string | undefined)[] = [
  ({ text }) => entraAdvice(text),
  ({ links }) =>
    certificateAdvice(
      links.map(({ code }) => code),
      'Azure’s sign-in host',
    ),
  ({ text }) => identityAdvice(text),
  ({ text, code }) => fileAdvice(text, code(/^(?:ENOENT|EACCES|EISDIR)$/)),
  ({ links }) =>
    links.some(({ name }) => name === 'TimeoutError')
      ? 'Signing in to Azure took too long. Please check that the sign-in host of the cloud is reached from here, and the proxy where HTTPS_PROXY names one.'
      : undefined,
  (failed) => networkAdvice(failed, failed.code(NETWORK)),
  ({ text }) => endpointAdvice(text),
  ({ links }) =>
    links.some(({ name }) => NO_CREDENTIAL.has(name))
      ? 'There is no credential for Azure that works. Please give a managed identity or a service principal (AZURE_CLIENT_ID, AZURE_TENANT_ID and a secret); at a shell, az login will do.'
      : undefined,
];

/**
 * A sentence on why a sign-in failed and what to do. It repeats nothing of the credential's own messages
 * but codes, since those messages quote ids and settings.
 */
export function signInAdvice(cause: unknown): string {
  const proxyFailure = proxyFailureIn(cause);
  if (proxyFailure) return `There is no way out to sign in to Azure: ${proxyFailure.message}.`;
  const links = errorChain(cause);
  const failed: Failed = {
    links,
    text: links.map(({ message }) => message).join('\n'),
    code: (pattern) => links.find(({ code }) => code !== undefined && pattern.test(code))?.code,
  };
  for (const rule of RULES) {
    const advice = rule(failed);
    if (advice !== undefined) return advice;
  }
  const code = failed.code(/./);
  return `Signing in to Azure failed${code ? ` (${code})` : ''}. Please look into the log for the reason.`;
}

/** Words of the identity endpoint: learn.microsoft.com/entra/identity/managed-identities-azure-resources */
function identityAdvice(text: string): string | undefined {
  if (/\bidentity not found\b/i.test(text)) {
    return 'Azure does not find the managed identity. Please assign it to this machine, and set AZURE_CLIENT_ID to its client id (not its object id), or remove AZURE_CLIENT_ID for the machine’s own.';
  }
  if (/multiple user[- ]assigned (?:managed )?identities/i.test(text)) {
    return 'This machine has several managed identities. Please set AZURE_CLIENT_ID to the client id (not the object id) of the one that is to be used.';
  }
  return undefined;
}

function fileAdvice(text: string, code: string | undefined): string | undefined {
  if (/does not contain a PEM-encoded certificate|\b(?:PEM|DECODER) routines\b/i.test(text)) {
    return 'The client certificate can’t be used. Please check that the file that AZURE_CLIENT_CERTIFICATE_PATH names holds it and its key as PEM, and AZURE_CLIENT_CERTIFICATE_PASSWORD.';
  }
  const named = /\b(ENOENT|EACCES|EISDIR): [^\n]*, (?:open|read)\b/.exec(text)?.[1];
  if (named === undefined) return undefined;
  const why = `(${code ?? named})`;
  return /EnvironmentCredential/.test(text) && /authentication failed/.test(text)
    ? `The client certificate can’t be read ${why}. Please check the file that AZURE_CLIENT_CERTIFICATE_PATH names.`
    : `The federated token can’t be read ${why}. Please check the file that AZURE_FEDERATED_TOKEN_FILE names: the workload identity’s webhook sets it, and mounts it.`;
}

function networkAdvice({ links, text }: Failed, code: string | undefined): string | undefined {
  // Beside them, a managed identity's own error is only that there is none here.
  const isSignIn = links.some(
    ({ name, message }) =>
      name.startsWith('Authentication') &&
      /\b(?:network_error|endpoints_resolution_error)\b/.test(message),
  );
  const isReached = code === undefined || text.includes('ManagedIdentityCredential');
  if (!isSignIn && isReached) return undefined;
  return `Azure’s sign-in host can’t be reached${code ? ` (${code})` : ''}. Please check this machine’s name service and its way out, and where HTTPS_PROXY is set, that it names the right proxy and that this one leads there.`;
}

/**
 * The identity endpoint (IMDS) gives no answer, or 404, 410, 429 or 5xx, each of which passes; 410 within 70 s:
 * learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling
 */
function endpointAdvice(text: string): string | undefined {
  const hasOthers = /EnvironmentCredential is unavailable/.test(text);
  if (/ManagedIdentityCredential: Network unreachable|IMDS endpoint, but it is not/.test(text)) {
    return hasOthers
      ? 'There is no credential for Azure: no service principal is set (AZURE_CLIENT_ID, AZURE_TENANT_ID and a secret), and no identity endpoint answers on this machine. Please give one of them; at a shell, az login will do.'
      : 'This machine’s identity endpoint does not answer. It may be updated, which takes a minute; where it lasts, please assign a managed identity, and let 169.254.169.254 be reached (NO_PROXY).';
  }
  if (/ManagedIdentityCredential: Authentication failed/.test(text)) {
    return 'This machine’s identity endpoint gives no token at the moment, which passes as a rule. Where it lasts, please check that the managed identity is assigned to this machine.';
  }
  return undefined;
}
