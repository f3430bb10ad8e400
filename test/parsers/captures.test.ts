import { existsSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ParseError } from '../../parsers/errors.ts'
import { detect } from '../../parsers/fingerprint.ts'
import { classifyRefusal } from '../../parsers/lib/refusal.ts'
import type { Medium } from '../../parsers/platform.ts'
import { type AnyPlatform, platformById, platformIds, platforms } from '../../parsers/registry.ts'
import { capturedFiles, capturesFolder, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

/** Every captured page against every platform: each reads its own, and refuses everybody else's. */

const media: Readonly<Record<string, Medium>> = { '.json': 'json', '.html': 'html', '.atom': 'xml', '.xml': 'xml', '.rss': 'xml' }
const captured = capturedFiles().flatMap((row) => {
  const path = join(capturesFolder, row.file)
  const medium = media[extname(row.file)]
  return medium && existsSync(path) && statSync(path).isFile() ? [{ ...row, medium }] : []
})
/** A last resort reads what is left, whoever made it: its own tests hold it to what the others say of their pages. */
const known = platformIds
  .filter((id) => platformById(id)?.fingerprints.resort === undefined)
  .map((id) => ({ id, others: captured.filter(({ platform }) => platform !== id) }))
/** Kinds of captures that carry a platform's name and are none of its status pages. */
const noPages = captured.filter(({ kind }) => /^html-(?:login|inactive|unclaimed|other)$/u.test(kind))
const livePages = captured.filter((row) => row.medium === 'html' && platformById(row.platform) && !noPages.includes(row))

describe.skipIf(skipsCaptures)('parsers, on captured pages of all platforms', () => {
  it('has captures to read', () => {
    expect(captured.length).toBeGreaterThan(150)
    expect(noPages).toHaveLength(4)
  })

  it('says of a parser that it was held against real answers exactly where there are some', () => {
    const real = new Set(captured.filter(({ origin }) => origin.startsWith('real')).map(({ platform }) => platform))
    const said = Object.values(platforms).filter(({ evidence }) => evidence === 'recorded')

    expect(said.map(({ id }) => id).toSorted()).toStrictEqual(platformIds.filter((id) => real.has(id)).toSorted())
  })

  it.each(known)("$id refuses every other platform's answer under each of its sources", ({ id, others }) => {
    const platform = platformById(id)
    const taken = others.flatMap(({ file, medium }) =>
      sourcesOf(platform, medium)
        .filter((source) => isRead(platform, source, file, medium))
        .map((source) => `${source}: ${file}`),
    )

    expect(taken).toStrictEqual([])
  })

  it.each(noPages)('$file is recognised as no status page, and refused for its reason', ({ file, kind, platform: id, medium }) => {
    const platform = platformById(id)
    const document = documentOf(medium, readCapture(file))

    const refusal = classifyRefusal(document, platform?.refusals)

    expect(refusal?.reason).toBe(
      { 'html-login': 'login_wall', 'html-inactive': 'inactive', 'html-unclaimed': 'unclaimed', 'html-other': 'other_product' }[kind],
    )
    for (const source of sourcesOf(platform, medium)) expect(() => parse(platform, source, file, medium)).toThrow(ParseError)
    for (const source of sourcesOf(platform, 'json')) expect(() => parse(platform, source, file, 'json')).toThrow(/^foreign: /u)
  })

  it.each(captured.filter(({ medium, file }) => medium === 'html' && !noPages.some((row) => row.file === file)))(
    '$file is no refusal',
    ({ file, medium }) => {
      const refusals = Object.values(platforms).flatMap((platform) => platform.refusals)

      expect(classifyRefusal(documentOf(medium, readCapture(file)), refusals)?.what).toBeUndefined()
    },
  )
})

describe.skipIf(skipsCaptures)('parsers/fingerprint, on captured pages', () => {
  it.each(livePages)('$file is identified as what it is', ({ file, platform, medium }) => {
    const matches = detect({ home: documentOf(medium, readCapture(file)), probes: {} }, Object.values(platforms))

    expect(matches.filter(({ identified }) => identified).map((match) => match.platform)).toStrictEqual([platform])
  })

  it.each(known)('$id recognises no page and no answer of another platform', ({ id, others }) => {
    const platform = platformById(id)
    const probes = platform?.fingerprints.probes ?? []
    const mistaken = others.filter(({ file, medium }) => {
      const document = documentOf(medium, readCapture(file))
      const page = { home: document, probes: Object.fromEntries(probes.map((path) => [path, document])) }
      return platform && detect(page, [platform]).some(({ identified }) => identified)
    })

    expect(mistaken.map(({ file }) => file)).toStrictEqual([])
  })

  it.each(noPages)('$file is not identified', ({ file, medium }) => {
    const matches = detect({ home: documentOf(medium, readCapture(file)) }, Object.values(platforms))

    expect(matches.filter(({ identified }) => identified)).toStrictEqual([])
  })
})

function sourcesOf(platform: AnyPlatform | undefined, medium: Medium): readonly string[] {
  return Object.entries(platform?.sources ?? {}).flatMap(([name, source]) => (source.medium === medium ? [name] : []))
}

function parse(platform: AnyPlatform | undefined, source: string, file: string, medium: Medium): unknown {
  const context = { page: { url: 'https://status.example.com' }, params: {}, observedAt: instant('2026-11-20T00:00:00.000Z') }
  return platform?.parse({ [source]: [documentOf(medium, readCapture(file))] }, context)
}

function isRead(platform: AnyPlatform | undefined, source: string, file: string, medium: Medium): boolean {
  try {
    parse(platform, source, file, medium)
    return true
  } catch (error) {
    if (error instanceof ParseError) return false
    throw error
  }
}
