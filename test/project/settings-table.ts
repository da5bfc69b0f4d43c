import { type SettingName, settings } from '../../src/config/settings.ts';

/** The table of all settings as it has to stand in README.md. */
export function settingsTable(): string {
  const rows = (Object.keys(settings) as SettingName[]).map((name) => {
    const setting = settings[name];
    const otherwise = 'fallback' in setting ? `\`${setting.fallback}\`` : setting.unset;
    return `| ${[`\`${name}\``, setting.about, otherwise].map(cell).join(' | ')} |`;
  });
  return ['| setting | what it decides | default |', '| --- | --- | --- |', ...rows].join('\n');
}

/** Text in a table's cell: a bar would end it. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
