/**
 * A sentence on why a sign-in failed and what to do. It repeats nothing of the credential's own
 * message but Entra's error codes (`AADSTS…`), since those messages quote ids and settings.
 */
export function signInAdvice(cause: unknown): string {
  const codes = entraCodes(cause);
  if (codes.length > 0) {
    return `Azure refused the bot’s sign-in (${codes.join(', ')}). Please check its client id, tenant and secret or certificate.`;
  }
  if (nameOf(cause) === 'TimeoutError') {
    return 'Signing in to Azure took too long. Please check that the bot reaches the sign-in host of its cloud.';
  }
  if (nameOf(cause) === 'CredentialUnavailableError' || nameOf(cause).startsWith('Aggregate')) {
    return 'The bot has no credential for Azure that works. Please give it a managed identity or a service principal (AZURE_CLIENT_ID, AZURE_TENANT_ID and a secret).';
  }
  return 'Signing in to Azure failed. Please look into the bot’s log for the reason.';
}

function entraCodes(cause: unknown): readonly string[] {
  const message = cause instanceof Error ? cause.message.slice(0, 20_000) : '';
  return [...new Set(message.match(/\bAADSTS\d{4,9}\b/g))].slice(0, 3);
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : '';
}
