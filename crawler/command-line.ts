import { Command, CommanderError } from 'commander'
import { z } from 'zod'
import { ConfigError, isDebugging } from './config.ts'
import { CommandError } from './output.ts'
import { version } from './version.ts'

const flag = z.boolean().exactOptional()
const text = z.string().exactOptional()
const json = ['--json', 'print one JSON object and nothing else'] as const

/** What commander hands to an action, checked: the arguments and the options, before the command itself. */
function action<Given extends unknown[]>(
  given: z.ZodType<Given>,
  work: (...given: NoInfer<Given>) => Promise<void>,
): (...all: unknown[]) => Promise<void> {
  return (...all) => work(...given.parse(all.slice(0, -1)))
}

/** A command's own modules are loaded when it runs: `parse` needs no database, `list` no parser of HTML. */
function program(): Command {
  const root = new Command('statuswire')
    .description('Watches status pages; each command is run as: npm run <command> -- <arguments>')
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
  addPolling(root)
  addReading(root)
  addWatchList(root)
  return root
}

function addPolling(root: Command): void {
  root
    .command('crawl [vendors...]')
    .description('poll the watched pages for ever, or once')
    .option('--once', 'one pass over the named vendors, or all')
    .option(...json)
    .action(
      action(z.tuple([z.array(z.string()), z.object({ once: flag, json: flag })]), async (vendors, options) =>
        (await import('./commands/crawl.ts')).crawl(vendors, options),
      ),
    )
  root
    .command('backfill <vendor>')
    .description("read the whole history that a vendor's pages give")
    .option(...json)
    .action(
      action(z.tuple([z.string(), z.object({ json: flag })]), async (vendor, options) =>
        (await import('./commands/backfill.ts')).backfill(vendor, options),
      ),
    )
  root
    .command('import <archive>')
    .description('replay an archive (JSON lines, .gz as well) through the pipeline')
    .requiredOption('--vendor <id>', 'whose readings they are')
    .option(...json)
    .action(
      action(z.tuple([z.string(), z.object({ vendor: z.string(), json: flag })]), async (archive, options) =>
        (await import('./commands/import.ts')).importArchive(archive, options),
      ),
    )
}

function addReading(root: Command): void {
  root
    .command('detect <url>')
    .description('say what platform a page is on, and on what evidence')
    .option(...json)
    .action(
      action(z.tuple([z.string(), z.object({ json: flag })]), async (url, options) =>
        (await import('./commands/detect.ts')).detectCommand(url, options),
      ),
    )
  root
    .command('parse <platform> [documents...]')
    .description('print the Snapshot of documents given as source=file or source@url=file')
    .requiredOption('--url <url>', 'the address of the status page')
    .option('--observed-at <instant>', 'when the documents were read; default: now')
    .option('--params <json>', 'settings of the vendor row')
    .action(
      action(
        z.tuple([z.string(), z.array(z.string()), z.object({ url: z.string(), observedAt: text, params: text })]),
        async (platform, documents, options) => (await import('./commands/parse.ts')).parseCommand(platform, documents, options),
      ),
    )
  root
    .command('report <file>')
    .description('print what the text of an incident report states (text, markdown or HTML; - is standard input)')
    .option('--url <url>', 'where the report was published')
    .option('--published-at <time>', 'when it was published: a date or an instant')
    .action(
      action(z.tuple([z.string(), z.object({ url: text, publishedAt: text })]), async (file, options) =>
        (await import('./commands/report.ts')).reportCommand(file, options),
      ),
    )
  root
    .command('reparse')
    .description('read every stored incident report again, after an update of the reader')
    .option(...json)
    .action(action(z.tuple([z.object({ json: flag })]), async (options) => (await import('./commands/reparse.ts')).reparse(options)))
  root
    .command('capture <vendor>')
    .description('keep the documents of one poll as a fixture')
    .option('--case <name>', "the fixture's name; default: the vendor")
    .option('--into <folder>', 'where fixtures are kept; default: test/fixtures')
    .action(
      action(z.tuple([z.string(), z.object({ case: text, into: text })]), async (vendor, options) =>
        (await import('./commands/capture.ts')).capture(vendor, options),
      ),
    )
}

function addWatchList(root: Command): void {
  root
    .command('add <target>')
    .description('watch a vendor of the catalogue (its id) or a page (its address)')
    .option('--id <id>', 'the id to give it')
    .option('--name <name>', 'the name to give it')
    .option('--platform <id>', 'the platform, where it cannot be detected')
    .action(
      action(z.tuple([z.string(), z.object({ id: text, name: text, platform: text })]), async (target, options) =>
        (await import('./commands/watch-list.ts')).add(target, options),
      ),
    )
  root
    .command('remove <vendor>')
    .description('stop watching a vendor; its history stays')
    .action(
      action(z.tuple([z.string(), z.unknown()]), async (vendor, _options) => (await import('./commands/watch-list.ts')).remove(vendor)),
    )
  root
    .command('list')
    .description('the watched pages and how their last reading went')
    .option(...json)
    .action(action(z.tuple([z.object({ json: flag })]), async (options) => (await import('./commands/watch-list.ts')).list(options)))
  root
    .command('doctor')
    .description('check this machine and its settings')
    .option(...json)
    .action(action(z.tuple([z.object({ json: flag })]), async (options) => (await import('./commands/doctor.ts')).doctor(options)))
  root
    .command('migrate')
    .description('bring the database to the newest schema')
    .action(action(z.tuple([z.unknown()]), async (_options) => (await import('./commands/watch-list.ts')).migrate()))
}

/** Runs one command: errors are one line with a reason; exit code 2 for bad use, 1 for a failure. */
export async function run(argv: readonly string[]): Promise<void> {
  endQuietlyWithTheReader()
  await reportingErrors(async () => {
    await program().parseAsync(argv)
  })
}

/** Whoever reads our output (`head`, a pager) may have had enough of it. */
function endQuietlyWithTheReader(): void {
  process.stdout.on('error', (error) => {
    if ('code' in error && error.code === 'EPIPE') process.exit()
    throw error
  })
}

export async function reportingErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof CommanderError) reportUse(error)
    else if (error instanceof ConfigError) fail(error.message, 2)
    else if (error instanceof CommandError) fail(withCause(error), error.exitCode)
    else fail(error instanceof Error ? withCause(error) : String(error), 1)
    if (isDebugging() && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`)
  }
}

function reportUse({ code, exitCode, message }: CommanderError): void {
  if (exitCode === 0) return
  // Without a command the help is the answer, and is on standard error by now.
  if (code === 'commander.help') process.exitCode = 2
  else fail(message.replace(/^error: /u, ''), 2)
}

function withCause(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}

function fail(message: string, exitCode: 1 | 2): void {
  process.stderr.write(`statuswire: ${message.trim().replaceAll(/\s*\n\s*/gu, ' ')}\n`)
  process.exitCode = exitCode
}
