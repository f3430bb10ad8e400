import { betterstack } from './betterstack/index.ts'
import { cachet } from './cachet/index.ts'
import { checkly } from './checkly/index.ts'
import { cstate } from './cstate/index.ts'
import { datadog } from './datadog/index.ts'
import { firehydrant } from './firehydrant/index.ts'
import { freshstatus } from './freshstatus/index.ts'
import { gatus } from './gatus/index.ts'
import { hund } from './hund/index.ts'
import { hyperping } from './hyperping/index.ts'
import { incidentio } from './incidentio/index.ts'
import { instatus } from './instatus/index.ts'
import { kener } from './kener/index.ts'
import { oneuptime } from './oneuptime/index.ts'
import { openstatus } from './openstatus/index.ts'
import { pingdom } from './pingdom/index.ts'
import type { Platform } from './platform.ts'
import { rootly } from './rootly/index.ts'
import { site24x7 } from './site24x7/index.ts'
import { sorryapp } from './sorryapp/index.ts'
import { statping } from './statping/index.ts'
import { statsig } from './statsig/index.ts'
import { statuscake } from './statuscake/index.ts'
import { statuscast } from './statuscast/index.ts'
import { statusfy } from './statusfy/index.ts'
import { statushub } from './statushub/index.ts'
import { statusio } from './statusio/index.ts'
import { statuspage } from './statuspage/index.ts'
import { statuspal } from './statuspal/index.ts'
import { tinystatus } from './tinystatus/index.ts'
import { upptime } from './upptime/index.ts'
import { uptimekuma } from './uptimekuma/index.ts'
import { uptimerobot } from './uptimerobot/index.ts'
import { vigil } from './vigil/index.ts'

/** Every platform by its id. Adding one is one line here. */
export const platforms = {
  [betterstack.id]: betterstack,
  [cachet.id]: cachet,
  [checkly.id]: checkly,
  [cstate.id]: cstate,
  [datadog.id]: datadog,
  [firehydrant.id]: firehydrant,
  [freshstatus.id]: freshstatus,
  [gatus.id]: gatus,
  [hund.id]: hund,
  [hyperping.id]: hyperping,
  [incidentio.id]: incidentio,
  [instatus.id]: instatus,
  [kener.id]: kener,
  [oneuptime.id]: oneuptime,
  [openstatus.id]: openstatus,
  [pingdom.id]: pingdom,
  [rootly.id]: rootly,
  [site24x7.id]: site24x7,
  [sorryapp.id]: sorryapp,
  [statping.id]: statping,
  [statsig.id]: statsig,
  [statuscake.id]: statuscake,
  [statuscast.id]: statuscast,
  [statusfy.id]: statusfy,
  [statushub.id]: statushub,
  [statusio.id]: statusio,
  [statuspage.id]: statuspage,
  [statuspal.id]: statuspal,
  [tinystatus.id]: tinystatus,
  [upptime.id]: upptime,
  [uptimekuma.id]: uptimekuma,
  [uptimerobot.id]: uptimerobot,
  [vigil.id]: vigil,
} as const

export type PlatformId = keyof typeof platforms

/** A platform whose sources and settings are known only while the program runs. */
export type AnyPlatform = Platform<PlatformId>

export const platformIds: readonly PlatformId[] = Object.values(platforms).map(({ id }) => id)

const byId: ReadonlyMap<string, AnyPlatform> = new Map(Object.values(platforms).map((platform) => [platform.id, platform]))

/** The platform of that name, or undefined where none is called so. */
export function platformById(id: string): AnyPlatform | undefined {
  return byId.get(id)
}
