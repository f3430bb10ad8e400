import { ParseError } from '../../parsers/errors.ts'
import type { Component, Snapshot } from '../../parsers/model.ts'
import type { Document } from '../../parsers/platform.ts'
import { type AnyPlatform, platformById } from '../../parsers/registry.ts'
import { documentOf, type FixtureCase, fixtureCases } from './documents.ts'

/** A case with its platform and its documents by source. */
export interface OpenedCase {
  readonly name: string
  readonly fixture: FixtureCase
  readonly platform: AnyPlatform
  readonly documents: Record<string, Document[]>
}

/** One document of a case for itself. */
export interface SingleDocument extends Omit<OpenedCase, 'documents'> {
  readonly source: string
  readonly document: Document
}

/** Every case that is meant to be read. */
export function readableCases(): readonly OpenedCase[] {
  return fixtureCases()
    .filter(({ capture }) => !capture.states.includes('truncated'))
    .map((fixture) => {
      const platform = platformById(fixture.platform)
      if (!platform) throw new Error(`no platform is called ${fixture.platform}`)
      const documents = fixture.documents((source) => platform.sources[source]?.medium ?? 'text')
      return { name: `${fixture.platform}: ${fixture.name}`, fixture, platform, documents }
    })
}

export function singleDocuments(cases: readonly OpenedCase[]): readonly SingleDocument[] {
  return cases.flatMap(({ name, fixture, platform, documents }) =>
    Object.entries(documents).flatMap(([source, [document]]) =>
      document ? [{ name: `${name}, ${source}`, fixture, platform, source, document }] : [],
    ),
  )
}

export function withText(document: Document, text: string): Document {
  return { ...document, body: documentOf(document.body.medium, text).body }
}

/** The snapshot, or undefined where the document is refused; any other error is one of ours. */
export function attempt(platform: AnyPlatform, source: string, document: Document, fixture: FixtureCase): Snapshot | undefined {
  try {
    return platform.parse({ [source]: [document] }, fixture.context)
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}

export function allComponents(components: readonly Component[]): readonly Component[] {
  return components.flatMap((component) => [component, ...allComponents(component.children)])
}
