import '../data/node-version.ts'

const { runServer } = await import('./command.ts')

await runServer(process.argv.slice(2))
