import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AnyPlatform, platforms } from '../../parsers/registry.ts'
import { capturesFolder } from '../support/captures.ts'
import { type Served, type WebVendor, webVendor } from './case-web.ts'

/** Captured answers of one vendor's own system, by the source that they answer. */
interface CapturedVendor {
  readonly id: string
  readonly platform: AnyPlatform
  readonly page: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly files: Readonly<Record<string, string>>
  /** What stands around a captured answer where it is served. */
  readonly wrap?: (text: string) => string
}

const {
  alibaba,
  apple,
  aws,
  azure,
  concur,
  google,
  heroku,
  ibm,
  infomaniak,
  meta,
  microsoft365,
  nintendo,
  okta,
  salesforce,
  signal,
  slack,
  statusio,
  vultr,
  xai,
  xbox,
  zscaler,
} = platforms

const amazon = { platform: aws, page: 'https://health.aws.amazon.com/health/status' }
const microsoft = { platform: azure, page: 'https://azure.status.microsoft/en-us/status' }
const events = { platform: infomaniak, page: 'https://infomaniakstatus.com' }
const salesforceHeroku = { platform: heroku, page: 'https://status.heroku.com' }

/** Each with what one moment of it left; a vendor that was captured several times is several here. */
const captured: readonly CapturedVendor[] = [
  { ...amazon, id: 'aws-in-utf-16', files: { currentevents: 'aws/currentevents_20260801.json' } },
  { ...amazon, id: 'aws', files: { currentevents: 'aws/AWS-currentevents.json' } },
  { ...microsoft, id: 'azure', files: { feed: 'azure/Azure-feed-empty-vd.xml', post: 'microsoft/Azure-post.json' } },
  { ...microsoft, id: 'azure-at-first', files: { feed: 'azure/azure_feed_20260723_westus_early.xml' } },
  { ...microsoft, id: 'azure-in-trouble', files: { feed: 'other-bespoke/azure/feed-2026-07-23-major.xml' } },
  { ...microsoft, id: 'azure-empty', files: { feed: 'azure/azure_feed_healthy_empty.xml' } },
  {
    id: 'azure-devops',
    platform: platforms['azure-devops'],
    page: 'https://status.dev.azure.com',
    files: { health: 'azuredevops/AzureDevOps-health.json' },
  },
  {
    id: 'microsoft365',
    platform: microsoft365,
    page: 'https://status.cloud.microsoft',
    files: { adminCenter: 'microsoft/Microsoft-adminpost.json', adminCenterFeed: 'microsoft/Microsoft-adminfeed.xml' },
  },
  { id: 'google-cloud', platform: google, page: 'https://status.cloud.google.com', files: { incidents: 'gcp/gcp_incidents_2026-08.json' } },
  {
    id: 'google-workspace',
    platform: google,
    page: 'https://www.google.com/appsstatus/dashboard',
    files: { incidents: 'gws/Google-appsstatus.json' },
  },
  {
    id: 'salesforce',
    platform: salesforce,
    page: 'https://status.salesforce.com',
    files: { instances: 'salesforce/salesforce_incident.json' },
  },
  {
    id: 'slack',
    platform: slack,
    page: 'https://slack-status.com',
    files: { current: 'slack/slack_current_incident.json', history: 'slack/slack_history_2026-08.json' },
  },
  { ...salesforceHeroku, id: 'heroku', files: { currentStatus: 'other-bespoke/heroku/current-status-incident-2019.json' } },
  { ...salesforceHeroku, id: 'heroku-at-work', files: { currentStatus: 'other-bespoke/heroku/current-status-maintenance-2020.json' } },
  {
    id: 'apple-developer',
    platform: apple,
    page: 'https://developer.apple.com/system-status',
    files: { callback: 'apple/developer_system_status_2020-02.json' },
    wrap: (text) => `jsonCallback(${text});`,
  },
  { id: 'ibm', platform: ibm, page: 'https://cloud.ibm.com/status', files: { data: 'ibm/IBM-enhancedstatus.json' } },
  { id: 'alibaba', platform: alibaba, page: 'https://status.alibabacloud.com', files: { events: 'alibaba/listHistoryEvent.json' } },
  { id: 'vultr', platform: vultr, page: 'https://status.vultr.com', files: { status: 'vultr/status.json', alerts: 'vultr/alerts.json' } },
  { id: 'okta', platform: okta, page: 'https://status.okta.com', files: { home: 'okta/Okta-statuspage.html' } },
  { id: 'meta', platform: meta, page: 'https://metastatus.com', files: { orgs: 'meta/Meta-orgs.json' } },
  { id: 'xai', platform: xai, page: 'https://status.x.ai', files: { feed: 'xai/xai_resolved.xml' } },
  { id: 'signal', platform: signal, page: 'https://status.signal.org', files: { home: 'signal/Signal.html' } },
  { id: 'zscaler-zdx', platform: zscaler, page: 'https://trust.zscaler.com/zdxcloud.net', files: { status: 'zscaler/Zscaler-zdx.json' } },
  { id: 'zscaler-zsn', platform: zscaler, page: 'https://trust.zscaler.com/zscaler.net', files: { status: 'zscaler/Zscaler-zsn.json' } },
  { id: 'concur', platform: concur, page: 'https://open.concur.com', files: { banner: 'concur/Concur-banner.json' } },
  { ...events, id: 'infomaniak', files: { events: 'other-bespoke/infomaniak/acronis-swiss-backup.json' } },
  { ...events, id: 'infomaniak-in-trouble', files: { events: 'other-bespoke/infomaniak/impacting-in-progress.json' } },
  { ...events, id: 'infomaniak-after-trouble', files: { events: 'other-bespoke/infomaniak/impacting-mail-completed.json' } },
  { id: 'xbox', platform: xbox, page: 'https://support.xbox.com/xbox-live-status', files: { xml: 'xbox/servicestatusv6_trimmed.xml' } },
  {
    id: 'nintendo',
    platform: nintendo,
    page: 'https://www.nintendo.co.jp/netinfo/en_US/index.html',
    files: { status: 'nintendo/status_2021_trimmed.json' },
  },
  {
    id: 'docker',
    platform: statusio,
    page: 'https://www.dockerstatus.com',
    params: { pageId: '533c6539221ae15e3f000031' },
    files: { status: 'statusio/docker_partial.json' },
  },
]

/** The vendors of the captures, with their answers at the addresses that their platforms ask for. */
export function capturedVendors(): readonly WebVendor[] {
  return captured.map(({ id, platform, page, params = {}, files, wrap = (text) => text }) => {
    const settings = platform.params.parse(params)
    const served = Object.entries(files).map(([name, file]): Served => {
      const source = platform.sources[name]
      const [url] = source?.urls({ url: page }, settings, { entries: [] }) ?? []
      if (!source || url === undefined) throw new Error(`${platform.id} asks for no ${name}`)
      const bytes = readFileSync(join(capturesFolder, file))
      const isWide = bytes.readUInt16BE() === 0xfeff
      const text = wrap(new TextDecoder(isWide ? 'utf-16be' : 'utf-8').decode(bytes))
      const document = { url, finalUrl: url, status: 200, headers: {}, body: { medium: source.medium, text } }
      return { source: name, document, ...(isWide ? { bytes } : {}) }
    })
    const vendor = webVendor({ id, platform, page, params, served })
    if (!vendor) throw new Error(`nothing of ${id} is asked for`)
    return vendor
  })
}
