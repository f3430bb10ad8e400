import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Records of Salesforce that the page carries as JSON. Source: status.okta.com, a recorded page of 2026-07 (trimmed to its incidents)
 * and programs that read the spans around them in 2026. Authority: the maker's own page. Quirks: the log is rewritten in
 * place; an end is told as a day alone, beside a duration; a start was once hours off what the log says; planned work that ran over
 * stands among the incidents; no list tells how a cell is.
 */
export const Incident = z.object({
  Id: z.string().min(1),
  Name: z.string().nullish(),
  Status__c: z.string(),
  Category__c: z.string(),
  Incident_Title__c: z.string().nullish(),
  Log__c: z.string().nullish(),
  Impacted_Cells__c: z.string().nullish(),
  Start_Time__c: z.string().nullish(),
  Last_Updated__c: z.string().nullish(),
  CreatedDate: z.string().nullish(),
})
export type Incident = z.infer<typeof Incident>

export const Incidents = list(Incident)

export const Updates = list(
  z.object({
    Id: z.string().min(1),
    IncidentId__c: z.string().min(1),
    UpdateLog__c: z.string().nullish(),
    CreatedDate: z.string().nullish(),
  }),
)
export type Updates = z.infer<typeof Updates>
