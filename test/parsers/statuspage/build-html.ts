import { descriptionOf, indicatorOf } from './build-json.ts'
import { clockAt, type ComponentFacts, type EntryFacts, flatten, isClosed, type PageFacts, type UpdateFacts } from './facts.ts'

/** The platform's pages and feeds: its class names, attributes and stamps around texts of our own. */

export function homeHtml(page: PageFacts, renderedAt: string): string {
  const open = page.incidents.filter((entry) => !isClosed(entry))
  const running = page.maintenances.filter(({ status }) => status === 'in_progress' || status === 'verifying')
  const planned = page.maintenances.filter(({ status }) => status === 'scheduled')
  const indicator = indicatorOf(page)
  const banner = `<div class="page-status status-${indicator}"><span class="status font-large">\n  ${descriptionOf(page)}\n</span></div>`
  const unresolved = [...open, ...running].map((entry) => unresolvedHtml(entry, page)).join('\n')
  return shell(
    page,
    renderedAt,
    `${page.name} Status`,
    `status index status-${indicator}`,
    `<div class="layout-content status status-index starter"><div class="container">
${unresolved === '' ? banner : `<div class="unresolved-incidents">\n${unresolved}\n</div>`}
<div class="components-section font-regular"><div class="components-container one-column">
${page.components.map(componentHtml).join('\n')}
</div></div>
${uptimeScript(page, renderedAt)}
${planned.length > 0 ? `<div class="scheduled-maintenances-container">${planned.map((entry) => plannedHtml(entry, page)).join('\n')}</div>` : ''}
<div class="incidents-list format-expanded">
${pastDays(page, renderedAt)}
</div>
${footer('history')}
</div></div>`,
  )
}

export function incidentHtml(page: PageFacts, id: string, renderedAt: string): string {
  const entry = [...page.incidents, ...page.maintenances].find((found) => found.id === id)
  if (!entry) throw new Error(`no entry ${id}`)
  const kind = entry.scheduledFor ? 'Scheduled Maintenance' : 'Incident'
  const affected = affectedSentence(entry, page)
  return shell(
    page,
    renderedAt,
    `${page.name} Status - ${entry.title}`,
    'status incident status-none',
    `<div class="layout-content status status-incident"><div class="container">
<div class="page-title">
<h1 class="color-primary incident-name whitespace-pre-wrap impact-${entry.impact}">${escape(entry.title)}</h1>
<div class="font-largest color-secondary subheader">
    ${kind}

  Report for <a class="color-secondary" href="/">${escape(page.name)}</a></div>
</div>
<div class="incident-updates-container">
${entry.updates
  .toReversed()
  .map((update) => rowHtml(update, page))
  .join('\n')}
${affected ? `<div class="components-affected font-small">\n  ${escape(affected)}\n</div>` : ''}
</div>
${footer('home')}
</div></div>
<form id="subscribe-form-${id}"><input type="hidden" name="incident_code" value="${id}" /></form>`,
  )
}

export function historyHtml(page: PageFacts, props: object, renderedAt: string): string {
  return shell(
    page,
    renderedAt,
    `${page.name} Status - Incident History`,
    'status full_history status-none',
    `<div class="layout-content status status-full-history"><div class="container">
<div data-react-class="HistoryIndex" data-react-props="${escape(JSON.stringify(props))}"></div>
${footer('home')}
</div></div>`,
  )
}

