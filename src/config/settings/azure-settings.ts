import type { Setting } from '../setting.ts';
import { hostOfUrl, secureOrigin } from '../url-schemas.ts';
import {
  listOf,
  location,
  matching,
  oneOf,
  oneOfNames,
  subscriptions,
  wholeNumber,
} from '../value-schemas.ts';

/**
 * As DefaultAzureCredential of @azure/identity 4.14 takes them. It reads the environment itself, later, and throws
 * for another.
 */
const CREDENTIALS = [
  'prod',
  'dev',
  'EnvironmentCredential',
  'WorkloadIdentityCredential',
  'ManagedIdentityCredential',
  'VisualStudioCodeCredential',
  'AzureCliCredential',
  'AzurePowerShellCredential',
  'AzureDeveloperCliCredential',
] as const;

/** What it reads of Azure, and as whom. */
export const azureSettings = {
  AZURE_SUBSCRIPTIONS: {
    about: 'Names and ids of the subscriptions that may be read; any other is refused.',
    example: 'prod=00000000-0000-0000-0000-000000000000',
    schema: subscriptions,
    unset: 'required',
    obtain: 'az account list --query "[].{name:name, id:id}" --output table',
  },
  AZURE_LOCATIONS: {
    about: 'Where a bare operation id is looked for.',
    example: 'westeurope,northeurope',
    schema: listOf(location, 'must be a list of Azure locations such as westeurope'),
    unset: 'none; a bare id needs `in <location>`',
  },
  AZURE_CLOUD: {
    about: 'Azure cloud: `public`, `usgov` or `china`.',
    example: 'usgov',
    schema: oneOf(['public', 'usgov', 'china']),
    fallback: 'public',
  },
  AZURE_RESOURCE_MANAGER_URL: {
    about:
      'Another way to the Azure Resource Manager of `AZURE_CLOUD`, such as a regional or private one; tokens are for the cloud all the same.',
    example: 'https://management.azure.com',
    schema: secureOrigin,
    unset: "the cloud's",
  },
  AZURE_TOKEN_CREDENTIALS: {
    about:
      'How it signs in: `prod` (service principal, workload identity or managed identity), `dev` (developers’ sign-ins), or one credential of `@azure/identity` by its name.',
    example: 'ManagedIdentityCredential',
    schema: oneOfNames(CREDENTIALS),
    unset: 'all are tried, `prod` first',
  },
  AZURE_AUTHORITY_HOST: {
    about:
      'Set by Kubernetes for workload identities, say; must be a sign-in host of `AZURE_CLOUD`, which is what counts.',
    example: 'https://login.microsoftonline.com',
    schema: hostOfUrl,
    unset: "the cloud's",
  },
  AZURE_ACCESS_TOKEN: {
    about:
      'A ready access token instead of a credential: for trying it out, since it ends within hours.',
    example: 'eyJ…',
    obtain: 'az account get-access-token --query accessToken --output tsv',
    schema: matching(/^\S+$/, 'must not contain spaces'),
    isSecret: true,
    unset: 'DefaultAzureCredential signs in',
  },
  ARM_READS_PER_SECOND: {
    about:
      'Reads a second of each subscription, by all workers together; Azure allows 25, shared with everything else that signs in the same way.',
    example: '10',
    schema: wholeNumber(1, 10_000),
    fallback: '5',
  },
} as const satisfies Record<string, Setting>;
