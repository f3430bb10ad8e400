import { describe, expect, it } from 'vitest'
import { readIncidentReport } from '../../../parsers/report/index.ts'
import { namesOf } from '../../../parsers/report/sections.ts'

function sectionsOf(body: string, format: 'markdown' | 'html' = 'markdown'): readonly string[] {
  return readIncidentReport({ body, format }).sections.map(({ name, text }) => `${name}: ${text}`)
}

describe('parsers/report/sections.ts', () => {
  it.each([
    ['Executive Summary', ['summary']],
    ['Issue summary', ['summary']],
    ['What happened?', ['summary']],
    ['TL;DR', ['summary']],
    ['Background', ['leadup']],
    ['Lead-up', ['leadup']],
    ['Customer Impact', ['impact']],
    ['Summary of impact', ['impact']],
    ['Impact on users', ['impact']],
    ['Fault', ['impact']],
    ['Fallout', ['impact']],
    ['Detection', ['detection']],
    ['Root Cause Analysis', ['root_cause']],
    ['Contributing factors', ['root_cause']],
    ['What went wrong and why?', ['root_cause']],
    ['Root cause and resolution', ['root_cause', 'resolution']],
    ['Mitigation & recovery', ['resolution']],
    ['How did we respond?', ['resolution']],
    ['Corrective and Preventative Measures', ['corrective_actions']],
    ['Remediation and prevention', ['resolution', 'corrective_actions']],
    ['Action items', ['corrective_actions']],
    ['Next steps', ['corrective_actions']],
    ['What are we doing to prevent this?', ['corrective_actions']],
    ['How are we making incidents like this less likely or less impactful?', ['corrective_actions']],
    ['3. Timeline of events (all times UTC)', ['timeline']],
    ['Chronology', ['timeline']],
    ['Lessons learnt', ['lessons']],
    ['What went well', ['lessons']],
    ['Where we got lucky', ['lessons']],
    ['Zusammenfassung', ['summary']],
    ['Ursache', ['root_cause']],
    ['原因', ['root_cause']],
    ['再発防止策', ['corrective_actions']],
    ['时间线', ['timeline']],
    ['Incident with Issues, Webhooks and Actions', []],
    ['Thanks', []],
    ['Resolved', []],
    ['Related issues', []],
    ['', []],
  ])('takes "%s" for %j', (label, names) => {
    expect(namesOf(label)).toStrictEqual(names)
  })

  it.each([
    ['a heading of markdown', '## Impact\n\nUsers saw errors.\n\n## Action items\n\nTest more.'],
    ['an underlined heading', 'Impact\n------\n\nUsers saw errors.\n\nAction items\n------\n\nTest more.'],
    ['a line in bold', '**Impact**\n\nUsers saw errors.\n\n**Action items:**\n\nTest more.'],
    ['a line of its own', 'Impact\n\nUsers saw errors.\n\nAction items:\n\nTest more.'],
    ['the beginning of a line', 'Impact: Users saw errors.\nAction items: Test more.'],
    ['the beginning of a line in bold', '**Impact:** Users saw errors.\n**Action items**: Test more.'],
    ['an element of a list', '- **Impact**: Users saw errors.\n- **Action items**: Test more.'],
    ['a heading in the middle of a flattened line', '# **Impact** Users saw errors. # **Action items** Test more.'],
    ['a heading glued to the line before', 'Intro without an end\nImpact:\nUsers saw errors.\nAction items:\nTest more.'],
  ])('finds the label as %s', (_form, text) => {
    expect(sectionsOf(text)).toStrictEqual(['impact: Users saw errors.', 'corrective_actions: Test more.'])
  })

  it('finds headings of HTML', () => {
    expect(sectionsOf('<h2>Impact</h2><p>Users saw errors.</p><h2>Action items</h2><p>Test more.</p>', 'html')).toStrictEqual([
      'impact: Users saw errors.',
      'corrective_actions: Test more.',
    ])
  })

  it('quotes the heading, and says where the section stands in the given text', () => {
    const body = '## Root Cause of the Outage\n\nA bug.\n\n## Thanks\n\nEverybody'

    const [section] = readIncidentReport({ body, format: 'markdown' }).sections

    expect(section).toMatchObject({ name: 'root_cause', heading: 'Root Cause of the Outage', text: 'A bug.' })
    expect(body.slice(section?.from, section?.to).trim()).toBe('## Root Cause of the Outage\n\nA bug.')
  })

  it('takes the labels of an open incident for no sections', () => {
    const text =
      'Errors\nInvestigating\nCurrent status: looking.\nScope: all users.\nPosted May 03, 2024 - 12:00 UTC\n\nInvestigating\nImpact: all users.\nPosted May 03, 2024 - 11:00 UTC\n'

    expect(sectionsOf(text)).toStrictEqual([])
  })

  it('reads "What happened" as the cause, too, where the summary above has no label and nothing else tells it', () => {
    const intro = 'On May 3 our platform was down for many customers, and we would like to say what that was about in some detail.'

    expect(sectionsOf(`Outage\n\n${intro}\n\nWhat happened\n\nA change caused errors.\n`)).toStrictEqual([
      'summary: A change caused errors.',
      'root_cause: A change caused errors.',
    ])
  })
})