function shell(page: PageFacts, renderedAt: string, title: string, bodyClass: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escape(title)}</title>
<meta name="issued" content="${Math.floor(Date.parse(renderedAt) / 1000)}">
<link rel="stylesheet" href="https://dka575ofm4ao0.cloudfront.net/assets/status/status_manifest.css">
</head>
<body class="${bodyClass}">
${content}
<a href="https://subscriptions.statuspage.io/slack_authentication/kickoff?page_code=${page.id}">Subscribe</a>
</body>
</html>
`
}

function footer(back: 'home' | 'history'): string {
  const link = back === 'home' ? '<a href="/">Current Status</a>' : '<a href="/history">Incident History</a>'
  return `<div class="page-footer border-color font-small">${link}<span class="powered-by"><a href="https://www.atlassian.com/software/statuspage">Powered by Atlassian Statuspage</a></span></div>`
}

function componentHtml(component: ComponentFacts): string {
  if (!component.children) return `<div class="component-container border-color">\n${innerHtml(component)}\n</div>`
  return `<div class="component-container border-color is-group">\n${innerHtml(component)}\n<div class="child-components-container">\n${component.children.map(innerHtml).join('\n')}\n</div>\n</div>`
}

function innerHtml({ id, name, status }: ComponentFacts): string {
  return `<div data-component-id="${id}" class="component-inner-container" data-component-status="${status}" data-js-hook="">
<span class="name">
  ${escape(name)}
</span>
<span class="component-status">${status}</span>
</div>`
}

/** The charts' days, of which only those with a running incident matter here. */
function uptimeScript(page: PageFacts, renderedAt: string): string {
  const days = Array.from({ length: 90 }, (_, age) => new Date(Date.parse(renderedAt) - (89 - age) * 86_400_000).toISOString().slice(0, 10))
  const leaves = flatten(page.components).filter(({ component }) => !component.children)
  const charts = leaves.map(({ component }) => [
    component.id,
    {
      component: { code: component.id, name: component.name },
      days: days.map((date) => ({
        date,
        outages: {},
        related_events: page.incidents
          .filter(
            ({ components, startedAt, resolvedAt }) =>
              components.includes(component.id) && startedAt.slice(0, 10) <= date && (resolvedAt ?? renderedAt).slice(0, 10) >= date,
          )
          .map(({ id, title }) => ({ name: title, code: id })),
      })),
    },
  ])
  return `<script type="text/javascript">\n  var uptimeData = ${JSON.stringify(Object.fromEntries(charts))}\n</script>`
}

function unresolvedHtml(entry: EntryFacts, page: PageFacts): string {
  return `<div class="unresolved-incident impact-${entry.impact}">
<div class="incident-title font-large"><a class="actual-title with-ellipsis" href="/incidents/${entry.id}">${escape(entry.title)}</a></div>
<div class="updates font-regular">
${entry.updates
  .toReversed()
  .map(
    (update) =>
      `<div class="update">\n<strong>${labelOf(update)}</strong> - ${breaks(update.body)}\n<br>\n<small>${stampHtml(update.at, page)}</small>\n</div>`,
  )
  .join('\n')}
</div>
</div>`
}

function plannedHtml(entry: EntryFacts, page: PageFacts): string {
  const from = clockAt(entry.scheduledFor ?? '', page.timeZone)
  const until = clockAt(entry.scheduledUntil ?? '', page.timeZone)
  const end =
    from.day === until.day ? `-<var data-var="time">${until.time}</var>` : ` - ${dayHtml(until)}<var data-var="time">${until.time}</var>`
  const [only] = entry.updates
  const updates =
    entry.updates.length === 1 && only
      ? `<div class="update">\n${breaks(only.body)}\n<br>\n<small>\n  Posted on\n${stampHtml(only.at, page)}\n</small>\n</div>`
      : entry.updates
          .toReversed()
          .map(
            (update) =>
              `<div class="update">\n<strong>${labelOf(update)}</strong> -\n${breaks(update.body)}\n<br>\n<small>\n${stampHtml(update.at, page)}\n</small>\n</div>`,
          )
          .join('\n')
  return `<div class="scheduled-maintenance">
