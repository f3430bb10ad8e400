import { Command, CommanderError } from 'commander'
import { ConfigError } from './config.ts'
import { CommandError } from './output.ts'
import { version } from './version.ts'

const json = ['--json', 'print one JSON object and nothing else'] as const

/** A command's own modules are loaded when it runs: `parse` needs no database, `list` no parser of HTML. */
function program(): Command {
  const root = new Command('statuswire').description('Watches status pages; each command is run as: npm run <command> -- <arguments>')
  root
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
  const command = (usage: string, description: string): Command => root.command(usage).description(description)

  command('crawl [vendors...]', 'poll the watched pages for ever, or once')
    .option('--once', 'one pass over the named vendors, or all')
    .option(...json)
    .action(async (vendors, options) => (await import('./commands/crawl.ts')).crawl(vendors, options))
  command('detect <url>', 'say what platform a page is on, and on what evidence')
    .option(...json)
    .action(async (url, options) => (await import('./commands/detect.ts')).detectCommand(url, options))
  command('parse <platform> [documents...]', 'print the Snapshot of documents given as source=file or source@url=file')
    .requiredOption('--url <url>', 'the address of the status page')
    .option('--observed-at <instant>', 'when the documents were read; default: now')
    .option('--params <json>', 'settings of the vendor row')
    .action(async (platform, documents, options) => (await import('./commands/parse.ts')).parseCommand(platform, documents, options))
  command('add <target>', 'watch a vendor of the catalogue (its id) or a page (its address)')
    .option('--id <id>', 'the id to give it')
    .option('--name <name>', 'the name to give it')
    .option('--platform <id>', 'the platform, where it cannot be detected')
    .action(async (target, options) => (await import('./commands/watch-list.ts')).add(target, options))
  command('remove <vendor>', 'stop watching a vendor; its history stays').action(async (vendor) =>
    (await import('./commands/watch-list.ts')).remove(vendor),
  )
  command('list', 'the watched pages and how their last reading went')
    .option(...json)
    .action(async (options) => (await import('./commands/watch-list.ts')).list(options))
  command('doctor', 'check this machine and its settings')
    .option(...json)
    .action(async (options) => (await import('./commands/doctor.ts')).doctor(options))
  command('migrate', 'bring the database to the newest schema').action(async () => (await import('./commands/watch-list.ts')).migrate())
  command('backfill <vendor>', "read the whole history that a vendor's pages give")
    .option(...json)
    .action(async (vendor, options) => (await import('./commands/backfill.ts')).backfill(vendor, options))
  command('import <archive>', 'replay an archive (JSON lines, .gz as well) through the pipeline')
    .requiredOption('--vendor <id>', 'whose readings they are')
    .option(...json)
    .action(async (archive, options) => (await import('./commands/import.ts')).importArchive(archive, options))
  command('capture <vendor>', 'keep the documents of one poll as a fixture')
    .option('--case <name>', "the fixture's name; default: the vendor")
    .option('--into <folder>', 'where fixtures are kept; default: test/fixtures')
    .action(async (vendor, options) => (await import('./commands/capture.ts')).capture(vendor, options))
  for (const sub of root.commands) sub.exitOverride().configureOutput({ outputError: () => undefined })
  return root
}

/** Runs one command: errors are one line with a reason; exit code 2 for bad use, 1 for a failure. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(argv)
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return
      fail(error.message.replace(/^error: /u, ''), 2)
    } else if (error instanceof ConfigError) fail(error.message, 2)
    else if (error instanceof CommandError) fail(error.message, error.exitCode)
    else {
      fail(error instanceof Error ? firstLine(error) : String(error), 1)
      if (process.env['STATUSWIRE_LOG'] === 'debug' && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`)
    }
  }
}

function firstLine(error: Error): string {
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `${error.message}${cause}`.split('\n', 1)[0] ?? error.name
}

function fail(message: string, exitCode: 1 | 2): void {
  process.stderr.write(`statuswire: ${message}\n`)
  process.exitCode = exitCode
}
