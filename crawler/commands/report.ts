import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { instantFromIso } from '../../parsers/lib/time.ts'
import type { Instant } from '../../parsers/model.ts'
import { readIncidentReport } from '../../parsers/report/index.ts'
import type { IncidentReport } from '../../parsers/report/model.ts'
import { decodeText } from '../fetch/text.ts'
import { CommandError, printJson } from '../output.ts'

interface ReportOptions {
  readonly url?: string
  readonly publishedAt?: string
}

/** `report`: the text, markdown or HTML of an incident report -> IncidentReport as JSON. */
export function reportCommand(file: string, options: ReportOptions): Promise<void> {
  printJson(reportFromFile(file, options))
  return Promise.resolve()
}

/** Throws CommandError where the file or an option is not what it should be. */
export function reportFromFile(file: string, { url, publishedAt }: ReportOptions): IncidentReport {
  if (url !== undefined && !URL.canParse(url)) throw new CommandError(`--url is no address: ${url}`, 2)
  const body = decodeText(bytesOf(file), undefined)
  const isHtml = /^\.html?$/iu.test(extname(file)) || /^\s*<(?:!doctype|html|head|body|article|div|p|h[1-6])\b/iu.test(body.slice(0, 1000))
  const name = file === '-' ? {} : { name: basename(file) }
  const published = publishedAt === undefined ? {} : { publishedAt: instantOf(publishedAt) }
  return readIncidentReport({ body, format: isHtml ? 'html' : 'markdown', ...(url === undefined ? {} : { url }), ...published }, name)
}

/** A date alone is enough to tell which year a text means. */
function instantOf(text: string): Instant {
  const instant = instantFromIso(/^\d{4}-\d{2}-\d{2}$/u.test(text) ? `${text}T00:00:00Z` : text)
  if (!instant) throw new CommandError(`--published-at is neither a date nor an instant with a zone: ${text}`, 2)
  return instant
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file)
  } catch (error) {
    throw new CommandError(`${file === '-' ? 'standard input' : file} cannot be read`, 2, { cause: error })
  }
}
