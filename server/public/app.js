/*
 * What the pages do beyond showing: instant filtering, times that count and name the reader's own zone, live refresh.
 * Everything works without it. Markup comes parsed by the browser (responseType "document"): no string becomes markup.
 */

import { keepFocus, keepScroll, morph } from './swap.js'

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
  // Of a list that is not here whole the server counts.
  if (!isCut()) say(count, isFiltering ? `${shown.toLocaleString('en')} of ${rows.length.toLocaleString('en')} ${words}` : '')
  const clear = document.getElementById('filter-clear')
  if (clear) clear.hidden = !isFiltering
}

/** Whether rows that match may be missing here. */
function isCut() {
  return 'cut' in document.getElementById(filter.dataset.rows).dataset
}

function followFilter() {
  applyFilter()
  const query = new URLSearchParams([...new FormData(filter)].filter(([, value]) => value !== ''))
  if (new URLSearchParams(location.search).has('all')) query.set('all', 'yes')
  history.replaceState(history.state, '', `${location.pathname}${query.size > 0 ? `?${query}` : ''}`)
  if (isCut()) {
    clearTimeout(timer)
    timer = setTimeout(refresh, 250)
  }
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

/* --- Live --- */

function adopt(page) {
  const next = page.getElementById('main')
  const restoreFocus = keepFocus(main)
  const restoreScroll = keepScroll(main)
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

const longestWait = 60_000
const shortestWait = 3_000
const control = document.getElementById('live')
const toggle = document.getElementById('live-toggle')
const warning = document.getElementById('lost')
let isPaused = false
let failures = 0
let refreshedAt = 0
let lastTook = 0
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
  const own = new XMLHttpRequest()
  const askedAt = performance.now()
  const earlier = request
  request = own
  earlier?.abort()
  own.open('GET', location.href)
  own.responseType = 'document'
  own.timeout = 20_000
  // A validator of our own keeps every cache out: the page must be made now.
  own.setRequestHeader('If-None-Match', '"none"')
  own.onloadend = () => {
    if (request !== own) return
    const { status, response } = own
    request = null
    refreshedAt = performance.now()
    lastTook = refreshedAt - askedAt
    const isAnswer = status >= 200 && status < 500 && response?.getElementById('main')
    failures = isAnswer ? 0 : failures + 1
    if (isAnswer) adopt(response)
    judge()
    plan()
  }
  own.send()
}

/** The next refresh: when freshness ends, at the latest in a minute; after failures with growing patience. */
function plan(soon = false) {
  clearTimeout(timer)
  if (isPaused || document.hidden) return
  const patience = Math.min(longestWait, 5_000 * 2 ** (failures - 1))
  const due = failures > 0 ? patience : Math.min(longestWait, freshUntil() - serverNow() + 500)
  // A page that takes long to make is asked for less often.
  const pause = Math.max(shortestWait, 20 * lastTook) - (performance.now() - refreshedAt)
  timer = setTimeout(refresh, Math.max(soon ? 300 : due, pause, 300))
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
