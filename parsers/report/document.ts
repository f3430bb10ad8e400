import type { Instant } from '../model.ts'
import { isZone } from '../lib/time.ts'
import { dayFrom, serialOf, serialOfInstant } from './calendar.ts'
import type { Setting } from './dating.ts'
import { type Line, linesOf, type Sentence, sentencesOf } from './lines.ts'
import type { ReportContext } from './model.ts'
import { isTimed, type Moment, type Moments, momentsIn } from './moments.ts'
import type { Plain } from './plain.ts'
import { type Block, blocksOf, firstPost, type Stamped } from './posts.ts'
import { lastFrom } from './search.ts'
import { frontMatterEnd, type Section, sectionsOf } from './sections.ts'

/** A text taken apart: what every reader of a field starts from. */
export interface Draft {
  readonly plain: Plain
  readonly lines: readonly Line[]
  readonly sentences: readonly Sentence[]
  readonly moments: Moments
  readonly blocks: readonly Block[]
  readonly stampLines: ReadonlySet<number>
  readonly sections: readonly Section[]
  readonly title: Title | undefined
  readonly setting: Setting
}

export interface Title {
  readonly text: string
  readonly from: number
  readonly to: number
}

/** "All times in UTC", "Timeline (all times PST)", "Time (UTC)", "Zeiten in MESZ". */
const declares = /\b(?:all|times?|timestamps?|time ?zones?|timeline|events|dates?|hours)\b|zeit|\bheures?\b|時刻|時間|时间|時系列|タイム/iu
const declaresDay =
  /\bunless\b.{0,30}\bnoted\b|\ball (?:the )?(?:events|times|timestamps|entries)\b.{0,60}\b(?:on|are for|occurred|happened)\b/iu
const isLogLike = /\b20\d\d-[01]\d-[0-3]\d[ T][0-2]\d:[0-5]\d/u
const isBritish = /\.gov\.uk\b|\bUnited Kingdom\b|\bGOV\.UK\b|\.co\.uk\b/u

export function draftOf(plain: Plain, context: ReportContext, lines: readonly Line[] = linesOf(plain)): Draft {
  const { text, bare } = plain
  const sentences = sentencesOf(plain, lines)
  const moments = momentsIn(bare, [text, context.url ?? '', context.name ?? '', context.pageZone ?? ''].join(' '))
  const { blocks, stamped } = blocksOf(text, lines, moments.all)
  const stampLines = new Set(stamped.map(({ from }) => from))
  const sections = sectionsOf(plain, lines, blocks)
  const title = titleOf(plain, lines)
  const first = firstPost([...blocks.map(({ postedAt }) => postedAt), ...(context.postedAt ?? [])])
  const prose = moments.all.filter(({ from, to }) => !stamped.some((stamp) => from >= stamp.from && to <= stamp.to))
  const { day, near, declaredDay, isDayNamed, isYearStated } = dayOfText(plain, prose, title, sentences, first, context)
  const setting: Setting = {
    text,
    moments: prose,
    blocks,
    sentenceStarts: sentences.map(({ from }) => from),
    day,
    declaredDay,
    isDayNamed,
    near,
    isYearStated,
    ...zonesOf(text, lines, sentences, moments, prose, stamped, context),
    firstPost: first,
    publishedAt: context.publishedAt,
  }
  return { plain, lines, sentences, moments: { ...moments, all: prose }, blocks, stampLines, sections, title, setting }
}

