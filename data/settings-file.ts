import { existsSync, readFileSync } from 'node:fs'
import { parseDocument } from 'yaml'
import { z } from 'zod'

/** The settings file cannot be read: one line that names it. */
export class SettingsFileError extends Error {
  override readonly name = 'SettingsFileError'
}

/**
 * The settings of `statuswire.yaml`, or of the file that STATUSWIRE_CONFIG (`named`) names, unchecked: crawler and server
 * each check their own. A file that nobody named may be absent. Throws SettingsFileError.
 */
export function readSettingsFile(named: string | undefined): Readonly<Record<string, unknown>> {
  const path = named === undefined || named === '' ? 'statuswire.yaml' : named
  if (!existsSync(path)) {
    if (named) throw new SettingsFileError(`STATUSWIRE_CONFIG names ${path}, which does not exist`)
    return {}
  }
  const { data, error } = z.record(z.string(), z.unknown()).safeParse(yamlOf(path) ?? {})
  if (error) throw new SettingsFileError(`${path}: a list of settings was expected`)
  return data
}

function yamlOf(path: string): unknown {
  try {
    const document = parseDocument(readFileSync(path, 'utf8'))
    const [first] = document.errors
    if (first) throw first
    return document.toJS()
  } catch (error) {
    throw new SettingsFileError(`${path}: ${error instanceof Error ? error.message.split('\n', 1)[0] : 'cannot be read'}`, { cause: error })
  }
}
