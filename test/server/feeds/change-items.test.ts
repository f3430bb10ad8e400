import { describe, expect, it } from 'vitest'
import type { ChangeKind } from '../../../data/database/schema.ts'
import type { ChangeReading } from '../../../data/store/readings.ts'
import { changeItem } from '../../../server/feeds/change-items.ts'
import { readAt } from '../../support/rows.ts'

function change(kind: ChangeKind, before: unknown, after: unknown): ChangeReading {
  return {
    cursor: 1,
    id: 'k',
    kind,
    vendorId: 'v',
    vendorName: 'Vendor',
    pageId: 'v-page',
    subject: 'incident',
    subjectId: 'i1',
    updateId: 'u1',
    title: 'Logins fail',
    before,
    after,
    observedAt: readAt,
    backfilled: false,
  }
}

describe('server/feeds/change-items.ts', () => {
  it.each([
    {
      what: 'an edit of markup without its tags',
      value: change(
        'incident_update_edited',
        { native: 'Resolved', body: '<p>This incident has been resolved.</p>' },
        { native: 'Resolved', body: '<p>This incident was caused by <strong>a full disk</strong>.</p><p>Sorry &amp; thanks.</p>' },
      ),
      html: '<p>An update was edited, adding a cause: Resolved – Logins fail</p><blockquote><p>This incident <del>has been resolved.</del> <ins>was caused by a full disk.<br />Sorry &amp; thanks.</ins></p></blockquote>',
      text: 'An update was edited, adding a cause: Resolved – Logins fail\n\nRemoved: has been resolved.\nAdded: was caused by a full disk.\nSorry & thanks.\n\nNow:\nThis incident was caused by a full disk.\nSorry & thanks.',
    },
    {
      what: 'a new label with the text that stayed',
      value: change('incident_update_edited', { native: 'Update', body: 'Fixed.' }, { native: 'Resolved', body: 'Fixed.' }),
      html: '<p>An update&#39;s label was changed from Update to Resolved – Logins fail</p><blockquote><p>Fixed.</p></blockquote>',
      text: "An update's label was changed from Update to Resolved – Logins fail\n\nFixed.",
    },
    {
      what: 'an edited report, whose format only the newer one names',
      value: change('report_edited', { body: '**Bad** disk' }, { body: '**Bad** cable', format: 'markdown' }),
      html: '<p>Incident report edited – Logins fail</p><blockquote><p>Bad <del>disk</del> <ins>cable</ins></p></blockquote>',
      text: 'Incident report edited – Logins fail\n\nRemoved: disk\nAdded: cable\n\nNow:\nBad cable',
    },
    {
      what: 'a text written anew once',
      value: change('incident_update_edited', { native: 'Resolved', body: 'Fixed.' }, { native: 'Resolved', body: 'A cable broke' }),
      html: '<p>An update was edited: Resolved – Logins fail</p><blockquote><p><del>Fixed.</del> <ins>A cable broke</ins></p></blockquote>',
      text: 'An update was edited: Resolved – Logins fail\n\nRemoved: Fixed.\nAdded: A cable broke',
    },
    {
      what: 'a report',
      value: change('report_published', null, { body: '<p>A <em>disk</em></p>', format: 'html' }),
      html: '<p>Incident report published – Logins fail</p><blockquote><p>A <em>disk</em></p></blockquote>',
      text: 'Incident report published – Logins fail\n\nA disk',
    },
    {
      what: 'what was taken down',
      value: change('incident_update_removed', { native: 'Update', body: 'We <3 you' }, null),
      html: '<p>An update was taken down: Update – Logins fail</p><blockquote><p>We &lt;3 you</p></blockquote>',
      text: 'An update was taken down: Update – Logins fail\n\nWe <3 you',
    },
    {
      what: 'what has no text',
      value: change('incident_reopened', 'resolved', 'investigating'),
      html: '<p>Incident reopened, from resolved to investigating – Logins fail</p>',
      text: 'Incident reopened, from resolved to investigating – Logins fail',
    },
  ])('shows $what', ({ value, html, text }) => {
    const item = changeItem(value, 'https://wire.example', null)

    expect(item.html).toBe(html)
    expect(item.text).toBe(text)
  })
})
