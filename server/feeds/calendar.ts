import type { VendorReading } from '../../data/store/readings.ts'
import { findVendor, noVendor } from '../api/vendors.ts'
import type { ServerRequest } from '../context.ts'
import { conditionalAnswer, shownOf } from '../http/caching.ts'
import { type CalendarEntry, icalendar } from './icalendar.ts'

/** Calendars are read whole: they hold the latest of the maintenances, those to come among them. */
const mostEvents = 1000

export async function calendar(c: ServerRequest): Promise<Response> {
  const board = await c.get('server').board()
  return conditionalAnswer(c, shownOf(board), () => answer(c, null))
}

export async function vendorCalendar(c: ServerRequest): Promise<Response> {
  const found = await findVendor(c)
  return found ? conditionalAnswer(c, found.shown, () => answer(c, found.vendor)) : noVendor(c)
}

async function answer(c: ServerRequest, vendor: VendorReading | null): Promise<Response> {
  const { store } = c.get('server')
  const { rows } = await store.maintenances({ limit: mostEvents, ...(vendor ? { vendors: [vendor.id] } : {}) })
  const stamps = await store.stamps(
    'maintenance',
    rows.map((row) => row.id),
  )
  const names = await store.vendorNames([...new Set(rows.map((row) => row.vendorId))])
  const entries: CalendarEntry[] = []
  for (const maintenance of rows) {
    const stamp = stamps.get(maintenance.id)
    if (stamp) entries.push({ maintenance, stamps: stamp, vendorName: names.get(maintenance.vendorId) ?? maintenance.vendorId })
  }
  const name = vendor ? `${vendor.name}: maintenances` : 'Vendor maintenances'
  return c.body(icalendar(name, entries), 200, { 'content-type': 'text/calendar; charset=utf-8' })
}
