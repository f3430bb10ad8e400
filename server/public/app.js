/*
 * What the pages do beyond showing: instant filtering, times that keep counting and name the reader's own zone, and
 * live refresh. Everything works without it. Markup comes from this server alone, already parsed by the browser
 * (responseType "document"), so no string ever becomes markup here.
 */

const main = document.getElementById('main')
const isLive = main.dataset.live === 'true'

/* --- Our server's clock: the moment the page was made plus the time since, whatever this machine's clock says. --- */

const navigation = performance.getEntriesByType('navigation')[0]
let madeAt = Date.parse(main.dataset.now)
let receivedAt = navigation?.responseStart ?? 0

function serverNow() {
  return madeAt + performance.now() - receivedAt
}

/** Writes only what is new: these places are read aloud when they change. */
function say(place, text) {
  if (place.textContent !== text) place.textContent = text
}

/* --- Times --- */

const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' })

function relativeWords(elapsed) {
  if (Math.abs(elapsed) < 5000) return 'just now'
  const seconds = Math.floor(Math.abs(elapsed) / 1000)
  const [unit, size] = seconds < 60 ? ['s', 1] : seconds < 3600 ? ['min', 60] : seconds < 48 * 3600 ? ['h', 3600] : ['d', 86_400]
  const words = `${Math.floor(seconds / size)} ${unit}`
  return elapsed >= 0 ? `${words} ago` : `in ${words}`
}

function countTimes() {
  const now = serverNow()
  for (const time of main.querySelectorAll('time[data-relative]')) {
    const words = relativeWords(now - Date.parse(time.dateTime))
    if (time.textContent !== words) time.firstChild.data = words
  }
}

function localiseTimes() {
  for (const time of document.querySelectorAll('time[datetime*="Z"]')) {
    const at = new Date(time.dateTime)
    const words = `${local.format(at)}, your time`
    time.title = 'relative' in time.dataset ? `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC; ${words}` : words
  }
}

/* --- Filter: the form works without us; with us every keystroke counts and the address follows. --- */

const filter = document.querySelector('form[data-rows]')

function isMatch(row, fields) {
  return fields.every(({ name, value }) => {
    const text = row.dataset[name] ?? ''
    if (value === '') return true
    if (name === 'health') return text.split(' ').includes(value)
    return name === 'name' ? text.includes(value.trim().toLowerCase()) : text === value
  })
}

function applyFilter() {
  if (!filter) return
  const fields = [...filter.querySelectorAll('input, select')].map(({ name, value }) => ({ name, value }))
  const isFiltering = fields.some(({ value }) => value.trim() !== '')
  const target = document.getElementById(filter.dataset.rows)
  let shown = 0
  const rows = target.querySelectorAll('[data-row]')
  for (const row of rows) {
    row.hidden = !isMatch(row, fields)
    if (!row.hidden) shown += 1
  }
  for (const group of target.querySelectorAll('[data-group]')) {
    group.hidden = !group.querySelector('[data-row]:not([hidden])')
    if (isFiltering && group.localName === 'details') group.open = true
  }
  const count = document.getElementById('filter-count')
  const words = rows.length === 1 ? count.dataset.one : count.dataset.many
  const text = isFiltering ? `${shown.toLocaleString('en')} of ${rows.length.toLocaleString('en')} ${words}` : ''
  say(count, text)
  const clear = document.getElementById('filter-clear')
  if (clear) clear.hidden = !isFiltering
}

function followFilter() {
  applyFilter()
  const query = new URLSearchParams([...new FormData(filter)].filter(([, value]) => value !== ''))
  history.replaceState(history.state, '', `${location.pathname}${query.size > 0 ? `?${query}` : ''}`)
}

function startFilter() {
  if (!filter) return
  filter.addEventListener('input', followFilter)
  filter.addEventListener('submit', (event) => {
    event.preventDefault()
    followFilter()
  })
  document.getElementById('filter-clear')?.addEventListener('click', (event) => {
    event.preventDefault()
    // Not reset(): that goes back to what the server filled in.
    for (const field of filter.querySelectorAll('input, select')) field.value = ''
    followFilter()
    filter.querySelector('input').focus()
  })
  // The browser may have brought back what was typed before a reload.
  applyFilter()
}

/* --- Swap: the new page is laid over the old one node by node, so that what did not change is not touched. --- */

function morph(node, next) {
  if (node.isEqualNode(next)) return
  if (node.nodeName !== next.nodeName || node.id !== next.id) return node.replaceWith(next)
  if (node.nodeType !== Node.ELEMENT_NODE) node.data = next.data
  if (node.nodeType !== Node.ELEMENT_NODE || node.localName === 'form') return
  for (const { name } of [...node.attributes]) if (!next.hasAttribute(name) && !isReaders(node, name)) node.removeAttribute(name)
  for (const { name, value } of next.attributes) if (node.getAttribute(name) !== value && !isReaders(node, name)) node.setAttribute(name, value)
  morphChildren(node, next)
}

/** What the reader has opened or shut stays so. */
function isReaders(node, attribute) {
  return node.localName === 'details' && attribute === 'open'
}

function morphChildren(node, model) {
  const named = new Map([...node.children].filter(({ id }) => id !== '').map((child) => [child.id, child]))
  let place = node.firstChild
  for (const child of [...model.childNodes]) {
    const same = child.id ? named.get(child.id) : place && !place.id && place.nodeName === child.nodeName ? place : null
    if (same && same === place) place = place.nextSibling
    else node.insertBefore(same ?? child, place)
    if (same) morph(same, child)
  }
  while (place) {
    const next = place.nextSibling
    place.remove()
    place = next
  }
}