<div class="incident-title font-large"><a href="${page.url}/incidents/${entry.id}" class="color-primary">${escape(entry.title)}</a>
<small class="pull-right" data-unix-time="${Date.parse(entry.scheduledFor ?? '') / 1000}">
${dayHtml(from)}<var data-var="time">${from.time}</var>${end} ${until.zone}
</small></div>
<div class="updates-container font-regular">\n${updates}\n</div>
</div>`
}

function dayHtml({ month, day }: { readonly month: string; readonly day: string }): string {
  return `${month} <var data-var="date">${day}</var>, `
}

function pastDays(page: PageFacts, renderedAt: string): string {
  return Array.from({ length: 15 }, (_, age) => {
    const { month, day, year } = clockAt(new Date(Date.parse(renderedAt) - age * 86_400_000).toISOString(), page.timeZone)
    const entries = [...page.incidents, ...page.maintenances].filter((entry) => {
      const started = clockAt(entry.scheduledFor ?? entry.startedAt, page.timeZone)
      return isClosed(entry) && started.month === month && started.day === day && started.year === year
    })
    const content =
      entries.length === 0
        ? '<p class="color-secondary">No incidents reported.</p>'
        : entries.map((entry) => pastHtml(entry, page)).join('\n')
    return `<div class="status-day font-regular"><div class="date border-color font-large">${month} <var data-var="date">${day}</var>, <var data-var="year">${year}</var></div>\n${content}\n</div>`
  }).join('\n')
}

function pastHtml(entry: EntryFacts, page: PageFacts): string {
  const rows = entry.updates.toReversed().map((update) => {
    const label = labelOf(update)
    if (update.status === 'postmortem')
      return `<div class="update font-regular postmortem"><strong>Postmortem</strong> - <a href="/incidents/${entry.id}">Read details</a><br></div>`
    return `<div class="update font-regular ${label.toLowerCase()}">\n<strong>${label}</strong> -\n${breaks(update.body)}\n<br>\n<small>\n${stampHtml(update.at, page)}\n</small>\n</div>`
  })
  return `<div class="incident-container"><div class="incident-title impact-${entry.impact} font-large"><a href="/incidents/${entry.id}">${escape(entry.title)}</a></div>
<div class="updates-container">\n${rows.join('\n')}\n</div></div>`
}

function rowHtml(update: UpdateFacts, page: PageFacts): string {
  const { month, day, year, time, zone } = clockAt(update.at, page.timeZone)
  const body = update.html
    ? `<div class="markdown-display">${update.html}</div>`
    : `<span class="whitespace-pre-wrap">${breaks(update.body)}</span>`
  return `<div class="row update-row">
<h2 class="update-title span3 font-large">
  ${labelOf(update)}
</h2>
<div class="update-container span9"><div class="update-body font-regular">
${body}
</div>
<div class="update-timestamp font-small">
  Posted <span class="ago" data-datetime-unix="${Date.parse(update.at)}"></span>${month} <var data-var='date'>${day}</var>, <var data-var='year'>${year}</var> - <var data-var='time'>${time}</var> ${zone}
</div></div>
</div>`
}

/** "This incident affected: Solo, Group (A, B) and Other." */
function affectedSentence(entry: EntryFacts, page: PageFacts): string | undefined {
  const items = page.components.flatMap((component) => {
    if (!component.children) return entry.components.includes(component.id) ? [component.name] : []
    const children = component.children.filter(({ id }) => entry.components.includes(id)).map(({ name }) => name)
    return children.length > 0 ? [`${component.name} (${children.join(', ')})`] : []
  })
  if (items.length === 0) return undefined
  const listed = items.length === 1 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
  return `This ${entry.scheduledFor ? 'scheduled maintenance' : 'incident'} affected: ${listed}.`
}

export function stampHtml(instant: string, { timeZone }: PageFacts): string {
  const { month, day, time, zone } = clockAt(instant, timeZone)
  return `${month} <var data-var='date'>${day}</var>, <var data-var='time'>${time}</var> ${zone}`
}

export function labelOf({ status, label }: UpdateFacts): string {
  return label ?? `${status.charAt(0).toUpperCase()}${status.slice(1)}`.replace('_', ' ')
}

export function breaks(text: string): string {
  return escape(text).replaceAll('\n', '<br />')
}

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
