import type { ReportText } from '../model.ts'
import { affectedIn, partiesIn, shareOf } from './mentions.ts'
import { causeOf } from './cause.ts'
import { type Draft, draftOf } from './document.ts'
import { genreOf } from './genre.ts'
import { type Line, linesOf } from './lines.ts'
import type { IncidentReport, ReportContext, ReportPart } from './model.ts'
import { partsOf } from './parts.ts'
import { type Plain, plainOf } from './plain.ts'
import { timelineOf } from './timeline.ts'
import { windowsOf } from './windows.ts'

/** Characters of plain text that are read; the longest report known has 70,000. */
const longest = 250_000

/**
 * Reads the prose of a report. Never throws: a text that states nothing gives a report of nulls and empty lists. What is
 * known from elsewhere helps with days, years and zones that the text leaves open, and is never used in their stead.
 */
export function readIncidentReport(
  text: Pick<ReportText, 'body' | 'format' | 'url' | 'publishedAt'>,
  context: ReportContext = {},
): IncidentReport {
  const known: ReportContext = {
    ...(text.url === undefined ? {} : { url: text.url }),
    ...(text.publishedAt === undefined ? {} : { publishedAt: text.publishedAt }),
    ...context,
  }
  const plain = shortened(plainOf(text.body, text.format))
  const lines = linesOf(plain)
  const parts = partsOf(plain, lines)
  if (parts.length === 0) return { ...factsOf(plain, known, lines), incidents: [] }
  const incidents = parts.map(({ plain: part, from, to }): ReportPart => ({ ...factsOf(part, known, linesOf(part)), from, to }))
  const whole = factsOf(plain, known, lines)
  return {
    ...whole,
    windows: incidents.flatMap(({ windows }) => windows),
    timeline: incidents.flatMap(({ timeline }) => timeline),
    sections: incidents.flatMap(({ sections }) => sections),
    // Each incident has its own; there is none of the page.
    affectedSharePercent: null,
    affectedShareEvidence: null,
    causeCategory: 'unknown',
    causeEvidence: null,
    incidents,
  }
}

function factsOf(plain: Plain, context: ReportContext, lines: readonly Line[]): Omit<IncidentReport, 'incidents'> {
  const draft = draftOf(plain, context, lines)
  const genre = genreOf(draft, context)
  const entries = timelineOf(draft.setting, draft.lines, draft.sections, draft.stampLines)
  const share = shareOf(draft)
  const cause = causeOf(draft)
  return {
    title: draft.title?.text ?? null,
    genre,
    sections: sectionsIn(draft),
    windows: genre === 'incident' ? windowsOf(draft, entries) : [],
    timeline: entries.map(({ moment, at, text, from, to }) => ({
      at: genre === 'incident' ? (at?.at ?? null) : null,
      stated: plain.text.slice(moment.from, moment.to),
      text,
      zone: at?.zone ?? moment.zone?.label ?? null,
      from: plain.toSource(from),
      to: plain.toSource(Math.max(from, to - 1)) + 1,
    })),
    affectedComponents: affectedIn(draft, context.components ?? []),
    affectedSharePercent: share.percent,
    affectedShareEvidence: share.evidence,
    causeCategory: cause.category,
    causeEvidence: cause.evidence,
    thirdParties: partiesIn(draft, context.url),
    posts: draft.blocks.flatMap(({ postedAt, label, from }) =>
      postedAt === undefined ? [] : [{ at: postedAt, label: label ?? null, from: plain.toSource(from) }],
    ),
  }
}

function sectionsIn({ plain, sections }: Draft): IncidentReport['sections'] {
  return sections.flatMap(({ names, heading, from, bodyFrom, to }) =>
    names.map((name) => ({
      name,
      heading,
      text: plain.text
        .slice(bodyFrom, to)
        .replace(/^\s*[=-]{3,}\n/u, '')
        .trim(),
      from: plain.toSource(from),
      to: plain.toSource(Math.max(from, to - 1)) + 1,
    })),
  )
}

function shortened(plain: Plain): Plain {
  if (plain.text.length <= longest) return plain
  return { ...plain, text: plain.text.slice(0, longest), bare: plain.bare.slice(0, longest) }
}
