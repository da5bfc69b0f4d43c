import { type SettingName, settings, type Values } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Secrets that others than we read from our environment: `@azure/identity`, and App Service for it. */
const OF_OTHERS = [
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PASSWORD',
  'AZURE_PASSWORD',
  'IDENTITY_HEADER',
  'MSI_SECRET',
];
const PROXIES = /^(?:https?|all)_proxy$/i;

/**
 * All secrets that the program was started with, wherever they stand in the environment, so that they can
 * be recognized by their value. Percent-encoded as they were written.
 */
export function configuredSecrets(
  environment: Environment,
  { REDIS_URL, API_TOKENS = [] }: Pick<Partial<Values>, 'REDIS_URL' | 'API_TOKENS'>,
): readonly string[] {
  const ours = (Object.keys(settings) as SettingName[]).filter(
    (name) => 'isSecret' in settings[name],
  );
  const proxies = Object.keys(environment).filter((name) => PROXIES.test(name));
  const found = [
    ...[...ours, ...OF_OTHERS].map((name) => environment[name]?.trim()),
    REDIS_URL?.password,
    ...API_TOKENS.map(({ sha256 }) => sha256.toString('hex')),
    ...proxies.flatMap((name) => passwordsOf(environment[name] ?? '')),
  ];
  return [...new Set(found)].filter((secret): secret is string => !!secret);
}

/** Of a URL; also together with the user, as a Basic header has them. */
function passwordsOf(url: string): readonly string[] {
  const [, user = '', password] = /^\s*(?:\w+:\/\/)?([^:/@]*):(.*)@/s.exec(url) ?? [];
  if (!password) return [];
  const plain = decoded(password);
  return [password, plain, Buffer.from(`${decoded(user)}:${plain}`).toString('base64')];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
