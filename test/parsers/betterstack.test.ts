import { describe, expect, it } from 'vitest'
import { betterstack } from '../../parsers/betterstack/index.ts'
import { zoneFromRails } from '../../parsers/betterstack/zone.ts'
import { detect } from '../../parsers/fingerprint.ts'
import { leaves, type Snapshot } from '../../parsers/model.ts'
import { capturedFiles, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, fixtureCases, instant } from '../support/documents.ts'

interface Row {
  readonly id: string
  readonly type: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly relationships?: { readonly status_updates?: { readonly data: readonly { readonly id: string }[] } }
}
interface Index {
  readonly data: Row
  readonly included: readonly Row[]
}

const captures = capturedFiles().filter(({ platform, file }) => platform === 'betterstack' && file.endsWith('.json'))
const greenest: Readonly<Record<string, string>> = {
  operational: 'operational',
  degraded: 'degraded_performance',
  downtime: 'major_outage',
  maintenance: 'under_maintenance',
}

function read(text: string, observedAt: string): Snapshot {
  const context = { page: { url: 'https://status.example.com' }, params: {}, observedAt: instant(observedAt) }
  return betterstack.parse({ index: [documentOf('json', text)] }, context)
}

function iso(value: unknown): string | undefined {
  return typeof value === 'string' ? new Date(value).toISOString() : undefined
}

describe.skipIf(skipsCaptures)('parsers/betterstack, on captured pages', () => {
  it.each(captures)('$file: tells every component, in its section', ({ file }) => {
    const text = readCapture(file)
    const index: Index = JSON.parse(text)
    const snapshot = read(text, iso(index.data.attributes['updated_at']) ?? '')
    const told = (snapshot.components ?? []).flatMap(({ group, name, children, ...own }) =>
      group
        ? children.map((child) => [child.nativeId, child.name, child.native, child.health, name])
        : [[own.nativeId, name, own.native, own.health, undefined]],
    )

    const rows = index.included.filter(({ type }) => type === 'status_page_resource')
    const sections = index.included.filter(({ type }) => type === 'status_page_section')
    const stated = rows.map(({ id, attributes }) => {
      const section = sections.find((row) => row.id === String(attributes['status_page_section_id']))
      const word = String(attributes['status'])
      return [id, attributes['public_name'], word, greenest[word] ?? 'unknown', section?.attributes['name'] ?? undefined]
    })
    expect(new Set(told)).toEqual(new Set(stated))
    expect(snapshot.page.nativeId).toBe(index.data.id)
    expect(snapshot.page.name).toBe(index.data.attributes['company_name'])
    expect(snapshot.native).toBe(index.data.attributes['aggregate_state'])
    expect(snapshot.health).toBe(greenest[String(index.data.attributes['aggregate_state'])])
    expect(snapshot.sourceUpdatedAt).toBe(iso(index.data.attributes['updated_at']))
  })

  it.each(captures)('$file: tells every report once, as what it is, with all of its updates', ({ file }) => {
    const text = readCapture(file)
    const index: Index = JSON.parse(text)
    const { incidents = [], maintenances = [], components = [] } = read(text, iso(index.data.attributes['updated_at']) ?? '')
    const reports = index.included.filter(({ type }) => type === 'status_report')
    const planned = reports.filter(({ attributes }) => attributes['report_type'] === 'maintenance')

    expect(incidents.map(({ nativeId }) => nativeId).toSorted()).toEqual(
      reports
        .filter((report) => !planned.includes(report))
        .map(({ id }) => id)
        .toSorted(),
    )
    expect(maintenances.map(({ nativeId }) => nativeId).toSorted()).toEqual(planned.map(({ id }) => id).toSorted())
    for (const { id, attributes, relationships } of reports) {
      const incident = incidents.find(({ nativeId }) => nativeId === id)
      const maintenance = maintenances.find(({ nativeId }) => nativeId === id)
      const entry = incident ?? maintenance
      const posts = index.included.filter((row) =>
        relationships?.status_updates?.data.some((link) => link.id === row.id && row.type === 'status_update'),
      )
      const times = posts.map((post) => iso(post.attributes['published_at']) ?? '').toSorted()

      expect(entry?.title).toBe(attributes['title'])
      expect(entry?.nativePhase).toBe(attributes['aggregate_state'])
      expect(incident?.startedAt ?? maintenance?.scheduledFor).toBe(iso(attributes['starts_at']))
      expect(entry?.updates?.map(({ postedAt }) => postedAt)).toEqual(times)
      expect(new Set(entry?.updates?.map(({ body }) => body))).toEqual(new Set(posts.map((post) => post.attributes['message'])))
      const isOver = attributes['aggregate_state'] === 'resolved'
      expect([incident?.phase, incident?.resolvedAt]).toEqual(
        incident
          ? [isOver ? 'resolved' : 'unknown', isOver ? (iso(attributes['ends_at']) ?? times.at(-1)) : undefined]
          : [undefined, undefined],
      )
      expect(maintenance?.scheduledUntil).toBe(maintenance && iso(attributes['ends_at']))
    }
    expect(leaves(components).length).toBeGreaterThan(0)
  })

  it.each(captures)('$file: the index is identified as the page that it belongs to', ({ file }) => {
    const probe = documentOf('json', readCapture(file))

    expect(detect({ home: documentOf('html', ''), probes: { '/index.json': probe } }, [betterstack])).toMatchObject([{ identified: true }])
  })
})

describe('parsers/betterstack', () => {
  const badge = '<img src="https://uptime.betterstack.com/assets/static_assets/badges/dark.png">'
  const page = '<link rel="icon" href="https://uptime.betterstack.com/assets/status_pages_v2/favicons/operational-0a1b2c3d.png">'

  it.each([
    { name: 'a status page', html: page, identified: true },
    { name: "the maker's badge on somebody's page", html: badge, identified: undefined },
  ])('$name: identified = $identified', ({ html, identified }) => {
    const [match] = detect({ home: documentOf('html', html) }, [betterstack])

    expect(match?.identified).toBe(identified)
  })

  it.each([
    ['Eastern Time (US & Canada)', 'America/New_York'],
    ['Kuala Lumpur', 'Asia/Kuala_Lumpur'],
    ['Samoa', 'Pacific/Apia'],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['Mid-Atlantic', undefined],
    ['', undefined],
  ])('the zone %s of Rails is %s', (name, zone) => {
    expect(zoneFromRails(name)).toBe(zone)
  })

  it('concludes nothing from what is missing where the page points at reports that are not there', () => {
    const [open] = fixtureCases('betterstack').filter(({ name }) => name === 'open-incident')
    const text = open?.documents(() => 'json')['index']?.[0]?.body.text ?? ''
    const more = text.replace(/("status_reports": \{\s*"data": \[)/u, '$1 {"id": "79", "type": "status_report"},')

    expect(more).not.toBe(text)
    expect(read(text, '2026-09-14T13:00:00Z').coverage.incidents).toBe('recent')
    expect(read(more, '2026-09-14T13:00:00Z').coverage).toStrictEqual({ components: 'full', incidents: 'none', maintenances: 'none' })
    expect(read(more, '2026-09-14T13:00:00Z').omissions.map(({ native }) => native)).toContainEqual(['79'])
  })
})
