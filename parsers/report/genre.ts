import type { Draft } from './document.ts'
import type { ReportContext, ReportGenre } from './model.ts'
import { isTimed } from './moments.ts'

/** Templates, how-to articles and invented examples look like reports and tell of no incident. */

const templateTitle =
  /\b(?:post-?mortems?|incident|reports?|rca|retrospective|review|analysis)(?:[ -]\w+)?[ -]templates?\b|^\W*templates?\b|テンプレート|雛形|模[版板]/iu
const placeholder =
  /\[(?:insert|incident|title|severity|author|your|date|time|name|company|customer|service|description|brief|describe|list|x{1,4}|who|what|when|start|end|number|team|role|link|yyyy|hh)\b[^\]\n]{0,80}\](?!\()|\{\{[^}\n]{1,80}\}\}|\bYYYY-MM-DD\b|\bHH:MM\b|\bhh:mm\b|\bMM\/DD\/YYYY\b|\bXX:XX\b|\blorem ipsum\b|\$\{[^}\n]{1,60}\}|\d{4}-xx-xx|×{2}時|××月/giu
const guideTitle =
  /^(?:how (?:to|do)|a (?:\w+ )?guide|the (?:\w+ )?guide|guide to|what (?:is|are) (?:an? )?|why (?:you|we|your)|writing (?:an?|good|great|effective|better)|\d+ (?:tips|steps|ways|best|things)|best practices|tutorial)|\b(?:best practices|cheat ?sheet|step[- ]by[- ]step|tutorial|ultimate guide|complete guide)\b|\b(?:post-?mortems?|incident (?:reports?|reviews?|response|management)) (?:process|culture|guidelines?|handbook|policy|checklist|format|structure|101)\b|\bblameless\b.{0,20}\bpost-?mortems?$|書き方|とは[?？]?$|如何|指南|教程|^comment (?:rédiger|écrire)|^wie (?:man|schreibt)/iu
const guideText =
  /\b(?:in this (?:article|guide|tutorial|post|blog post|lesson|chapter),? (?:we|you|i)(?:'ll| will|'re| are| explain| cover| show)|(?:a|an) (?:good|great|well[- ]written|effective) (?:post-?mortem|incident report)|what (?:is|makes) an? (?:good )?(?:incident )?(?:post-?mortem|incident report))\b/iu
const exampleTitle =
  /^(?:an? )?(?:example|sample|mock|fictional|hypothetical)(?: of)?(?: an?)? (?:incident|post-?mortem|report|outage)|\b(?:example|sample|mock|fictional|hypothetical) (?:post-?mortem|incident|outage|report)|\((?:example|sample|fictional)\)/iu
const exampleText =
  /\b(?:fictional|fictitious|hypothetical|made[- ]up|imaginary|simulated) (?:\w+ ){0,3}(?:incident|outage|post-?mortem|company|report|scenario|service|example|data)|\b(?:example|sample) (?:post-?mortem|incident report|outage report)\b|\bthis (?:is|was) (?:just |only )?an? (?:example|exercise|drill|game ?day)\b|\bgame ?day exercise\b|\bfor illustrat(?:ion|ive) purposes\b/iu

/** Where a document is kept that is only the form of one. */
const keptAs = /(?:^|[/_.-])(?:templates?|examples?|samples?)(?:[/_.-]|$)/iu
const speaksToReader = /\b(?:you|your|you'll|you're)\b/giu
const ofReports = /\bpost-?mortems?\b|\bincident (?:reports?|reviews?)\b/giu

export function genreOf({ plain, title, moments }: Draft, { url, name }: Pick<ReportContext, 'url' | 'name'>): ReportGenre {
  const heading = title?.text ?? ''
  const head = plain.text.slice(0, 6000)
  const blanks = new Set([...head.matchAll(placeholder)].map(([text]) => text.toLowerCase())).size
  const isBlank = blanks >= 5 || (blanks >= 3 && moments.all.filter(isTimed).length < 4)
  if (templateTitle.test(heading) || heading.search(placeholder) !== -1 || isBlank) return 'template'
  if (guideTitle.test(heading) || guideText.test(head) || isAdvice(head)) return 'guide'
  const path = url === undefined ? '' : (URL.parse(url)?.pathname ?? '')
  return exampleTitle.test(heading) || exampleText.test(head) || keptAs.test(path) || keptAs.test(name ?? '') ? 'example' : 'incident'
}

/** A text about reports that talks to its reader: no report does both. */
function isAdvice(head: string): boolean {
  const words = head.split(/\s+/u).length
  return [...head.matchAll(speaksToReader)].length > Math.max(8, words / 50) && [...head.matchAll(ofReports)].length >= 4
}
