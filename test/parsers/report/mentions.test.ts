import { describe, expect, it } from 'vitest'
import { readIncidentReport } from '../../../parsers/report/index.ts'
import type { CauseCategory, IncidentReport, ReportContext } from '../../../parsers/report/model.ts'

function read(body: string, context: ReportContext = {}): IncidentReport {
  return readIncidentReport({ body, format: 'markdown' }, context)
}

describe('parsers/report/mentions.ts', () => {
  it.each([
    ['30% of all API calls resulted in errors.', 30],
    ['The outage left 75 percent of users unable to log in.', 75],
    ['About 2.4M records were lost (approximately 4% of the 20-minute impact window, 0.04% of a day).', 4],
    ['Errors peaked at an error rate of 12.5%.', 12.5],
    ['We add an alert for errors when the disk usage reaches 90%.', null],
    ['The failure was found when the success rate fell, and has recovered to 99.9% of requests.', null],
    ['All users were affected.', null],
  ])('reads the share from: %s', (text, percent) => {
    const report = read(text)

    expect(report.affectedSharePercent).toBe(percent)
    expect(report.affectedShareEvidence?.text ?? null).toBe(percent === null ? null : text)
  })

  it('lists what the page says was affected, and its own components where the prose has them', () => {
    const text = 'Login and the checkout page failed.\n\nThis incident affected: API (Read, Write), Dashboard and Apps (Checkout).\n'

    const { affectedComponents } = read(text, { components: ['Login', 'Search', 'API (Read, Write)'] })

    expect(affectedComponents.map(({ name }) => name)).toStrictEqual(['API (Read, Write)', 'Dashboard', 'Apps (Checkout)', 'Login'])
  })

  it('names third parties, but not the page itself', () => {
    const text =
      'Errors\nIncident Report for Cloudflare\nResolved\nAn outage at AWS and a bug at Cloudflare caused errors, as Google Cloud saw as well.\n'

    expect(read(text).thirdParties.map(({ name }) => name)).toStrictEqual(['AWS', 'Google Cloud'])
    expect(read('GitHub was slow.', { url: 'https://www.githubstatus.com/x' }).thirdParties).toStrictEqual([])
  })
})

describe('parsers/report/cause.ts', () => {
  it.each<[CauseCategory, string]>([
    ['config-change', 'The root cause was a misconfigured routing rule.'],
    ['deploy', 'The errors were introduced by a deployment of a new version.'],
    ['database', 'The outage was caused by a deadlock in the primary database.'],
    ['network', 'Packet loss on a fibre link caused the errors.'],
    ['dns', 'The outage was due to wrong DNS records.'],
    ['capacity', 'The servers ran out of memory because of a traffic spike.'],
    ['capacity', 'The outage was caused by the disk of a storage node that was full.'],
    ['hardware', 'The outage was caused by a switch in our cage that failed.'],
    ['power', 'The outage was caused by partial power failures in the building.'],
    ['third-party', 'The outage was caused by our data host, who ran into problems.'],
    ['third-party', 'The issue was caused by an outage of our upstream provider.'],
    ['hardware', 'A faulty disk on a physical server caused the failure.'],
    ['certificate', 'Requests failed because a TLS certificate had expired.'],
    ['security', 'The errors were caused by a DDoS attack.'],
    ['maintenance', 'A planned maintenance caused the interruption.'],
    ['power', 'A power outage in the data hall caused the failure.'],
    ['software-bug', 'The root cause was a race condition, a bug in the scheduler.'],
    ['unknown', 'Users saw errors for a while.'],
  ])('reads %s from: %s', (category, text) => {
    const report = read(text)

    expect(report.causeCategory).toBe(category)
    expect(report.causeEvidence?.text ?? null).toBe(category === 'unknown' ? null : text)
  })

  it('does not take the remedy for the cause', () => {
    expect(read('Users saw errors. We deployed a fix to resolve the issue.').causeCategory).toBe('unknown')
  })
})

describe('parsers/report/genre.ts', () => {
  const window = 'Between 10:00 and 11:30 UTC on May 3, 2024 users saw errors.'

  it.each([
    ['incident', `# Outage\n\n${window}`],
    ['template', `# Postmortem template\n\n${window}`],
    ['template', `# Outage\n\nOn YYYY-MM-DD at HH:MM [describe the impact] happened. ${window}`],
    ['guide', `# How to write a postmortem\n\n${window}`],
    ['guide', `# Postmortems\n\nIn this article, we will look at an example. ${window}`],
    ['example', `# Example incident report\n\n${window}`],
    ['example', `# Outage\n\nThis is a fictional incident. ${window}`],
    ['template', `# 障害報告書テンプレート\n\n${window}`],
  ])('sees that it is %s', (genre, text) => {
    const report = read(text)

    expect(report.genre).toBe(genre)
    expect(report.windows).toHaveLength(genre === 'incident' ? 1 : 0)
  })
})
