import type { Instant } from '../model.ts'
import { instantFromAbbreviation, instantFromZone, isZone, type LocalTime } from '../lib/time.ts'

/** Zones as reports name them. An abbreviation means the civil zone: PST in July is what clocks show in Los Angeles. */
export interface ZoneToken {
  readonly kind: 'zone'
  readonly from: number
  readonly to: number
  /** As it stands in the text. */
  readonly label: string
  /** An IANA zone, or an offset such as `UTC+1`; undefined where the name has several meanings. */
  readonly zone: string | undefined
  /** Whether the name can be a zone only right beside a time: "CT" is also a scan, "Pacific" an ocean. */
  readonly isWeak: boolean
}

const names: ReadonlyMap<string, string> = new Map(
  [
    'America/Los_Angeles: PST PDT PT PACIFIC',
    'America/Denver: MST MDT MT MOUNTAIN',
    'America/Chicago: CDT CT CENTRAL',
    'America/New_York: EST EDT ET EASTERN',
    'America/Halifax: ADT',
    'America/St_Johns: NST NDT',
    'America/Anchorage: AKST AKDT',
    'Pacific/Honolulu: HST',
    'America/Sao_Paulo: BRT',
    'Europe/Berlin: CET CEST MEZ MESZ',
    'Europe/Helsinki: EET EEST',
    'Europe/Lisbon: WET WEST',
    'Pacific/Auckland: NZST NZDT NZT',
    'Australia/Sydney: AET',
    'UTC: UTC GMT Z',
    // Summer time is named apart there, so each of the two is what it says.
    'UTC+10: AEST',
    'UTC+11: AEDT',
    'UTC+8: AWST SGT HKT PHT MYT',
    'UTC+6: BDT',
    'UTC-5: COT PET',
    'UTC+9: JST KST',
    'UTC+9:30: ACST',
    'UTC+10:30: ACDT',
    'UTC+7: ICT WIB',
    'UTC+5: PKT',
    'UTC+5:45: NPT',
    'UTC+4: GST',
    'UTC+3: MSK EAT TRT',
    'UTC+2: SAST CAT',
    'UTC+1: WAT',
  ].flatMap((line) => {
    const [zone = '', list = ''] = line.split(': ')
    return list.split(' ').map((name): [string, string] => [name, zone])
  }),
)

/** Names of more than one zone, each with the places that decide for one of them. */
const ambiguous: ReadonlyMap<string, readonly (readonly [zone: string, signs: RegExp])[]> = new Map([
  [
    'BST',
    [
      ['Europe/London', /\b(?:United Kingdom|UK|Britain|British|London|England|Scotland|GMT)\b|\.uk\b/u],
      ['Asia/Dhaka', /\b(?:Bangladesh|Dhaka)\b|\.bd\b/u],
    ],
  ],
  [
    'IST',
    [
      [
        'Asia/Kolkata',
        /\b(?:India|Indian|Mumbai|Bangalore|Bengaluru|Delhi|Hyderabad|Chennai|Kolkata|Pune|ap-south-1)\b|\.in\b(?=[/\s)]|$)/u,
      ],
      ['Europe/Dublin', /\b(?:Ireland|Irish|Dublin)\b|\.ie\b/u],
      ['Asia/Jerusalem', /\b(?:Israel|Israeli|Tel[ -]Aviv|Jerusalem)\b|\.il\b/u],
    ],
  ],
  [
    'CST',
    [
      [
        'America/Chicago',
        /\b(?:CDT|EST|EDT|PST|PDT|MST|US Central|Central Standard Time|Chicago|Texas|Dallas|Austin|us-central\d?|us-south)\b/u,
      ],
      ['Asia/Shanghai', /[\u4E00-\u9FFF]{2}|\b(?:China|Chinese|Beijing|Shanghai|Shenzhen|Hangzhou|cn-(?:north|east|south)\S*)\b|\.cn\b/u],
    ],
  ],
  ['AST', []],
])

const cities: ReadonlyMap<string, string> = new Map(
  [
    'America/Los_Angeles: san francisco|seattle|pacific standard|pacific daylight|us pacific|pacific',
    'America/Denver: mountain standard|mountain daylight|mountain',
    'America/Chicago: chicago|central standard|central daylight|us central',
    'America/New_York: new york|boston|toronto|eastern standard|eastern daylight|us eastern|eastern',
    'America/Sao_Paulo: são paulo|sao paulo|brasília|brasilia',
    'Europe/London: london|uk|british summer|british',
    'Europe/Dublin: dublin|irish standard|irish',
    'Europe/Paris: paris|french',
    'Europe/Berlin: berlin|german|central european summer|central european standard|central european',
    'Europe/Amsterdam: amsterdam|dutch',
    'Europe/Zurich: zurich|zürich|swiss',
    'Europe/Helsinki: helsinki|eastern european summer|eastern european',
    'Europe/Stockholm: stockholm',
    'Europe/Madrid: madrid',
    'Asia/Jerusalem: tel aviv|israel standard|israel',
    'Asia/Kolkata: india standard|indian standard|indian|india',
    'Asia/Shanghai: beijing|china standard|china|shanghai',
    'Asia/Tokyo: tokyo|japan standard|japan',
    'Asia/Seoul: seoul|korea standard|korea',
    'Asia/Singapore: singapore standard|singapore',
    'Asia/Hong_Kong: hong kong',
    'Australia/Sydney: sydney|melbourne|australian eastern',
    'Pacific/Auckland: new zealand|auckland',
    'UTC: coordinated universal|universal|greenwich mean|zulu',
  ].flatMap((line) => {
    const [zone = '', list = ''] = line.split(': ')
    return list.split('|').map((name): [string, string] => [name, zone])
  }),
)

