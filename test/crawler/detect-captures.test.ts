import { existsSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detectPage } from '../../crawler/detection.ts'
import type { HttpClient } from '../../crawler/fetch/http.ts'
import { classifyRefusal } from '../../parsers/lib/refusal.ts'
import type { Medium } from '../../parsers/platform.ts'
import { platformById, platforms } from '../../parsers/registry.ts'
import { capturedFiles, capturesFolder, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf } from '../support/documents.ts'
import { answer, type FaultServer, startFaultServer } from '../support/fault-server.ts'
import { createTestClient } from '../support/fetch-client.ts'

/** Every captured document served where its platform has it, and detected as an operator would: over HTTP, from the address alone. */

const media: Readonly<Record<string, Medium>> = { '.json': 'json', '.html': 'html', '.atom': 'xml', '.xml': 'xml', '.rss': 'xml' }
const types: Readonly<Record<Medium, string>> = {
  json: 'application/json',
  html: 'text/html; charset=utf-8',
  xml: 'application/xml',
  text: 'text/plain',
}
const blank = '<!DOCTYPE html><html><title>Acme</title><body>Loading</body></html>'
const refusals = Object.values(platforms).flatMap((platform) => platform.refusals)

const captured = capturedFiles().flatMap((row) => {
  const path = join(capturesFolder, row.file)
  const medium = media[extname(row.file)]
  return medium && platformById(row.platform) && existsSync(path) && statSync(path).isFile() ? [{ ...row, medium }] : []
})
const homes = captured.filter(({ medium, file }) => medium === 'html' && !classifyRefusal(documentOf('html', readCapture(file)), refusals))
const answers = captured.filter(({ medium }) => medium !== 'html')

describe.skipIf(skipsCaptures)('crawler/detection.ts, on captured pages over HTTP', () => {
  let http: HttpClient
  let host: FaultServer

  beforeAll(async () => {
    http = createTestClient()
    host = await startFaultServer()
  })
  afterAll(async () => {
    await http.destroy()
    await host.close()
  })

  /** A page of its own for each capture: everything else on it is not found. */
  async function detected(name: string, documents: Readonly<Record<string, { medium: Medium; text: string }>>): Promise<readonly string[]> {
    const page = `/${name.replaceAll(/[^a-z0-9]+/giu, '-')}`
    for (const [path, { medium, text }] of Object.entries(documents)) {
      host.on(`${page}${path}`, answer({ headers: { 'content-type': types[medium] }, body: text }))
    }
    const { identified } = await detectPage(host.url(page), { http })
    return identified.map(({ platform }) => platform)
  }

  it.each(homes)('$file: identified as its own platform and as no other', async ({ file, platform }) => {
    expect(await detected(file, { '': { medium: 'html', text: readCapture(file) } })).toStrictEqual([platform])
  })

  it.each(answers)(
    '$file: behind a page that says nothing, identified as its own platform or not at all',
    async ({ file, platform, medium }) => {
      const probes = platformById(platform)?.fingerprints.probes ?? []
      const wrong: string[] = []
      for (const [index, path] of probes.entries()) {
        const found = await detected(`${file}-${index}`, {
          '': { medium: 'html', text: blank },
          [path]: { medium, text: readCapture(file) },
        })
        wrong.push(...found.filter((id) => id !== platform))
      }

      expect(wrong).toStrictEqual([])
    },
  )
})
