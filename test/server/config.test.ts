import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../server/config.ts'

describe('server/config.ts', () => {
  it('has defaults for everything, for empty variables as well', () => {
    const defaults = { host: '127.0.0.1', port: 3000, databaseUrl: 'sqlite:statuswire.db', publicUrl: null, maximumStreams: 5_000 }

    expect(readConfig({})).toEqual(defaults)
    expect(readConfig({ PORT: '', HOST: '', DATABASE_URL: '', STATUSWIRE_PUBLIC_URL: '' })).toEqual(defaults)
  })

  it('reads what is set, and nothing can change it afterwards', () => {
    const config = readConfig({
      PORT: '0',
      HOST: '::1',
      DATABASE_URL: 'sqlite:/tmp/x.db',
      STATUSWIRE_PUBLIC_URL: 'https://wire.example/status/',
      PATH: '/bin',
    })

    expect(config).toMatchObject({ host: '::1', port: 0, databaseUrl: 'sqlite:/tmp/x.db', publicUrl: 'https://wire.example/status' })
    expect(Object.isFrozen(config)).toBe(true)
  })

  it('takes from the settings file what no variable says', () => {
    const folder = mkdtempSync(join(tmpdir(), 'statuswire-test-'))
    const file = join(folder, 'settings.yaml')
    writeFileSync(file, 'port: 4000\nhost: 0.0.0.0\npublicUrl: https://wire.example\nvendors: [github]\n')

    const config = readConfig({ STATUSWIRE_CONFIG: file, HOST: '127.0.0.1' })

    rmSync(folder, { recursive: true })
    expect(config).toMatchObject({ port: 4000, host: '127.0.0.1', publicUrl: 'https://wire.example' })
    expect(() => readConfig({ STATUSWIRE_CONFIG: file })).toThrow(ConfigError)
  })

  it.each([
    { environment: { PORT: 'http' }, message: /^PORT: / },
    { environment: { PORT: '65536' }, message: /^PORT: / },
    { environment: { PORT: '-1' }, message: /^PORT: / },
    { environment: { STATUSWIRE_PUBLIC_URL: 'wire.example' }, message: /^STATUSWIRE_PUBLIC_URL: / },
    { environment: { STATUSWIRE_PUBLIC_URL: 'ftp://wire.example' }, message: /^STATUSWIRE_PUBLIC_URL: / },
  ])('refuses $environment by name, in one line', ({ environment, message }) => {
    expect(() => readConfig(environment)).toThrow(ConfigError)
    expect(() => readConfig(environment)).toThrow(message)
  })
})
