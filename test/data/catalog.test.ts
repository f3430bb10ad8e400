import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { categories, openCatalog, readCatalog, starterIds } from '../../data/catalog/catalog.ts'
import type { VendorRow } from '../../data/catalog/vendor-row.ts'

const text = readFileSync(new URL('../../data/catalog/vendors.jsonl', import.meta.url), 'utf8')

function repeated(values: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return values.filter((value) => {
    const key = value.toLowerCase()
    return seen.has(key) || !seen.add(key)
  })
}

describe('data/catalog/catalog.ts', () => {
  it('holds every known vendor, each with a row that passes the check', () => {
    const rows = openCatalog().all()

    expect(rows).toHaveLength(3515)
    expect(text.split('\n')).toHaveLength(3516)
  })

  it('has no vendor, name or page twice', () => {
    const rows = openCatalog().all()

    expect(repeated(rows.map(({ id }) => id))).toEqual([])
    expect(repeated(rows.map(({ name }) => name))).toEqual([])
    expect(repeated(rows.flatMap(({ pages }) => pages.map(({ url }) => url)))).toEqual([])
  })

  it('names pages by https and by nothing but host and path', () => {
    const urls = openCatalog()
      .all()
      .flatMap(({ pages }) => pages.map(({ url }) => new URL(url)))

    expect(
      urls.filter(({ protocol, search, hash, port, username }) => protocol !== 'https:' || search + hash + port + username !== ''),
    ).toEqual([])
  })

  it('keeps to its own few categories', () => {
    const used = new Set(
      openCatalog()
        .all()
        .flatMap(({ category }) => category ?? []),
    )

    expect([...used].toSorted()).toEqual([...categories])
  })

  it('is sorted by id, so that a new vendor has one place', () => {
    const ids = openCatalog()
      .all()
      .map(({ id }) => id)

    expect(ids).toEqual(ids.toSorted())
  })

  it('starts with well-known vendors, Commerce Layer first among them', () => {
    const starter = openCatalog().starter()

    expect(starter.map(({ id }) => id)).toEqual([...starterIds])
    expect(starter[0]?.name).toBe('Commerce Layer')
    expect(starter.length).toBeGreaterThanOrEqual(40)
  })

  it('finds a vendor by its id and nothing by another', () => {
    expect(openCatalog().byId('github')).toEqual({
      id: 'github',
      name: 'GitHub',
      homepage: 'https://github.com',
      category: 'developer',
      pages: [{ url: 'https://www.githubstatus.com', platform: 'statuspage' }],
    })
    expect(openCatalog().byId('git-hub')).toBeUndefined()
  })

  it('checks a row when it is asked for and not before', () => {
    const catalog = readCatalog(
      '{"id":"good","name":"Good","pages":[{"url":"https://a.example/"}]}\n{"id":"bad","name":"Bad","pages":[]}\n',
    )

    expect(catalog.size).toBe(2)
    expect(catalog.byId('good')?.pages).toEqual([{ url: 'https://a.example' }])
    expect(() => catalog.byId('bad')).toThrow("The catalogue's row of bad is wrong: pages")
    expect(() => catalog.all()).toThrow('bad')
  })

  it.each([
    { fault: 'a misspelt platform', row: { pages: [{ url: 'https://a.example', platform: 'statuspaeg' }] } },
    { fault: 'an unknown key', row: { pages: [{ url: 'https://a.example' }], homepgae: 'https://a.example' } },
    { fault: 'an address that is none', row: { pages: [{ url: 'a.example' }] } },
    { fault: 'another protocol', row: { pages: [{ url: 'ftp://a.example' }] } },
    { fault: 'an interval below a second', row: { pages: [{ url: 'https://a.example', intervalSeconds: 0 }] } },
    {
      fault: 'parameters that the platform does not have',
      row: { pages: [{ url: 'https://a.example', platform: 'statuspage', params: { x: 1 } }] },
    },
    { fault: 'parameters without a platform', row: { pages: [{ url: 'https://a.example', params: {} }] } },
  ])('refuses $fault', ({ row }) => {
    const catalog = readCatalog(JSON.stringify({ id: 'a', name: 'A', ...row }))

    expect(() => catalog.byId('a')).toThrow("The catalogue's row of a is wrong")
  })

  it('refuses two rows of one id and a line that does not begin with an id', () => {
    expect(() => readCatalog('{"id":"a","name":"A"}\n{"id":"a","name":"B"}')).toThrow('two rows of a')
    expect(() => readCatalog('{"name":"A","id":"a"}')).toThrow('does not begin with its id')
  })

  it('does not compile with a platform that is not registered', () => {
    const row: VendorRow = {
      id: 'a',
      name: 'A',
      pages: [
        { url: 'https://a.example', platform: 'statuspage' },
        // @ts-expect-error -- the id is misspelt
        { url: 'https://b.example', platform: 'statuspaeg' },
      ],
    }

    expect(row.pages).toHaveLength(2)
  })

  it('gives the starter list without checking the whole catalogue', () => {
    const times = Array.from({ length: 5 }, () => {
      const before = process.cpuUsage()
      readCatalog(text).starter()
      return process.cpuUsage(before).user / 1000
    })

    expect(Math.min(...times)).toBeLessThan(60)
  })
})
