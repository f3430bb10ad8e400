import { z } from 'zod'
import { list, looseArray } from '../lib/schema.ts'

/**
 * Source: https://oneuptime.com/docs/status-pages/public-api and the code that answers it (OneUptime/oneuptime,
 * Common/Server/API/StatusPageAPI.ts), read 2026-11-20. Authority: the maker's documentation and code.
 * Quirks: older installations answer POST alone. Ids of other things, times and colours are wrapped as
 * `{_type, value}`, an object's own `_id` is not. Names and colours of states are the tenant's to choose; only the flags
 * beside them (isOperationalState, isResolvedState, ...) have a fixed meaning. Notes and changes of state stand in lists
 * of their own, for all entries together. Keys of things that a tenant does not show are told as empty lists.
 */
const wrapped = z.union([z.string(), z.object({ value: z.string() }).transform(({ value }) => value)])
const optional = wrapped.nullish()
const flag = z.boolean().nullish()
const id = z.string().min(1)

const MonitorStatus = z
  .object({ _id: id.nullish(), name: z.string(), isOperationalState: flag, isOfflineState: flag })
  .transform(({ _id: own, ...status }) => ({ ...status, id: own }))
export type MonitorStatus = z.infer<typeof MonitorStatus>

const Resource = z
  .object({
    _id: id,
    displayName: z.string().nullish(),
    displayDescription: z.string().nullish(),
    order: z.number().nullish(),
    statusPageGroupId: optional,
    monitorId: optional,
    monitorGroupId: optional,
    monitor: z.object({ name: z.string().nullish(), currentMonitorStatusId: optional }).nullish(),
  })
  .transform(({ _id: own, ...resource }) => ({ ...resource, id: own }))
export type Resource = z.infer<typeof Resource>

const Group = z
  .object({ _id: id, name: z.string(), order: z.number().nullish(), parentStatusPageGroupId: optional })
  .transform(({ _id: own, ...group }) => ({ ...group, id: own }))
export type Group = z.infer<typeof Group>

const State = z.object({ name: z.string(), isResolvedState: flag, isScheduledState: flag, isOngoingState: flag, isEndedState: flag })
export type State = z.infer<typeof State>

const Monitor = z.object({ _id: id }).transform(({ _id: own }) => own)
const entry = {
  _id: id,
  title: z.string(),
  description: optional,
  createdAt: optional,
  declaredAt: optional,
  monitors: looseArray(Monitor).nullish(),
}
const Incident = z
  .object({
    ...entry,
    currentIncidentState: State,
    incidentSeverity: z.object({ name: z.string() }).nullish(),
    postmortemNote: optional,
    postmortemPostedAt: optional,
    showPostmortemOnStatusPage: flag,
  })
  .transform(({ _id: own, currentIncidentState: state, ...incident }) => ({ ...incident, id: own, state }))
export type Incident = z.infer<typeof Incident>
const Event = z
  .object({ ...entry, currentScheduledMaintenanceState: State, startsAt: optional, endsAt: optional })
  .transform(({ _id: own, currentScheduledMaintenanceState: state, ...event }) => ({ ...event, id: own, state }))
export type Event = z.infer<typeof Event>

/** A note or a change of state, and the entry that it belongs to. */
export interface Posted {
  readonly entry: string
  readonly id: string | null | undefined
  readonly at: string | null | undefined
  readonly note?: string | null | undefined
  readonly state?: State
}

const note = { _id: id.nullish(), note: optional, postedAt: optional, createdAt: optional }
const change = { _id: id.nullish(), startsAt: optional, createdAt: optional }
const IncidentNote = z.object({ ...note, incidentId: wrapped }).transform(({ _id: own, incidentId: of, ...wire }): Posted => ({
  entry: of,
  id: own,
  at: wire.postedAt ?? wire.createdAt,
  note: wire.note,
}))
const IncidentChange = z
  .object({ ...change, incidentId: wrapped, incidentState: State })
  .transform(({ _id: own, incidentId: of, incidentState: state, ...wire }): Posted => ({
    entry: of,
    id: own,
    at: wire.startsAt ?? wire.createdAt,
    state,
  }))
const EventNote = z
  .object({ ...note, scheduledMaintenanceId: wrapped })
  .transform(({ _id: own, scheduledMaintenanceId: of, ...wire }): Posted => ({
    entry: of,
    id: own,
    at: wire.postedAt ?? wire.createdAt,
    note: wire.note,
  }))
const EventChange = z
  .object({ ...change, scheduledMaintenanceId: wrapped, scheduledMaintenanceState: State })
  .transform(({ _id: own, scheduledMaintenanceId: of, scheduledMaintenanceState: state, ...wire }): Posted => ({
    entry: of,
    id: own,
    at: wire.startsAt ?? wire.createdAt,
    state,
  }))

const Resources = z.object({ statusPageResources: list(Resource) })
export const Incidents = Resources.extend({
  incidents: list(Incident),
  incidentPublicNotes: list(IncidentNote),
  incidentStateTimelines: list(IncidentChange),
})
export const Events = Resources.extend({
  scheduledMaintenanceEvents: list(Event),
  scheduledMaintenanceEventsPublicNotes: list(EventNote),
  scheduledMaintenanceStateTimelines: list(EventChange),
})
export const Overview = Incidents.omit({ incidents: true })
  .extend(Events.shape)
  .extend({
    overallStatus: MonitorStatus.nullish(),
    statusPage: z
      .object({ _id: id, pageTitle: z.string().nullish(), name: z.string().nullish() })
      .transform(({ _id: own, pageTitle, name }) => ({ id: own, name: pageTitle || name })),
    activeIncidents: list(Incident),
    resourceGroups: list(Group),
    monitorStatuses: list(MonitorStatus),
    /** The id of a status by the id of a monitor group. */
    monitorGroupCurrentStatuses: z.record(z.string(), wrapped.nullish().catch(undefined)),
  })
export type Overview = z.infer<typeof Overview>
