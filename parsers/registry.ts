import type { Platform } from './platform.ts'
import * as all from './platforms.ts'

/** Every platform by its id. */
export const platforms = all

export type PlatformId = keyof typeof platforms

/** A platform whose sources and settings are known only while the program runs. */
export type AnyPlatform = Platform<PlatformId>

export const platformIds: readonly PlatformId[] = Object.values(platforms).map(({ id }) => id)

const byId: ReadonlyMap<string, AnyPlatform> = new Map(Object.values(platforms).map((platform) => [platform.id, platform]))

/** The platform of that name, or undefined where none is called so. */
export function platformById(id: string): AnyPlatform | undefined {
  return byId.get(id)
}
