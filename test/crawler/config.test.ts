import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Config, ConfigError, environmentWith, readConfig } from '../../crawler/config.ts'
import { openCatalog, starterIds } from '../../data/catalog/catalog.ts'

describe('crawler/config.ts', () => {
  let folder: string
  let file: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'statuswire-config-'))
    file = join(folder, 'statuswire.yaml')
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  /** The configuration by a file, and the environment beside it. */
  function read(yaml: string, environment: Readonly<Record<string, string>> = {}): Config {
    writeFileSync(file, yaml)
    return readConfig({ STATUSWIRE_CONFIG: file, ...environment })
  }

  function messageOf(yaml: string, environment: Readonly<Record<string, string>> = {}): string {
    try {
      read(yaml, environment)
    } catch (error) {
      if (error instanceof ConfigError) return error.message
      throw error
    }
    return 'no error'
  }

  it('has a default for everything, and is frozen', () => {
    const config = readConfig({})

    expect(config).toMatchObject({
      databaseUrl: 'sqlite:statuswire.db',
      host: '127.0.0.1',
      port: 3000,
      browser: undefined,
      contact: undefined,
      allowPrivate: [],
      archiveDays: 30,
      logLevel: 'info',
      proxy: undefined,
      runByNpm: false,
    })
    expect(config.vendors.map(({ id }) => id)).toEqual(starterIds)
    expect(config.userAgent).toMatch(/^Statuswire\/\d+\.\d+\.\d+ \([^)]+\)$/u)
    expect(Object.isFrozen(config)).toBe(true)
  })

  it('reads the file, over it the environment, and an empty variable for none', () => {
    const yaml = 'port: 4000\nhost: 0.0.0.0\ncontact: ops@acme.example\nallowPrivate: [10.0.0.0/8, "::1"]\nvendors: [github]\n'

    const config = read(yaml, { PORT: '5000', HOST: '', STATUSWIRE_VENDORS: 'cloudflare, github' })

    expect(config).toMatchObject({ port: 5000, host: '0.0.0.0', allowPrivate: ['10.0.0.0/8', '::1'] })
    expect(config.userAgent).toContain('(+ops@acme.example)')
    expect(config.vendors.map(({ id }) => id)).toEqual(['cloudflare', 'github'])
  })

  it('takes an empty STATUSWIRE_CONFIG, and an empty file, for none', () => {
    expect(readConfig({ STATUSWIRE_CONFIG: '' }).port).toBe(3000)
    expect(read('').port).toBe(3000)
  })

  it.each<{ what: string; yaml: string; environment?: Record<string, string>; message: RegExp }>([
    { what: 'a setting that nobody knows', yaml: 'prot: 4000', message: /settings: .*"prot"/u },
    { what: 'no YAML', yaml: 'vendors: [github', message: /statuswire\.yaml: \S/u },
    { what: 'a list in place of settings', yaml: '- github', message: /statuswire\.yaml: a list of settings was expected/u },
    { what: 'a port out of range', yaml: 'port: 70000', message: /^PORT \(port\) is no whole number from 0 to 65535$/u },
    { what: 'a port that is a word', yaml: '', environment: { PORT: 'http' }, message: /^PORT \(port\) is no whole number/u },
    { what: 'a level that is none', yaml: 'logLevel: loud', message: /^STATUSWIRE_LOG \(logLevel\) /u },
    { what: 'a contact that would break a header', yaml: 'contact: "a b\\nc"', message: /^STATUSWIRE_CONTACT \(contact\) is no address/u },
    { what: 'vendors that are no list', yaml: 'vendors: 5', message: /^STATUSWIRE_VENDORS \(vendors\) is no list/u },
    { what: 'a vendor without an id', yaml: 'vendors: [{ name: Acme }]', message: /^STATUSWIRE_VENDORS \(vendors\) is no list/u },
    { what: 'an id that the catalogue lacks', yaml: 'vendors: [nosuch]', message: /the catalogue has no "nosuch"/u },
    { what: 'a row without pages', yaml: 'vendors: [{ id: acme }]', message: /^vendors, acme: pages /u },
    {
      what: 'a row on a platform that is none',
      yaml: 'vendors: [{ id: acme, pages: [{ url: "https://status.acme.example", platform: nosuch }] }]',
      message: /^vendors, acme: pages\.0\.platform /u,
    },
    {
      what: 'a row with an address that is none',
      yaml: 'vendors: [{ id: acme, pages: [{ url: "status.acme.example" }] }]',
      message: /^vendors, acme: pages\.0\.url /u,
    },
    { what: 'blocks that are none', yaml: 'allowPrivate: 10.0.0.0/99', message: /^STATUSWIRE_ALLOW_PRIVATE: not an address block/u },
    {
      what: 'a proxy that is no address, without its password',
      yaml: '',
      environment: { HTTPS_PROXY: 'socks5://user:secret@proxy:1080' },
      message: /^HTTPS_PROXY is no address like http:\/\/host:port$/u,
    },
  ])('refuses $what in one line', ({ yaml, environment, message }) => {
    const said = messageOf(yaml, environment)

    expect(said).toMatch(message)
    expect(said).not.toContain('\n')
  })

  it('refuses a file that is named and not there, or cannot be read', () => {
    expect(() => readConfig({ STATUSWIRE_CONFIG: join(folder, 'missing.yaml') })).toThrow(/names .*missing\.yaml, which does not exist/u)
    expect(() => readConfig({ STATUSWIRE_CONFIG: folder })).toThrow(ConfigError)
  })

  describe('vendors', () => {
    it('take rows of their own beside those of the catalogue', () => {
      const { vendors } = read(
        'vendors:\n  - github\n  - id: acme\n    pages:\n      - url: https://status.acme.example/\n        intervalSeconds: 60\n',
      )

      expect(vendors.map(({ id }) => id)).toEqual(['github', 'acme'])
      expect(vendors[1]).toEqual({ id: 'acme', name: 'acme', pages: [{ url: 'https://status.acme.example', intervalSeconds: 60 }] })
    })

    it('are the whole catalogue by the word "all"', () => {
      const { vendors } = readConfig({ STATUSWIRE_VENDORS: 'all' })

      expect(vendors).toHaveLength(openCatalog().size)
    })

    it.each([
      '[all, { id: github, pages: [{ url: "https://own.example" }] }]',
      '[{ id: github, pages: [{ url: "https://own.example" }] }, all]',
    ])('replace a row of the catalogue by one of their own: %s', (list) => {
      const { vendors } = read(`vendors: ${list}`)

      expect(vendors).toHaveLength(openCatalog().size)
      expect(vendors.filter(({ id }) => id === 'github').map(({ pages }) => pages[0]?.url)).toEqual(['https://own.example'])
    })

    it('may be none at all', () => {
      expect(read('vendors: []').vendors).toEqual([])
    })
  })

  it.each<{ what: string; environment: Record<string, string>; proxy: Config['proxy'] }>([
    {
      what: 'both variables and the exceptions',
      environment: { HTTP_PROXY: 'http://proxy:3128', HTTPS_PROXY: 'http://proxy:3129', NO_PROXY: 'localhost' },
      proxy: { httpProxy: 'http://proxy:3128/', httpsProxy: 'http://proxy:3129/', noProxy: 'localhost' },
    },
    {
      what: 'the lower-case variable before the other',
      environment: { HTTPS_PROXY: 'http://upper:1', https_proxy: 'http://lower:2' },
      proxy: { httpProxy: undefined, httpsProxy: 'http://lower:2/', noProxy: undefined },
    },
    { what: 'an empty lower-case variable as none', environment: { HTTPS_PROXY: 'http://upper:1', https_proxy: '' }, proxy: undefined },
    {
      what: 'a host and a port without a scheme',
      environment: { HTTP_PROXY: 'proxy.acme.example:3128' },
      proxy: { httpProxy: 'http://proxy.acme.example:3128/', httpsProxy: undefined, noProxy: undefined },
    },
  ])('reads of the proxy: $what', ({ environment, proxy }) => {
    expect(readConfig(environment).proxy).toEqual(proxy)
  })

  it('knows that npm has started it', () => {
    expect(readConfig({ npm_lifecycle_event: 'crawl' }).runByNpm).toBe(true)
  })

  it('gives a child this environment with some of it replaced', () => {
    const environment = environmentWith({ PORT: '1', STATUSWIRE_VENDORS: '' })

    expect(environment).toEqual({ ...process.env, PORT: '1', STATUSWIRE_VENDORS: '' })
  })
})
