import { marked } from 'marked'
import { groupId, statusRow, type Site } from './statuspage-json.ts'
import { openedAt, type ComponentState, type EntryState, type PageState, type UpdateState } from './story-state.ts'
import { localIn, type Local } from './zone.ts'

/** The pages and the feed of a Statuspage, with the markup that readers of it rely on and none of the rest. */

const day = 86_400_000

export function homePage(state: PageState, site: Site): string {
  const status = statusRow(state)
  const open = state.entries.filter(({ kind, closed }) => kind === 'incident' && !closed)
  const planned = state.entries.filter(({ kind, status: phase }) => kind === 'maintenance' && phase === 'scheduled')
  const headline = `<div class="page-status status-${status.indicator}">
      <span class="status font-large">${status.description}</span>
    </div>`
  const content = `${open.length === 0 ? headline : openList(open, state, site)}
    <div class="components-section font-regular">
      <div class="components-container one-column">${components(state)}</div>
    </div>
    ${planned.length === 0 ? '' : plannedList(planned, state, site)}
    ${pastList(state, site)}`
  return layout({
    title: `${state.vendor.name} Status`,
    body: `status index status-${status.indicator}`,
    page: 'status-index',
    content,
    state,
    site,
  })
}

export function incidentPage(entry: EntryState, state: PageState, site: Site): string {
  const subject = entry.kind === 'incident' ? 'Incident' : 'Scheduled Maintenance'
  const affected = `This ${entry.kind === 'incident' ? 'incident' : 'scheduled maintenance'} affected: ${affectedText(entry.components)}.`
  const content = `<div class="page-title">
      <h1 class="color-primary incident-name whitespace-pre-wrap impact-${entry.impact}">${escape(entry.title)}</h1>
      <div class="font-largest color-secondary subheader">${subject} Report for <a class="color-secondary" href="${site.url}">${escape(state.vendor.name)}</a></div>
    </div>
    <div class="incident-updates-container">${entry.updates.map((update) => updateRow(update, state, site)).join('<hr>')}</div>
    <div class="components-affected font-regular color-secondary">${escape(affected)}</div>`
  const title = `${state.vendor.name} Status - ${entry.title}`
  return layout({ title, body: 'status incident status-none', page: 'status-incident', content, state, site })
}

/** The nth three months back, as properties of the list that the page's script draws. */
export function historyPage(number: number, state: PageState, site: Site): string {
  const months = [0, 1, 2].map((month) => monthOf((number - 1) * 3 + month, state, site))
  const properties = JSON.stringify({
    page_status: {
      page: { name: state.vendor.name, time_zone: state.vendor.timeZone, created_at: new Date(site.startedAt + openedAt * 1000) },
    },
    components: [],
    months: months.map(({ row }) => row),
    show_component_filter: false,
    show_uptime_calendar: false,
    component_filter: null,
    start_time: months.at(-1)?.first,
    end_time: months[0]?.last,
  })
  const content = `<div data-react-class="HistoryIndex" data-react-props="${escape(properties)}"></div>`
  const title = `${state.vendor.name} Status - Incident History`
  return layout({ title, body: 'status history status-none', page: 'status-full-history', content, state, site })
}

