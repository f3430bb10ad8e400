import type { JSX } from 'hono/jsx/jsx-runtime'
import { raw } from 'hono/html'
import type { UpdateReading } from '../../data/store/readings.ts'
import { toSafeHtml } from '../http/sanitize.ts'

interface VendorTextProps {
  readonly body: string
  readonly format: UpdateReading['format']
}

/** A vendor's text: the one place where foreign markup enters a page, through the sanitiser and through nothing else. */
export function VendorText({ body, format }: VendorTextProps): JSX.Element {
  return (
    <div class="prose" dir="auto">
      {raw(toSafeHtml(body, format))}
    </div>
  )
}