const focusable = 'a[href], button, input, select, summary, [tabindex]'

/** Where the focus is, in a way that survives its element: the n-th target inside the nearest element with an id. */
function rememberFocus() {
  const element = document.activeElement
  const home = main.contains(element) ? element.closest('[id]') : null
  if (!home) return () => {}
  const index = [...home.querySelectorAll(focusable)].indexOf(element)
  return () => {
    if (document.activeElement === element && element.isConnected) return
    const again = document.getElementById(home.id)
    const target = index === -1 ? again : again?.querySelectorAll(focusable)[index]
    ;(target ?? main).focus({ preventScroll: true })
  }
}

/** The first thing in view stays where it is. */
function rememberScroll() {
  if (scrollY === 0) return () => {}
  const anchor = [...main.querySelectorAll('[id]')].find((element) => element.offsetParent && element.getBoundingClientRect().top >= 0)
  const top = anchor?.getBoundingClientRect().top
  return () => {
    const now = anchor && document.getElementById(anchor.id)
    if (now) scrollBy({ top: now.getBoundingClientRect().top - top, behavior: 'instant' })
  }
}

function adopt(page) {
  const next = page.getElementById('main')
  const restoreFocus = rememberFocus()
  const restoreScroll = rememberScroll()
  const before = main.querySelector('h1')?.textContent
  next.className = main.className
  madeAt = Date.parse(next.dataset.now)
  receivedAt = performance.now()
  morph(main, next)
  morph(document.getElementById('as-of'), page.getElementById('as-of'))
  document.title = page.title
  applyFilter()
  localiseTimes()
  restoreFocus()
  restoreScroll()
  const after = main.querySelector('h1')?.textContent
  if (after !== before) say(document.getElementById('announcement'), after)
}

/* --- Live --- */

const longestWait = 60_000
const shortestWait = 3_000
const control = document.getElementById('live')
const toggle = document.getElementById('live-toggle')
const warning = document.getElementById('lost')
let isPaused = false
let failures = 0
let refreshedAt = 0
let timer = 0
let source = null
let request = null

/** When the first reading on this page can no longer be called fresh. */
function freshUntil() {
  const times = [...main.querySelectorAll('[data-fresh-until]')].map((element) => Date.parse(element.dataset.freshUntil))
  return times.length > 0 ? Math.min(...times) : Infinity
}

/** Nothing stays green on the screen longer than it was proved, whatever the reason that it was not renewed. */
function judge() {
  const isExpired = serverNow() > freshUntil()
  const isLost = failures > 0 || isExpired
  main.classList.toggle('lost', isLost)
  const reason = failures > 0 ? 'Statuswire does not answer.' : 'These readings are too old to rely on.'
  const text = isLost && (failures > 0 || isPaused) ? `${reason} What is below was true at ${new Date(madeAt).toISOString().slice(11, 19)} UTC.` : ''
  say(warning, text)
  warning.hidden = text === ''
  const state = isPaused ? 'Paused' : failures > 0 ? 'No answer' : 'Live'
  say(document.getElementById('live-state'), state)
  control.classList.toggle('off', state !== 'Live')
}

function refresh() {
  clearTimeout(timer)
  if (request) return
  request = new XMLHttpRequest()
  request.open('GET', location.href)
  request.responseType = 'document'
  request.timeout = 20_000
  // A validator of our own keeps every cache out: the page must be made now.
  request.setRequestHeader('If-None-Match', '"none"')
  request.onloadend = () => {
    const { status, response } = request
    request = null
    refreshedAt = performance.now()
    const isAnswer = status >= 200 && status < 500 && response?.getElementById('main')
    failures = isAnswer ? 0 : failures + 1
    if (isAnswer) adopt(response)
    judge()
    plan()
  }
  request.send()
}

/** The next refresh: when freshness ends, at the latest in a minute; after failures with growing patience. */
function plan(soon = false) {
  clearTimeout(timer)
  if (isPaused || document.hidden) return
  const patience = Math.min(longestWait, 5_000 * 2 ** (failures - 1))
  const due = failures > 0 ? patience : Math.min(longestWait, freshUntil() - serverNow() + 500)
  const sinceLast = performance.now() - refreshedAt
  timer = setTimeout(refresh, Math.max(soon ? 300 : due, shortestWait - sinceLast, 300))
}

function connect() {
  source?.close()
  source = null
  if (isPaused || document.hidden) return
  source = new EventSource(`/api/v1/changes/stream?after=${main.dataset.newest}`)
  for (const name of ['change', 'readings', 'reset']) source.addEventListener(name, () => plan(true))
  // Refused rather than broken: the browser does not try again by itself, the regular refresh goes on.
  source.addEventListener('error', () => {
    if (source?.readyState === EventSource.CLOSED) setTimeout(connect, longestWait)
  })
}

function resume() {
  clearTimeout(timer)
  connect()
  judge()
  if (!document.hidden && !isPaused) refresh()
}

function startLive() {
  if (!isLive) return
  control.hidden = false
  toggle.addEventListener('click', () => {
    isPaused = !isPaused
    toggle.textContent = isPaused ? 'Resume' : 'Pause'
    resume()
  })
  document.addEventListener('visibilitychange', resume)
  addEventListener('pageshow', (event) => event.persisted && resume())
  setInterval(() => {
    countTimes()
    judge()
  }, 5_000)
  // A page out of a cache was made before it was asked for: its clock and its readings are older than they look.
  const isCached = navigation?.type === 'back_forward' || navigation?.transferSize < navigation?.encodedBodySize
  plan(isCached)
  connect()
}

startFilter()
localiseTimes()
startLive()
