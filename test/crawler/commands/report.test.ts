import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportFromFile } from '../../../crawler/commands/report.ts'
import { CommandError } from '../../../crawler/output.ts'

const sentence = 'On May 3 between 10:00 and 11:30 UTC users saw errors.'

describe('crawler/commands/report.ts', () => {
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'statuswire-report-'))
    writeFileSync(join(folder, 'outage.md'), sentence)
    writeFileSync(join(folder, '2024-05-03-outage.md'), sentence)
    writeFileSync(join(folder, 'page.html'), `<h2>Impact</h2><p>${sentence}</p>`)
    writeFileSync(join(folder, 'page.txt'), `<!doctype html><h2>Impact</h2><p>${sentence}</p>`)
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it.each([
    ['the file alone', 'outage.md', {}, '--05-03T10:00Z'],
    ['the day in its name', '2024-05-03-outage.md', {}, '2024-05-03T10:00:00.000Z'],
    ['the address', 'outage.md', { url: 'https://acme.example/2023/05/04/outage' }, '2023-05-03T10:00:00.000Z'],
    ['the day of publication', 'outage.md', { publishedAt: '2022-05-09' }, '2022-05-03T10:00:00.000Z'],
    ['the moment of publication', 'outage.md', { publishedAt: '2021-05-09T12:00:00+02:00' }, '2021-05-03T10:00:00.000Z'],
  ])('takes the year from %s', (_what, file, options, start) => {
    expect(reportFromFile(join(folder, file), options).windows[0]?.start).toBe(start)
  })

  it.each(['page.html', 'page.txt'])('reads %s as HTML', (file) => {
    expect(reportFromFile(join(folder, file), {})).toMatchObject({ sections: [{ name: 'impact' }], windows: [{ start: '--05-03T10:00Z' }] })
  })

  it.each([
    ['a file that is none', 'nosuch.md', {}, /nosuch\.md cannot be read$/u],
    ['an address that is none', 'outage.md', { url: 'acme' }, /^--url is no address: acme$/u],
    ['a time that is none', 'outage.md', { publishedAt: 'May 3' }, /^--published-at is neither a date nor an instant with a zone: May 3$/u],
  ])('refuses %s', (_what, file, options, message) => {
    function read(): void {
      reportFromFile(join(folder, file), options)
    }

    expect(read).toThrow(CommandError)
    expect(read).toThrow(message)
  })
})
