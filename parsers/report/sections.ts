import type { Line } from './lines.ts'
import { unmarked } from './lines.ts'
import type { SectionName } from './model.ts'
import type { Plain } from './plain.ts'
import type { Block } from './posts.ts'

/** A labelled part. `from` is where its label begins, `bodyFrom` where its text does. */
export interface Section {
  readonly names: readonly SectionName[]
  readonly heading: string
  readonly from: number
  readonly bodyFrom: number
  readonly to: number
}

/** What a label may begin with without becoming another one. */
const adjectives =
  /^(?:the|our|an?|incident|issue|event|events|outage|customer|customers|user|users|end[- ]user|business|service|services|production|technical|detailed|high[- ]level|brief|short|executive|initial|final|immediate|interim|long[- ]term|short[- ]term|medium[- ]term|future|proposed|planned|preliminary|full|underlying|additional|further|post-?mortem|post-?incident|overall|major|primary|key|ongoing|system|systems|(?:description|details?|analysis|assessment|overview|summary) of(?: the)?)\s+/u

/** Tested against each part of a label ("Root cause and resolution" has two), in lower case and without adjectives. */
const vocabulary: readonly (readonly [SectionName, RegExp])[] = [
  [
    'root_cause',
    /^(?:root[- ]?causes?|causes?(?: of\b.*| analysis)?$|cause racine|causes? (?:profonde|racine)|contributing\b|triggers?$|why (?:did )?(?:it|this|the)\b.*happen|why it happened|what went wrong,? and why|what caused|investigation(?: findings)?$|rca$|(?:haupt|grund)?ursache|fehlerursache|(?:根本|障害)?原因|故障原因|発生原因)/u,
  ],
  [
    'corrective_actions',
    /^(?:corrective|preventati?ve|preventive|preventi(?:on|ng)|action(?:able)? items?|actions?$|actions? (?:plan|taken to prevent|to prevent|for the future|and next)|(?:resulting|review|follow[- ]?up|remedial|remediation|next|improvement|mitigating|post-incident) (?:actions?|steps?|items?|tasks?|measures?|work|plans?|improvements?)|follow[- ]?ups?$|next steps?|what(?:'s| is| are)?(?: we)?(?:'re| are| will)?(?: we)? (?:do|doing|going to do|changing|next)\b|what will we do|how (?:will|are|do|can|we) we?(?: will| are)? ?(?:prevent|mak|avoid|improv|plan)|how are we making|improvements?(?: needed)?$|process improvements?$|improvements to|remediation (?:plan|items)|going forward|moving forward|looking forward|steps? (?:we|to prevent|taken to prevent)|measures|tasks? to|to-?dos?$|maßnahmen|gegenmaßnahmen|nächste schritte|vorbeugende|mesures|actions correctives|prochaines étapes|再発防止|今後の対(?:応|策)|改进|整改|后续|後續|预防)/u,
  ],
  [
    'timeline',
    /^(?:time ?lines?\b|chronolog|sequence of events|key events|zeitlicher ablauf|zeitleiste|zeitverlauf|ablauf$|verlauf$|タイムライン|経緯|経過|時系列|时间线|时间轴|時間軸|处理过程|故障过程)/u,
  ],
  [
    'lessons',
    /^(?:lessons?\b|learnings?\b|what (?:have )?we(?:'ve)? learn|what went (?:well|wrong|poorly|badly|right)|things that went|what could have gone better|where we got lucky|what didn't go well|takeaways?|retrospective$|reflections?$|erkenntnisse|lehren|leçons|教訓|经验教训|经验总结)/u,
  ],
  [
    'detection',
    /^(?:detection\b|how (?:was|were|did|we) (?:it|this|the|we|detect).*(?:detect|discover|notic|find|found)|how we (?:noticed|found out|detected)|discovery$|erkennung|détection|検知|发现)/u,
  ],
  [
    'impact',
    /^(?:impacts?\b|summary of (?:the )?(?:\w+ )?impacts?\b|faults?$|fall-?out$|scope\b|affected (?:services?|systems?|customers?|users?|products?|regions?)$|who was (?:affected|impacted)|what was (?:the impact|affected|impacted)|how (?:were|was) .*(?:affected|impacted)|effects?(?: on\b.*)?$|auswirkung|betroffene|impact(?:s)?$|conséquences?|影響|影响)/u,
  ],
  [
    'resolution',
    /^(?:resolutions?\b|mitigations?\b|recovery\b|responses?\b|resolving\b|remediation$|how (?:did|have) we (?:respond|resolv|fix|mitigat|recover)|how (?:was|were) (?:it|this|the).*(?:resolv|fix|mitigat)|how we (?:responded|resolved|fixed)|solving\b|solutions?\b|fix(?:es)?$|the fix$|workarounds?$|what we did|behebung|lösung|wiederherstellung|résolution|rétablissement|対応(?:内容)?$|対処|復旧|处理(?:措施|结果)?$|解决|恢复)/u,
  ],
  ['leadup', /^(?:lead[- ]?up\b|background\b|context\b|prelude$|hintergrund|vorgeschichte|contexte|背景)/u],
  [
    'summary',
    /^(?:summary\b|overview\b|synopsis\b|abstract$|tl;?dr\b|what happened\b|description(?! of (?:the )?(?:\w+ )?(?:impact|root|cause))\b|in short$|zusammenfassung|überblick|was ist passiert|résumé|que s'est-il passé|synthèse|概要|概述|摘要|要約|故障概述|障害概要)/u,
  ],
]

/** More labels than any report has. */
const mostSections = 300
/** Lines that are looked at for a label: twice as many as the longest report known has. */
const mostLines = 3000

/** The heading of a timeline's entry or day. */
const aTime = /^[~\d]|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b.{0,12}\d/iu

const runIn = /^(?<mark>\*\*|__)?(?<label>[A-ZÄÖÜÉ\u3040-\u9FFF][^.:!?\n*]{1,60}?)(?:(?::(?:\*\*|__))|(?:(?:\*\*|__)\s*:)|:)\s*(?=\S)/u
const frontMatter = /^\s*(?:---|\+\+\+)\n/u

/** The normalised names that a label stands for; none where it is no label of a report. */
export function namesOf(label: string): readonly SectionName[] {
  const clean = unmarked(label)
    .replace(/^(?:\d{1,2}(?:\.\d{1,2}){0,2}[.)]?|[A-Z][.)]|step \d+:?)\s+/iu, '')
    .replaceAll(/\([^()]{0,120}\)/gu, ' ')
    .replaceAll(/[^\p{L}\p{N}\s'&/,+;:-]/gu, ' ')
    .replace(/[\s:,-]+$/u, '')
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
  if (clean === '' || clean.length > 90 || clean.split(' ').length > 14) return []
  const whole = nameOf(bareOf(clean))
  const [first = '', ...rest] = clean.split(/ (?:and|und|et|&|\+) | ?[/&,] ?| - /u)
  // The whole label says more than its first part: "What went wrong and why".
  const parts = (whole ? rest : [first, ...rest]).map((part) => nameOf(bareOf(part.trim())))
  // A list of other things may have one word in common: "Incident with Issues, Webhooks and Actions".
  if (!whole && parts.includes(undefined)) return []
  const names = [...(whole ? [whole] : []), ...parts.filter((name) => name !== undefined)]
  return [...new Set(names)]
}

function bareOf(part: string): string {
  let bare = part
  for (let count = 0; count < 3 && nameOf(bare) === undefined; count += 1) bare = bare.replace(adjectives, '')
  return bare
}

function nameOf(part: string): SectionName | undefined {
  return vocabulary.find(([, pattern]) => pattern.test(part))?.[0]
}

export function sectionsOf(plain: Plain, lines: readonly Line[], blocks: readonly Block[]): readonly Section[] {
  const front = frontMatterEnd(plain.text)
  const isPage = blocks.length > 1
  const found: (Section & { readonly level: number })[] = []
  const stops: { readonly from: number; readonly level: number }[] = []
  for (const [index, line] of lines.slice(0, mostLines).entries()) {
    if (found.length === mostSections) break
    if (line.from < front || line.kind === 'blank' || line.kind === 'code' || line.kind === 'row') continue
    const label = labelOf(
      plain.text.slice(line.at, line.to),
      line,
      found.length > 0,
      line.kind === 'item' && isLog(lines.slice(index + 1, index + 4)),
    )
    if (!label) {
      if (line.kind === 'heading' && !aTime.test(line.text)) stops.push({ from: line.from, level: line.level })
      continue
    }
    // Posts of an open incident have labels of their own ("Current status: ...", "Service impact: ..."); they are no report.
    const block = isPage ? blocks.find(({ from, to }) => line.from >= from && line.from < to) : undefined
    if (label.isRunIn && block && !block.isPostmortem && block.postedAt !== undefined) continue
    stops.push({ from: line.from, level: label.level })
    found.push({
      names: label.names,
      heading: label.heading.replace(/^[#\s]+/u, ''),
      from: line.from,
      bodyFrom: label.bodyFrom,
      to: plain.text.length,
      level: label.level,
    })
  }
  const closed = found.map((section): Section => {
    const block = blocks.find(({ from, to }) => section.from >= from && section.from < to)
    const next = stops.find(({ from, level }) => from > section.from && level <= section.level)
    const later = found.find(({ from }) => from > section.from)
    const { names, heading, from, bodyFrom } = section
    return {
      names,
      heading,
      from,
      bodyFrom,
      to: Math.min(next?.from ?? plain.text.length, later?.from ?? plain.text.length, block?.to ?? plain.text.length),
    }
  })
  return withCauseOfWhatHappened(plain, lines, closed, front)
}

function isLog(lines: readonly Line[]): boolean {
  return lines.filter(({ kind, text }) => kind === 'item' && /^(?:\d{4}-\d\d-\d\d[ T])?\d{1,2}:\d\d\b/u.test(text)).length >= 2
}

interface Label {
  readonly names: readonly SectionName[]
  readonly heading: string
  readonly level: number
  readonly bodyFrom: number
  readonly isRunIn: boolean
}

/** `hasClocks` tells whether what follows are entries of a log: the "Context" of a list of facts is often one. */
function labelOf(raw: string, line: Line, isLater: boolean, hasClocks: boolean): Label | undefined {
  const { text, kind } = line
  if (kind === 'heading') {
    // Among the sections of a report, one called "Postmortem" looks back at how it was handled.
    const names = isLater && line.level > 1 && /^post-?mortem$/iu.test(text) ? (['lessons'] as const) : namesOf(text)
    return names.length > 0 ? { names, heading: text, level: line.level, bodyFrom: line.to, isRunIn: false } : undefined
  }
  const isListed = kind === 'item'
  if (text.length <= 90 && !/[.!,;。]$/u.test(text) && (!isListed || text.endsWith(':'))) {
    const names = /^[A-ZÄÖÜÉ\d\u3040-\u9FFF#]/u.test(text) ? namesOf(text) : []
    const isTold = isListed && /^context\b/iu.test(unmarked(text)) && hasClocks
    if (isTold) return { names: ['timeline'], heading: text.replace(/:$/u, ''), level: 7, bodyFrom: line.to, isRunIn: false }
    if (names.length > 0 && !/:\s\S/u.test(text) && !(isListed && isLoose(text))) {
      return { names, heading: text.replace(/:$/u, ''), level: isListed ? 7 : 6, bodyFrom: line.to, isRunIn: false }
    }
  }
  const match = runIn.exec(raw)
  const label = match?.groups?.['label']
  if (!match || label === undefined || /^scope$/iu.test(label) || label.split(' ').length > 6) return undefined
  const names = namesOf(label)
  // "Timeline: see the document" is a link.
  const isLink = names.includes('timeline') && !/\d/u.test(raw.slice(match[0].length))
  if (names.length === 0 || isLoose(label) || isLink) return undefined
  return {
    names,
    heading: label,
    level: 7,
    bodyFrom: Math.min(line.to, line.at + match[0].length),
    isRunIn: match.groups?.['mark'] === undefined,
  }
}

/** Words that say too little in front of a list's item: "Context: ...", "Description: ...". */
function isLoose(label: string): boolean {
  return /^(?:context|description|background|scope|overview|fix|effects?|actions?)(?: of\b.*)?:?$/iu.test(unmarked(label))
}

/** Where a file's own settings end: YAML between --- or TOML between +++. */
export function frontMatterEnd(text: string): number {
  const open = frontMatter.exec(text)
  if (!open) return 0
  const mark = text.trimStart().slice(0, 3)
  const end = text.indexOf(`\n${mark}`, open[0].length - 1)
  return end === -1 || end > 8000 ? 0 : end + 4
}

/** Where the summary stands above without a label and no other part tells the cause, "What happened" does. */
function withCauseOfWhatHappened(plain: Plain, lines: readonly Line[], sections: readonly Section[], front: number): readonly Section[] {
  const named = new Set(sections.flatMap(({ names }) => names))
  const index = sections.findIndex(({ heading }) => /^what happened/iu.test(heading))
  const section = sections[index]
  if (!section || named.has('root_cause') || sections.filter(({ names }) => names.includes('summary')).length > 1) return sections
  const intro = lines.filter(({ from, kind, text }) => from >= front && from < section.from && kind === 'text' && text.length > 80)
  const isCause = /\b(?:because|caused|due to|prevented|not clear why|as a result|root cause)\b/iu.test(
    plain.text.slice(section.bodyFrom, section.to),
  )
  if (intro.length === 0 || !isCause) return sections
  return sections.with(index, { ...section, names: ['summary', 'root_cause'] })
}
