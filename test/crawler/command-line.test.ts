import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { type Ended, openWorkshop, type Workshop } from '../support/processes.ts'

interface Use {
  readonly what: string
  readonly parameters: readonly string[]
  readonly code: number
  /** The one line on standard error. */
  readonly says: RegExp
}

const uses: readonly Use[] = [
  { what: 'a command that is none', parameters: ['crwl'], code: 2, says: /^statuswire: unknown command 'crwl' \(Did you mean crawl\?\)$/u },
  { what: 'an argument too few', parameters: ['remove'], code: 2, says: /^statuswire: missing required argument 'vendor'$/u },
  { what: 'an argument too many', parameters: ['list', 'github'], code: 2, says: /^statuswire: too many arguments/u },
  { what: 'an option too few', parameters: ['import', 'a'], code: 2, says: /^statuswire: required option '--vendor <id>' not specified$/u },
  { what: 'options that do not go together', parameters: ['crawl', '--json'], code: 2, says: /^statuswire: --json goes with --once$/u },
  { what: 'a database in no folder', parameters: ['migrate'], code: 1, says: /^statuswire: \S/u },
]

describe('crawler/command-line.ts', () => {
  let workshop: Workshop
  let ended: ReadonlyMap<string, Ended>

  beforeAll(async () => {
    workshop = openWorkshop()
    const database = `sqlite:${join(workshop.folder, 'a.db')}`
    async function run(
      name: string,
      parameters: readonly string[],
      environment: Readonly<Record<string, string>>,
    ): Promise<[string, Ended]> {
      return [
        name,
        await workshop.run('crawler/main.ts', parameters, { DATABASE_URL: database, STATUSWIRE_VENDORS: 'github', ...environment }),
      ]
    }
    writeFileSync(join(workshop.folder, 'statuswire.yaml'), 'port: 4000\n')
    const isFolderless = { DATABASE_URL: `sqlite:${join(workshop.folder, 'nosuch', 'a.db')}` }
    ended = new Map(
      await Promise.all([
        ...uses.map(({ what, parameters }) => run(what, parameters, what === 'a database in no folder' ? isFolderless : {})),
        run('help', ['--help'], {}),
        run('version', ['--version'], {}),
        run('nothing', [], {}),
        run('debug', ['list'], { PORT: 'http', STATUSWIRE_LOG: 'debug' }),
      ]),
    )
  }, 300_000)
  afterAll(() => workshop.close())

  function endOf(name: string): Ended {
    const end = ended.get(name)
    if (!end) throw new Error(`not run: ${name}`)
    return end
  }

  it.each(uses)('refuses $what with exit code $code and one line of why', ({ what, code, says }) => {
    const { stdout, stderr, ...end } = endOf(what)

    expect([end.code, stdout]).toEqual([code, ''])
    expect(stderr.trimEnd()).toMatch(says)
    expect(stderr.trimEnd()).not.toContain('\n')
  })

  it('explains every command on standard output', () => {
    const { code, stdout, stderr } = endOf('help')
    const commands = Object.entries(manifest.scripts).flatMap(([name, script]) =>
      /crawler\/main\.ts|main\.mjs/u.test(script) ? [name] : [],
    )

    expect([code, stderr]).toEqual([0, ''])
    expect(commands).toContain('crawl')
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'mu'))
  })

  it('tells its version', () => {
    expect(endOf('version')).toMatchObject({ code: 0, stdout: `${manifest.version}\n`, stderr: '' })
  })

  it('takes no command at all for bad use, and explains itself on standard error', () => {
    expect(endOf('nothing')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^Usage: /u) })
  })

  it('names the setting that is wrong, and where that happened if all is asked for', () => {
    const { code, stderr } = endOf('debug')

    expect(code).toBe(2)
    expect(stderr).toMatch(/^statuswire: PORT \(port\) is no whole number from 0 to 65535\nConfigError: /u)
  })
})
