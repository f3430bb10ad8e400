import { pastIncidents } from './past.ts'
import type { StoryVendor } from './story-model.ts'

/** The vendors of the demonstration and what they go through. All of them are invented. */
const live: readonly StoryVendor[] = [
  {
    id: 'bramble-pay',
    name: 'Bramble Payments',
    category: 'payments',
    timeZone: 'Etc/UTC',
    components: [
      { name: 'Card payments', group: 'Payments', description: 'Authorisation and capture' },
      { name: 'Bank transfers', group: 'Payments' },
      { name: 'Payouts', group: 'Payments' },
      { name: 'API' },
      { name: 'Dashboard' },
      { name: 'Webhooks', description: 'Delivery of events to your systems' },
    ],
    entries: [
      {
        kind: 'incident',
        key: 'card-payments',
        repeats: true,
        titles: [
          { at: 12, value: 'Elevated error rates on card payments' },
          { at: 130, value: 'Card payments failing in Europe' },
        ],
        impacts: [
          { at: 12, value: 'minor' },
          { at: 130, value: 'major' },
        ],
        components: ['Card payments', 'API'],
        updates: [
          {
            at: 12,
            status: 'investigating',
            body: 'We are seeing more declined card payments than usual and are looking into it.',
            affects: { 'Card payments': 'degraded_performance' },
          },
          { at: 75, status: 'investigating', body: 'About one card payment in twenty fails. Bank transfers and payouts are not affected.' },
          {
            at: 130,
            status: 'identified',
            body: 'Connections to one card network are being refused. Payments with cards issued in the United Kingdom fail.',
            affects: { 'Card payments': 'partial_outage', API: 'degraded_performance' },
            edits: [{ at: 175, value: 'Connections to one card network are being refused. Payments with cards issued in Europe fail.' }],
          },
          {
            at: 220,
            status: 'monitoring',
            body: 'Traffic goes over a second route and payments succeed again. We keep watching.',
            affects: { 'Card payments': 'degraded_performance', API: 'operational' },
          },
          {
            at: 290,
            status: 'resolved',
            body: 'Card payments have been at their usual level since {at:220}.',
            affects: { 'Card payments': 'operational' },
            edits: [
              {
                at: 480,
                value:
                  'Card payments have been at their usual level since {at:220}. The cause was a certificate that one of our gateways ' +
                  'presented after its renewal and that the card network did not accept.',
              },
            ],
          },
          {
            at: 400,
            status: 'postmortem',
            body: `## Summary

Between {at:-60} and {at:220} some card payments failed, at first about one in twenty, later every payment with a card issued in Europe.

## Timeline

* {at:-60} A gateway starts with its renewed certificate; the first payments are declined.
* {at:12} An alarm on the rate of declined payments fires.
* {at:130} The refused connections are found.
* {at:220} Traffic is moved to a second route; payments succeed.

## Root cause

The renewed certificate lacked an intermediate that one card network requires.

## What we do next

* Renewals are tried against every network before they go live.
* The alarm now looks at each network by itself.`,
          },
        ],
      },
      {
        kind: 'incident',
        key: 'webhooks-late',
        repeats: true,
        titles: [{ at: 390, value: 'Webhooks are late' }],
        impacts: [{ at: 390, value: 'minor' }],
        components: ['Webhooks'],
        updates: [
          {
            at: 390,
            status: 'monitoring',
            body: 'Events of the last hour are being delivered again, which holds up new ones for a few minutes.',
            affects: { Webhooks: 'degraded_performance' },
          },
          { at: 530, status: 'resolved', body: 'All events are delivered.', affects: { Webhooks: 'operational' } },
        ],
      },
    ],
  },
  {
    id: 'harbourline',
    name: 'Harbourline Compute',
    category: 'cloud',
    timeZone: 'Europe/Rome',
    components: [
      { name: 'Instances West', group: 'Region West' },
      { name: 'Storage West', group: 'Region West' },
      { name: 'Instances East', group: 'Region East' },
      { name: 'Storage East', group: 'Region East' },
      { name: 'Control panel' },
    ],
    entries: [
      {
        kind: 'maintenance',
        key: 'storage-upgrade',
        repeats: true,
        titles: [{ at: 5, value: 'Storage upgrade in Region West' }],
        windows: [
          { at: 5, value: { start: 90, end: 300 } },
          { at: 60, value: { start: 120, end: 330 } },
        ],
        components: ['Storage West'],
        updates: [
          {
            at: 5,
            status: 'scheduled',
            body: 'We will replace storage controllers one by one. Volumes stay readable; writes may pause for seconds.',
          },
          { at: 60, status: 'scheduled', body: 'The work starts a little later than announced.' },
          { at: 120, status: 'in_progress', body: 'The work has begun.', affects: { 'Storage West': 'under_maintenance' } },
          { at: 270, status: 'verifying', body: 'All controllers are replaced. We are checking them under load.' },
          { at: 320, status: 'completed', body: 'The upgrade is done.', affects: { 'Storage West': 'operational' } },
        ],
      },
      {
        kind: 'maintenance',
        key: 'network-east',
        repeats: false,
        titles: [{ at: -7200, value: 'Network maintenance in Region East' }],
        windows: [{ at: -7200, value: { start: 3 * 86_400, end: 3 * 86_400 + 7200 } }],
        components: ['Instances East', 'Storage East'],
        updates: [{ at: -7200, status: 'scheduled', body: 'Two routers are replaced. Connections may be dropped once.' }],
      },
    ],
  },
  {
    id: 'tallowgate',
    name: 'Tallowgate Identity',
    category: 'security',
    timeZone: 'Etc/UTC',
    components: [{ name: 'Sign-in' }, { name: 'Token refresh' }, { name: 'Directory sync' }, { name: 'Admin console' }],
    entries: [
      {
        kind: 'incident',
        key: 'sign-in',
        repeats: true,
        titles: [{ at: 340, value: 'Nobody can sign in' }],
        impacts: [{ at: 340, value: 'critical' }],
        components: ['Sign-in', 'Token refresh'],
        updates: [
          {
            at: 340,
            status: 'investigating',
            body: 'Sign-in fails for all tenants. Sessions that are open stay open.',
            affects: { 'Sign-in': 'major_outage', 'Token refresh': 'partial_outage' },
          },
          {
            at: 400,
            status: 'identified',
            body: 'A configuration change of {at:330} left the sign-in service without its database. It is being undone.',
          },
          {
            at: 460,
            status: 'monitoring',
            body: 'The change is undone and sign-in works again for most tenants.',
            affects: { 'Sign-in': 'degraded_performance', 'Token refresh': 'operational' },
          },
          { at: 540, status: 'resolved', body: 'Sign-in works for all tenants.', affects: { 'Sign-in': 'operational' } },
        ],
      },
    ],
  },
  {
    id: 'lanternfish',
    name: 'Lanternfish Mail',
    category: 'communication',
    timeZone: 'Etc/UTC',
    components: [{ name: 'Sending' }, { name: 'Inbound parsing' }, { name: 'Event log' }, { name: 'Web app' }],
    conditions: [{ component: 'Inbound parsing', from: 200, until: 330, status: 'degraded_performance' }],
    entries: [
      {
        kind: 'incident',
        key: 'slow-delivery',
        repeats: false,
        titles: [{ at: -900, value: 'Slow delivery to some mailbox providers' }],
        impacts: [{ at: -900, value: 'minor' }],
        components: ['Sending'],
        updates: [
          {
            at: -900,
            status: 'investigating',
            body: 'Mail to some providers waits longer than usual.',
            affects: { Sending: 'degraded_performance' },
          },
          { at: -400, status: 'monitoring', body: 'The queues are getting shorter.' },
          { at: 110, status: 'resolved', body: 'The queues are empty.', affects: { Sending: 'operational' } },
        ],
      },
    ],
  },
  {
    id: 'pebblecast',
    name: 'Pebblecast Video',
    category: 'social',
    timeZone: 'Etc/UTC',
    components: [{ name: 'Live streams' }, { name: 'Recordings' }, { name: 'Live captions' }, { name: 'Uploads' }],
    entries: [
      {
        kind: 'incident',
        key: 'captions',
        repeats: true,
        titles: [{ at: 150, value: 'Live captions are missing' }],
        impacts: [{ at: 150, value: 'none' }],
        components: ['Live captions'],
        updates: [
          {
            at: 150,
            status: 'investigating',
            body: 'Some live streams have no captions.',
            affects: { 'Live captions': 'degraded_performance' },
          },
          { at: 260, status: 'resolved', body: 'Captions are back.', affects: { 'Live captions': 'operational' } },
        ],
        removedAt: 430,
      },
      {
        kind: 'incident',
        key: 'uploads-slow',
        repeats: true,
        titles: [{ at: 425, value: 'Uploads are slow' }],
        impacts: [{ at: 425, value: 'none' }],
        components: ['Uploads'],
        updates: [
          { at: 425, status: 'investigating', body: 'Some uploads take longer than usual.' },
          { at: 500, status: 'resolved', body: 'Uploads are back at their usual speed.' },
        ],
      },
    ],
  },
  {
    id: 'fernway',
    name: 'Fernway Maps',
    category: 'developer',
    timeZone: 'Etc/UTC',
    components: [{ name: 'Tiles' }, { name: 'Geocoding' }, { name: 'Routing' }],
    outages: [{ from: 230, until: 330 }],
    entries: [],
  },
  {
    id: 'quillhaven',
    name: 'Quillhaven Docs',
    category: 'productivity',
    timeZone: 'Etc/UTC',
    components: [{ name: 'Editor' }, { name: 'Comments' }, { name: 'Search' }, { name: 'Export' }, { name: 'Mobile apps' }],
    entries: [],
  },
  {
    id: 'marlowbase',
    name: 'Marlowbase',
    category: 'data',
    timeZone: 'Europe/Rome',
    components: [{ name: 'Clusters' }, { name: 'Backups' }, { name: 'Query console' }],
    entries: [],
  },
]

export const demoStory: readonly StoryVendor[] = live.map((vendor) => ({
  ...vendor,
  entries: [...(pastIncidents[vendor.id] ?? []), ...vendor.entries],
}))
