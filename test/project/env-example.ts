import { loadConfig } from '../../src/config/load-config.ts';
import { type SettingName, settings } from '../../src/config/settings.ts';

const HEAD = `# Copy this file to .env and fill in the lines that begin with a name; README.md tells how.
# The rest shows what counts where nothing is set. For a service principal, add AZURE_CLIENT_ID,
# AZURE_TENANT_ID and AZURE_CLIENT_SECRET.`;

/** .env.example as it has to be: one comment and one line a setting, in the order of `settings`. */
export function envExample(): string {
  const missing = missingSettings();
  const entries = (Object.keys(settings) as SettingName[]).map((name) => {
    const isRequired = missing.includes(name);
    return `# ${comment(name, isRequired)}\n${isRequired ? '' : '# '}${name}=${fallback(name)}`;
  });
  return `${[HEAD, ...entries].join('\n\n')}\n`;
}

/** What the bot says is missing from an empty environment. */
function missingSettings(): readonly SettingName[] {
  const loaded = loadConfig({});
  return loaded.kind === 'problems' ? loaded.problems.map(({ setting }) => setting) : [];
}

function fallback(name: SettingName): string {
  const setting = settings[name];
  return 'fallback' in setting ? setting.fallback : '';
}

function comment(name: SettingName, isRequired: boolean): string {
  const setting = settings[name];
  if ('fallback' in setting) return plain(setting.about);
  const { about, example, unset } = setting;
  const otherwise = isRequired ? '' : ` Default: ${unset}.`;
  // A line that looks like a secret is taken for one.
  const isSecretLike = name === 'AZURE_ACCESS_TOKEN' || /[0-9a-f]{32}/.test(example);
  const command = isSecretLike && 'obtain' in setting && setting.obtain;
  return plain(`${about}${otherwise} ${command ? `Get one: ${command}` : `Example: ${example}`}`);
}

function plain(markdown: string): string {
  return markdown.replaceAll('`', '"');
}
