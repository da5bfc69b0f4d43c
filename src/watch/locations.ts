/**
 * Azure's regions as `az account list-locations` calls them, those of its sovereign clouds too. New ones come
 * every few months: one that is not listed is as good, only nobody can tell whether it is a slip.
 */
const BY_CLOUD = {
  public: [
    // Americas
    ...['East US', 'East US 2', 'Central US', 'North Central US', 'South Central US'],
    ...['West Central US', 'West US', 'West US 2', 'West US 3', 'Canada Central', 'Canada East'],
    ...['Brazil South', 'Brazil Southeast', 'Mexico Central', 'Chile Central'],
    // Europe
    ...['North Europe', 'West Europe', 'UK South', 'UK West', 'France Central', 'France South'],
    ...['Germany North', 'Germany West Central', 'Switzerland North', 'Switzerland West'],
    ...['Norway East', 'Norway West', 'Sweden Central', 'Sweden South', 'Denmark East'],
    ...['Poland Central', 'Italy North', 'Spain Central', 'Austria East', 'Belgium Central'],
    // Middle East and Africa
    ...['UAE Central', 'UAE North', 'Qatar Central', 'Israel Central', 'Israel Northwest'],
    ...['South Africa North', 'South Africa West'],
    // Asia Pacific
    ...['East Asia', 'Southeast Asia', 'Japan East', 'Japan West', 'Korea Central', 'Korea South'],
    ...['Central India', 'South India', 'West India', 'Jio India Central', 'Jio India West'],
    ...['Australia Central', 'Australia Central 2', 'Australia East', 'Australia Southeast'],
    ...[
      'New Zealand North',
      'Indonesia Central',
      'Malaysia West',
      'Malaysia South',
      'Taiwan North',
    ],
  ],
  usgov: [
    'USGov Virginia',
    'USGov Arizona',
    'USGov Texas',
    'USGov Iowa',
    'USDoD Central',
    'USDoD East',
  ],
  china: [
    'China East',
    'China East 2',
    'China East 3',
    'China North',
    'China North 2',
    'China North 3',
  ],
} as const;

/** As in `AZURE_CLOUD`. */
export type CloudName = keyof typeof BY_CLOUD;

const DISPLAY_NAMES: readonly string[] = Object.values(BY_CLOUD).flat();

const NAME_BY_KEY: ReadonlyMap<string, string> = new Map(
  DISPLAY_NAMES.map((name) => [locationKey(name), name]),
);

/** The one spelling of a location: to Azure, `West US` and `westus` are the same place. */
export function locationKey(location: string): string {
  return location.replaceAll(' ', '').toLowerCase();
}

/** The one form in which a location is shown: `eastus` as `East US`; one that is not known as it stands. */
export function locationName(location: string): string {
  return NAME_BY_KEY.get(locationKey(location)) ?? location;
}

export function isKnownLocation(location: string): boolean {
  return NAME_BY_KEY.has(locationKey(location));
}

/** Names of all that are known, as they are shown. @param cloud whose; left out, those of all */
export function knownLocations(cloud?: CloudName): readonly string[] {
  return cloud === undefined ? DISPLAY_NAMES : BY_CLOUD[cloud];
}
