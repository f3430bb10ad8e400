import { isZone } from '../lib/time.ts'

/** The names of Rails that are no city of the IANA list, or lead to another place than their own. */
const names: ReadonlyMap<string, string> = new Map([
  ['UTC', 'Etc/UTC'],
  ['Hawaii', 'Pacific/Honolulu'],
  ['Alaska', 'America/Juneau'],
  ['Pacific Time (US & Canada)', 'America/Los_Angeles'],
  ['Arizona', 'America/Phoenix'],
  ['Mountain Time (US & Canada)', 'America/Denver'],
  ['Central Time (US & Canada)', 'America/Chicago'],
  ['Central America', 'America/Guatemala'],
  ['Saskatchewan', 'America/Regina'],
  ['Eastern Time (US & Canada)', 'America/New_York'],
  ['Indiana (East)', 'America/Indiana/Indianapolis'],
  ['Atlantic Time (Canada)', 'America/Halifax'],
  ['Newfoundland', 'America/St_Johns'],
  ['Brasilia', 'America/Sao_Paulo'],
  ['Edinburgh', 'Europe/London'],
  ['Bern', 'Europe/Zurich'],
  ['St. Petersburg', 'Europe/Moscow'],
  ['Pretoria', 'Africa/Johannesburg'],
  ['Abu Dhabi', 'Asia/Muscat'],
  ['Ekaterinburg', 'Asia/Yekaterinburg'],
  ['Islamabad', 'Asia/Karachi'],
  ['Chennai', 'Asia/Kolkata'],
  ['Mumbai', 'Asia/Kolkata'],
  ['New Delhi', 'Asia/Kolkata'],
  ['Hanoi', 'Asia/Bangkok'],
  ['Beijing', 'Asia/Shanghai'],
  ['Osaka', 'Asia/Tokyo'],
  ['Sapporo', 'Asia/Tokyo'],
  ['Wellington', 'Pacific/Auckland'],
  ['Samoa', 'Pacific/Apia'],
])
const areas = ['Europe', 'America', 'Asia', 'Africa', 'Australia', 'Pacific', 'Atlantic']

/** The IANA zone that a name of Rails stands for: "Eastern Time (US & Canada)", or a city ("Paris"), or the zone itself. */
export function zoneFromRails(name: string): string | undefined {
  const known = names.get(name)
  if (known !== undefined) return known
  if (name.includes('/')) return isZone(name) ? name : undefined
  return areas.map((area) => `${area}/${name.replaceAll(' ', '_')}`).find((zone) => name !== '' && isZone(zone))
}
