/**
 * What to do about the refusals of Entra that a bot's sign-in meets, by the number after `AADSTS`. What each means
 * is from learn.microsoft.com/entra/identity-platform/reference-error-codes; of 700213, from
 * learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations.
 */
const ADVICE: Readonly<Record<string, string>> = {
  // The application (client) and its service principal.
  700016:
    'There is no application of that client id in the tenant. Please check AZURE_CLIENT_ID and AZURE_TENANT_ID.',
  7000112: 'The application is disabled. Please have it enabled in Entra.',
  65001:
    'Nobody has consented to the application in this tenant. Please have an administrator do so.',
  500011:
    'The tenant does not know Azure Resource Manager under this name. Please check AZURE_CLOUD and AZURE_TENANT_ID.',
  // Secrets and certificates.
  7000215:
    'The client secret is wrong. Please set AZURE_CLIENT_SECRET to the secret’s value, not to its id.',
  7000222:
    'The client secret has expired. Please make a new one in Entra, and set AZURE_CLIENT_SECRET.',
  7000216: 'There is neither a secret nor a certificate. Please set AZURE_CLIENT_SECRET.',
  7000218: 'There is neither a secret nor a certificate. Please set AZURE_CLIENT_SECRET.',
  700027:
    'Entra does not know the certificate that signed. Please add it to the application, or check AZURE_CLIENT_CERTIFICATE_PATH.',
  // Assertions: certificates and federated tokens.
  700024:
    'The assertion is not valid at this time. Please check this machine’s clock, and that the federated token is renewed.',
  500133:
    'The assertion is not valid at this time. Please check this machine’s clock, and that the federated token is renewed.',
  70021:
    'No federated credential of the application fits the token. Please compare its issuer, subject and audience.',
  700211:
    'No federated credential of the application fits the token’s issuer. Please compare the two.',
  700212:
    'No federated credential of the application fits the token’s audience. Please compare the two.',
  700213:
    'No federated credential of the application fits the token’s subject. Please compare the two, letter for letter.',
  // The tenant.
  90002: 'There is no such tenant in this cloud. Please check AZURE_TENANT_ID and AZURE_CLOUD.',
  900023: 'That is no tenant’s id or domain. Please check AZURE_TENANT_ID.',
  // What an administrator of the tenant has decided.
  53000: 'Conditional Access wants a compliant device. Please ask who looks after its policies.',
  53001: 'Conditional Access wants a joined device. Please ask who looks after its policies.',
  53003:
    'Conditional Access blocks this sign-in. Please ask who looks after its policies, for this application and this network.',
  530032: 'A policy of the tenant blocks this sign-in. Please ask who looks after its policies.',
  // People’s own sign-ins, of developers.
  50034: 'The tenant does not know the user. Please check the account and AZURE_TENANT_ID.',
  50053: 'The account is locked, or the network is blocked. Please try later, or from elsewhere.',
  50057: 'The account is disabled.',
  50076:
    'The account needs a second factor, which nobody can give here. Please give it a managed identity or a service principal.',
  50079:
    'The account has to enrol a second factor, which nobody can give here. Please give it a managed identity or a service principal.',
  50126: 'The user name or the password is wrong.',
};

const UNKNOWN = 'Please check its client id, tenant and secret or certificate.';

/** A sentence on a refusal of Entra; undefined where there is no code of Entra's in the text. */
export function entraAdvice(text: string): string | undefined {
  const numbers = [...new Set([...text.matchAll(/\bAADSTS(\d{4,9})\b/g)].map(([, n = '']) => n))];
  if (numbers.length === 0) return undefined;
  const known = numbers.find((number) => Object.hasOwn(ADVICE, number));
  const codes = numbers.slice(0, 3).map((number) => `AADSTS${number}`);
  const advice = known === undefined ? UNKNOWN : ADVICE[known];
  return `Azure refused the sign-in (${codes.join(', ')}). ${advice}`;
}