function titleOf({ text, format }: Plain, lines: readonly Line[]): Title | undefined {
  const front = frontMatterEnd(text)
  const stated = front === 0 ? null : /^title\s*[:=]\s*["']?(?<title>[^\n"']{1,300})/mu.exec(text.slice(0, front))
  if (stated?.groups?.['title'] !== undefined) {
    const from = stated.index + stated[0].length - stated.groups['title'].length
    return { text: stated.groups['title'].trim(), from, to: stated.index + stated[0].length }
  }
  const told = lines.filter(({ from, kind }) => from >= front && kind !== 'blank' && kind !== 'code').slice(0, 40)
  // The page of a site has its menus above its heading.
  const line = (format === 'html' ? told.find(({ kind, level }) => kind === 'heading' && level === 1) : undefined) ?? told[0]
  // A first line that is a sentence is no title.
  if (!line || line.text.length > 200 || (line.kind !== 'heading' && /[.!。]$/u.test(line.text))) return undefined
  return { text: line.text, from: line.from, to: line.to }
}

function dayOfText(
  { text }: Plain,
  prose: readonly Moment[],
  title: Title | undefined,
  sentences: readonly Sentence[],
  first: Instant | undefined,
  context: ReportContext,
): Pick<Setting, 'day' | 'declaredDay' | 'isDayNamed' | 'near' | 'isYearStated'> {
  const dated = prose.filter(({ day }) => day?.month !== undefined)
  const named = serialIn(context.url) ?? serialIn(context.name)
  const published = context.publishedAt === undefined ? undefined : serialOfInstant(context.publishedAt)
  const inTitle = dated.find(({ from }) => title !== undefined && from >= title.from && from < title.to)
  const declared = sentences
    .filter((sentence) => declaresDay.test(sentence.text))
    .flatMap(({ from, to }) => dated.find((moment) => moment.from >= from && moment.to <= to) ?? [])
    .at(0)
  const withYear = [inTitle, ...dated].flatMap((moment) => (moment?.day?.year === undefined ? [] : [moment.day]))
  const full = withYear.find(({ swapped }) => swapped === undefined) ?? withYear[0]
  const stated = full === undefined ? undefined : dayFrom(full, undefined)?.serial
  // Of a date that can be read in two ways something else decides, where there is anything.
  const told = full?.swapped === undefined ? (stated ?? named ?? published) : (named ?? published ?? stated)
  const near = (first === undefined ? undefined : serialOfInstant(first)) ?? told
  const isYearStated = withYear.length > 0
  const source = isYearStated ? 'stated' : 'inferred'
  const front = frontMatterEnd(text)
  const candidates = [
    declared,
    inTitle,
    dated.find(({ from, clock }) => from >= front && clock !== undefined),
    dated.find(({ from }) => from >= front),
  ]
  const days = candidates.flatMap((moment) => (moment?.day ? (dayFrom(moment.day, near, source) ?? []) : []))
  // A day far from the posts is told for the background.
  const fitting = first === undefined ? days : days.filter(({ serial }) => Math.abs(serial - serialOfInstant(first)) <= 4)
  const heading = dated.find(({ from }) => from < front)?.day
  const settings = heading ? dayFrom(heading, near, 'stated') : undefined
  const elsewhere = settings ?? (named === undefined ? undefined : { serial: named, year: 'inferred' as const })
  const fallback = first === undefined ? elsewhere : undefined
  return {
    day: fitting[0] ?? fallback,
    declaredDay: declared?.day ? dayFrom(declared.day, near, source) : undefined,
    isDayNamed: fitting.length > 0 && (declared ?? inTitle) !== undefined,
    near,
    isYearStated,
  }
}

/** A day in an address or a file's name. */
function serialIn(name: string | undefined): number | undefined {
  const match = /(?<!\d)(?<year>20\d\d)[-/_.]?(?<month>0[1-9]|1[0-2])[-/_.]?(?<day>0[1-9]|[12]\d|3[01])(?!\d)/u.exec(name ?? '')
  const { year, month, day } = match?.groups ?? {}
  return year === undefined ? undefined : serialOf(Number(year), Number(month), Number(day))
}

/** Where clocks have no zone beside them: what the text declares, else the one zone that it names at all, else the page's. */
function zonesOf(
  text: string,
  lines: readonly Line[],
  sentences: readonly Sentence[],
  { all, zones }: Moments,
  prose: readonly Moment[],
  stamped: readonly Stamped[],
  context: ReportContext,
): Pick<Setting, 'zones' | 'fallbackZones' | 'isZoneAssumed'> {
  const isZoneAssumed = false
  const attached = new Set(all.flatMap(({ zone }) => (zone ? [zone.from] : [])))
  const declared = zones
    .filter(({ from }) => !attached.has(from))
    .slice(0, 200)
    .filter(({ from, isWeak }) => {
      const around = lineOrSentence(text, lines, sentences, from)
      return declares.test(around) && (!isWeak || /\btimes?\b/iu.test(around))
    })
  const used = prose.flatMap(({ zone, clock }) => (zone && clock ? [zone] : []))
  const known = [...new Set([...declared, ...used].map(({ zone }) => zone))]
  // A name with several meanings that nothing decides: the clocks are local to somewhere.
  if (known.includes(undefined) && declared.some(({ zone }) => zone === undefined)) return { zones: [], fallbackZones: [], isZoneAssumed }
  const firsts = declared.filter(({ from }, index) => index === 0 || from - (declared[index - 1]?.from ?? 0) > 40)
  if (firsts.length > 0)
    return {
      zones: firsts.flatMap(({ from, zone, label }) => (zone === undefined ? [] : [{ from, zone, label }])),
      fallbackZones: [],
      isZoneAssumed,
    }
  const [only] = used
  if (only?.zone !== undefined && new Set(used.map(({ zone }) => zone)).size === 1)
    return { zones: [{ from: 0, zone: only.zone, label: only.label }], fallbackZones: [], isZoneAssumed }
  if (used.length > 0) return { zones: [], fallbackZones: [], isZoneAssumed }
  if (context.pageZone !== undefined && isZone(context.pageZone)) return { zones: [], fallbackZones: [context.pageZone], isZoneAssumed }
  const stamps = [...new Set(stamped.flatMap(({ moment }) => (isTimed(moment) ? (moment.zone?.zone ?? []) : [])))]
  if (stamps.length === 1) return { zones: [], fallbackZones: stamps, isZoneAssumed }
  // Logs that name no zone anywhere (2022-01-22 11:57) are kept in UTC; what is read so is marked as approximate.
  if (isLogLike.test(text)) return { zones: [], fallbackZones: ['UTC'], isZoneAssumed: true }
  // A British site without a zone means London or UTC: half of the year they are the same.
  return { zones: [], fallbackZones: isBritish.test(text) ? ['UTC', 'Europe/London'] : [], isZoneAssumed: true }
}

function lineOrSentence(text: string, lines: readonly Line[], sentences: readonly Sentence[], offset: number): string {
  const sentence = lastFrom(sentences, offset)
  if (sentence && offset < sentence.to) return sentence.text.slice(0, 300)
  const line = lastFrom(lines, offset)
  return line ? text.slice(line.from, Math.min(line.to, line.from + 300)) : ''
}