export function feed(state: PageState, site: Site): string {
  const entries = state.entries.slice(0, 25).map((entry) => {
    const at = new Date(site.startedAt + entry.updatedAt * 1000).toISOString()
    return `<entry>
    <id>tag:${new URL(site.url).hostname},2005:Incident/${Number.parseInt(entry.id.slice(0, 5), 36)}</id>
    <published>${at}</published>
    <updated>${at}</updated>
    <link rel="alternate" type="text/html" href="${site.url}/incidents/${entry.id}"/>
    <title>${escape(entry.title)}</title>
    <content type="html">${escape(entry.updates.map((update) => feedUpdate(update, state, site)).join(''))}</content>
  </entry>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xml:lang="en-US" xmlns="http://www.w3.org/2005/Atom">
  <id>tag:${new URL(site.url).hostname},2005:/history</id>
  <link rel="alternate" type="text/html" href="${site.url}"/>
  <link rel="self" type="application/atom+xml" href="${site.url}/history.atom"/>
  <title>${escape(state.vendor.name)} Status - Incident History</title>
  <updated>${new Date(site.startedAt + state.updatedAt * 1000).toISOString()}</updated>
  <author><name>${escape(state.vendor.name)}</name></author>
  ${entries.join('\n  ')}
</feed>
`
}

interface Layout {
  readonly title: string
  readonly body: string
  readonly page: string
  readonly content: string
  readonly state: PageState
  readonly site: Site
}

function layout({ title, body, page, content, state, site }: Layout): string {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${escape(title)}</title>
    <meta name="issued" content="${Math.round(site.startedAt / 1000 + state.updatedAt)}">
    <link rel="alternate" type="application/atom+xml" href="${site.url}/history.atom" title="ATOM">
  </head>
  <body class="${body}">
    <div class="layout-content status ${page}">
    <div class="container">
    ${content}
    <div class="page-footer border-color font-small">
      <a href="${site.url}/history" class="history-footer-link">Incident History</a>
      <span class="color-secondary powered-by">An invented service in the shape of a page <a href="https://www.atlassian.com/software/statuspage">Powered by Atlassian Statuspage</a></span>
    </div>
    </div>
    </div>
  </body>
</html>
`
}

function components(state: PageState): string {
  const drawn = new Set<string>()
  return state.components
    .map((component) => {
      const { group } = component
      if (group === undefined)
        return `<div class="component-container border-color">${componentRow(component.id, component.name, component.status)}</div>`
      if (drawn.has(group)) return ''
      drawn.add(group)
      const members = state.components.filter((member) => member.group === group)
      const worst = members.find(({ status }) => status !== 'operational')?.status ?? 'operational'
      return `<div class="component-container border-color is-group">${componentRow(groupId(state.vendor.id, group), group, worst)}
        <div class="child-components-container">${members.map((member) => componentRow(member.id, member.name, member.status)).join('')}</div>
      </div>`
    })
    .join('\n')
}

function componentRow(id: string, name: string, status: string): string {
  return `<div data-component-id="${id}" class="component-inner-container" data-component-status="${status}">
        <span class="name">${escape(name)}</span>
        <span class="component-status">${capitalise(status)}</span>
      </div>`
}

function openList(open: readonly EntryState[], state: PageState, site: Site): string {
  const rows = open.map(
    (entry) => `<div class="unresolved-incident impact-${entry.impact}">
        <div class="incident-title font-large"><a class="actual-title with-ellipsis" href="${site.url}/incidents/${entry.id}">${escape(entry.title)}</a></div>
        <div class="updates font-regular">${entry.updates.map((update) => listedUpdate(update, 'update', state, site)).join('')}</div>
      </div>`,
  )
  return `<div class="unresolved-incidents">${rows.join('\n')}</div>`
}

function plannedList(planned: readonly EntryState[], state: PageState, site: Site): string {
  const rows = planned.map((entry) => {
    const window = entry.window ?? { start: 0, end: 0 }
    const start = local(window.start, state, site)
    const end = local(window.end, state, site)
    return `<div class="scheduled-maintenance">
        <div class="incident-title font-large border-color">
          <a href="${site.url}/incidents/${entry.id}" class="color-primary">${escape(entry.title)}</a>
          <small class="pull-right" data-unix-time="${Math.round(site.startedAt / 1000 + window.start)}">${start.month} <var data-var="date">${start.day}</var>, <var data-var="time">${start.time}</var>-<var data-var="time">${end.time}</var> ${start.zone}</small>
        </div>
        <div class="updates-container font-regular">${entry.updates.map((update) => listedUpdate(update, 'update', state, site)).join('')}</div>
      </div>`
  })
  return `<div class="scheduled-maintenances-container"><div class="font-largest">Scheduled Maintenance</div>${rows.join('\n')}</div>`
}

/** The last fifteen days, each with the closed entries that began on it. */
function pastList(state: PageState, site: Site): string {
  const now = site.startedAt + state.now * 1000
  const days = Array.from({ length: 15 }, (_, back) => localIn(state.vendor.timeZone, now - back * day))
  const rows = days.map((date) => {
    const entries = state.entries.filter((entry) => entry.closed && isSameDay(local(entry.createdAt, state, site), date))
    const drawn = entries.map(
      (entry) => `<div class="incident-container">
          <div class="incident-title impact-${entry.impact} font-large"><a href="${site.url}/incidents/${entry.id}" class="whitespace-pre-wrap">${escape(entry.title)}</a></div>
          <div class="updates-container">${entry.updates.map((update) => listedUpdate(update, `update ${update.status.replace('_', ' ')}`, state, site)).join('')}</div>
        </div>`,
    )
    return `<div class="status-day font-regular ${drawn.length === 0 ? 'no-incidents' : ''}">
        <div class="date border-color font-large">${date.month} <var data-var="date">${date.day}</var>, <var data-var="year">${date.year}</var></div>
        ${drawn.length === 0 ? '<p class="color-secondary">No incidents reported.</p>' : drawn.join('\n')}
      </div>`
  })
  return `<div class="incidents-list format-expanded"><a class="font-largest no-link" id="past-incidents" href="#past-incidents">Past Incidents</a>${rows.join('\n')}</div>`
}

function listedUpdate(update: UpdateState, classes: string, state: PageState, site: Site): string {
  const body = update.status === 'postmortem' ? '<a href="#">Read details</a>' : plain(update.body)
  return `<div class="${classes}"><strong>${capitalise(update.status)}</strong> - ${body}<br><small>${shortStamp(local(update.at, state, site))}</small></div>`
}

function feedUpdate(update: UpdateState, state: PageState, site: Site): string {
  return `<p> <small>${shortStamp(local(update.at, state, site))}</small><br> <strong>${capitalise(update.status)}</strong> - ${plain(update.body)} </p>`
}

function updateRow(update: UpdateState, state: PageState, site: Site): string {
  const at = local(update.at, state, site)
  const body =
    update.status === 'postmortem'
      ? `<div class="markdown-display">${marked.parse(update.body, { async: false })}</div>`
      : `<span class="whitespace-pre-wrap">${plain(update.body)}</span>`
  return `<div class="row update-row">
        <h2 class="update-title span3 font-large">${capitalise(update.status)}</h2>
        <div class="update-container span9">
          <div class="update-body font-regular">${body}</div>
          <div class="update-timestamp font-small color-secondary">Posted <span class="ago" data-datetime-unix="${Math.round(site.startedAt + update.at * 1000)}"></span>${at.month} <var data-var='date'>${at.day}</var>, <var data-var='year'>${at.year}</var> - <var data-var='time'>${at.time}</var> ${at.zone}</div>
        </div>
      </div>`
}

function monthOf(back: number, state: PageState, site: Site): { readonly row: object; readonly first: Date; readonly last: Date } {
  const now = local(state.now, state, site)
  const first = new Date(`${now.monthName} 1, ${now.year} 00:00 UTC`)
  first.setUTCMonth(first.getUTCMonth() - back)
  const month = localIn('Etc/UTC', first.getTime())
  const incidents = state.entries.filter((entry) => {
    const at = local(entry.createdAt, state, site)
    return at.month === month.month && at.year === month.year
  })
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0))
  const row = {
    name: month.monthName,
    year: Number(month.year),
    starts_on: first.getUTCDay(),
    days: last.getUTCDate(),
    incidents: incidents.map((entry) => ({
      code: entry.id,
      name: entry.title,
      message: entry.updates[0]?.body ?? '',
      impact: entry.impact,
      timestamp: shortStamp(local(entry.createdAt, state, site)),
    })),
  }
  return { row, first, last }
}

/** "Group (A, B) and Solo" */
function affectedText(affected: readonly ComponentState[]): string {
  const names = [...new Set(affected.map(({ group, name }) => group ?? name))].map((name) => {
    const members = affected.filter(({ group }) => group === name)
    return members.length === 0 ? name : `${name} (${members.map((member) => member.name).join(', ')})`
  })
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function local(seconds: number, state: PageState, site: Site): Local {
  return localIn(state.vendor.timeZone, site.startedAt + seconds * 1000)
}

function isSameDay(a: Local, b: Local): boolean {
  return a.day === b.day && a.month === b.month && a.year === b.year
}

function shortStamp(at: Local): string {
  return `${at.month} <var data-var='date'>${at.day}</var>, <var data-var='time'>${at.time}</var> ${at.zone}`
}

function capitalise(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1).replaceAll('_', ' ')}`
}

function plain(text: string): string {
  return escape(text).replaceAll('\n', '<br />')
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