const local: ReadonlyMap<string, string> = new Map([
  ['日本時間', 'Asia/Tokyo'],
  ['東京時間', 'Asia/Tokyo'],
  ['北京时间', 'Asia/Shanghai'],
  ['北京時間', 'Asia/Shanghai'],
  ['中国标准时间', 'Asia/Shanghai'],
  ['香港時間', 'Asia/Hong_Kong'],
  ['台北時間', 'Asia/Taipei'],
  ['台灣時間', 'Asia/Taipei'],
  ['協定世界時', 'UTC'],
  ['协调世界时', 'UTC'],
  ['世界协调时', 'UTC'],
])

/** Zones that are words as well. */
const words = new Set(['CAT', 'EAT', 'WAT', 'GST', 'WEST', 'PHT'])

/** In "13:05 UTC - 14:20 UTC" what follows the dash is the other end, not an offset. */
const offset =
  /(?<![A-Za-z_/])(?:UTC|GMT)(?:[+-](?:0?\d|1[0-4])(?::?(?:00|15|30|45))?| [+-](?:(?:0?\d|1[0-4])(?![:.]\d)|0?\d:(?:00|30|45)))(?!\d|:\d)(?! ?(?:UTC|GMT|Z\b|[A-Z]{2,4}T\b|[ap]\.?m\b))/giu
/** Only ISO 8601 writes a bare offset: in "00:00-03:00 UTC" the second half is the end of a window. */
const bareOffset = /(?<=T\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?|\d:\d\d:\d\d )[+-]\d{2}:?\d{2}(?![\d:])/gu
const abbreviation = /(?<![A-Za-z_/])(?:(?<=\d)Z|[A-Z]{1,4}T|UTC|MEZ|MESZ|SGT|WIB|MSK|GMT|utc|gmt|p[sd]t|e[d]t|cet|cest)(?![A-Za-z\d/])/gu
const iana = /(?<![A-Za-z_/])(?:Africa|America|Asia|Australia|Europe|Pacific|Atlantic|US)\/[A-Z][A-Za-z_]{2,30}/gu
const worded = new RegExp(String.raw`(?<![A-Za-z])(?<place>${[...cities.keys()].join('|')}) time(?: ?zone)?(?![A-Za-z])`, 'giu')
const bareWorded = /(?<=\d ?[AaPp]?\.?[Mm]?\.? )(?:Pacific|Eastern|Central|Mountain)(?! time)(?![A-Za-z])/gu
const french = /heures? (?:de Paris|française)/giu
const german = /deutscher Zeit/giu
const characters = new RegExp([...local.keys()].join('|'), 'gu')

/** Every name of a zone. `surroundings` is what decides between the meanings of BST, IST and CST. */
export function zonesIn(text: string, surroundings: string): readonly ZoneToken[] {
  const decided = new Map<string, string | undefined>()
  function zoneOf(name: string): string | undefined {
    if (!ambiguous.has(name)) return names.get(name)
    if (!decided.has(name)) decided.set(name, byPlaces(name, surroundings))
    return decided.get(name)
  }
  return [
    ...[...text.matchAll(offset)].map((match) => token(match, match[0].replaceAll(' ', '').toUpperCase())),
    ...[...text.matchAll(bareOffset)].map((match) => token(match, match[0])),
    ...[...text.matchAll(abbreviation)].flatMap((match) => {
      const name = match[0].toUpperCase()
      return names.has(name) || ambiguous.has(name) ? [token(match, zoneOf(name), name.length === 2 || words.has(name))] : []
    }),
    ...[...text.matchAll(iana)].filter(({ 0: name }) => isZone(name)).map((match) => token(match, match[0])),
    ...[...text.matchAll(worded)].map((match) => token(match, cities.get(match.groups?.['place']?.toLowerCase() ?? ''))),
    ...[...text.matchAll(bareWorded)].map((match) => token(match, names.get(match[0].toUpperCase()), true)),
    ...[...text.matchAll(french)].map((match) => token(match, 'Europe/Paris')),
    ...[...text.matchAll(german)].map((match) => token(match, 'Europe/Berlin')),
    ...[...text.matchAll(characters)].map((match) => token(match, local.get(match[0]))),
  ]
}

function token(match: RegExpMatchArray & { index: number }, zone: string | undefined, isWeak?: boolean): ZoneToken {
  const [label] = match
  return { kind: 'zone', from: match.index, to: match.index + label.length, label, zone, isWeak: isWeak ?? false }
}

/** The one meaning that something in the surroundings speaks for, unless something speaks for another one as well. */
function byPlaces(name: string, surroundings: string): string | undefined {
  const found = (ambiguous.get(name) ?? []).filter(([, signs]) => signs.test(surroundings))
  return found.length === 1 ? found[0]?.[0] : undefined
}

/** The moment that a clock in the zone shows. */
export function instantIn(local_: LocalTime, zone: string): Instant | undefined {
  return /^(?:UTC|GMT|[+-])/u.test(zone) ? instantFromAbbreviation(local_, zone) : instantFromZone(local_, zone)
}
